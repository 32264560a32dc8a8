"""The Celery application by name, for tools that ask for one: ``celery --app worker.monitor flower``."""

from spotpop.settings import settings
from worker.queue.address import queue_url
from worker.queue.celery_app import make_app

app = make_app(queue_url(settings()))
