"""The queue: jobs travel from front-ends through Celery and Redis to the library and back to an outbox.

`worker.queue` is all that a front-end may import; it loads no audio and no model library.
"""
