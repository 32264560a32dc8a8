"""The front-ends: one conversation, rendered on Discord, on Telegram and in a terminal.

A front-end imports the worker's client and the library's links, errors, report and settings, and never NumPy.
"""
