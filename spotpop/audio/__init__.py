"""From bytes to numbers: decoding, one shared spectrum, and a named vector of features.

Knows nothing of models, reports or networks; may import `spotpop.errors` alone.
"""
