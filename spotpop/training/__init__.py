"""Where models are made and judged: tables, clips, networks, fits, evaluation, calibration and export.

May import everything in `spotpop` below the command line. Needs the ``train`` extra; serving never imports it.
"""
