"""Collecting a data set of one's own: links in, rows of numbers out. Needs neither Keras nor TensorFlow."""
