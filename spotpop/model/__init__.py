"""What turns a heard clip into a forecast: runtimes, models by name, readings of the sound, forecasts.

May import `spotpop.audio`, `spotpop.report`, `spotpop.settings` and `spotpop.errors`; knows nothing of sources,
pictures, queues or training. TensorFlow is imported only by the TensorFlow runtime, and only when it is asked for.
"""
