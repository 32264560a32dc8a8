"""The page: the same questions and answers as on the chats, in a browser, without an account.

May import what every front-end may: `bot`'s messages, `worker.queue`, and the library's frozen values. No NumPy.
"""
