"""The Celery application by name, for tools that ask for one: ``celery --app worker.monitor flower``.

Flower shows who asks and lets whoever reaches it stop workers, so it starts with a password or not at all.
"""

import os
import sys

from spotpop.settings import settings
from worker.queue.address import queue_url
from worker.queue.celery_app import make_celery

if "flower" in sys.argv[1:] and not os.environ.get("FLOWER_BASIC_AUTH", "").partition(":")[2]:
    sys.stderr.write("Flower is closed: set FLOWER_BASIC_AUTH=user:password and start it again.\n")
    sys.exit(0)

app = make_celery(queue_url(settings()))
