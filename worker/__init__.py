"""The queue: jobs travel from front-ends through Celery and Redis to the library and back to an outbox.

`worker.protocol` and `worker.client` are all that a front-end may import; they load no audio and no model library.
"""
