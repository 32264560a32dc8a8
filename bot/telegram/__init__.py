"""The Telegram front-end: reads updates, asks the queue, and shows the answers with python-telegram-bot.

May import `bot`'s shared rooms, the worker's client and protocol, and the library's links, errors, report and settings;
never NumPy.
"""

import os

os.environ.setdefault(
    "PTB_TIMEDELTA", "1"
)  # python-telegram-bot's way to choose its future durations, without a warning
