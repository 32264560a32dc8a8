"""Questions that release 0.1 has left open are asked anew in this release's records, under their own ids.

0.1 called work items flights, and kept those who wait in lists. Its workers refuse records of this release, so they
must be gone by then; what they were at is begun again here, and answered once: `answer` in the scripts sees to that.
"""

from __future__ import annotations

from typing import Any

import redis

from spotpop.settings import Settings
from worker.queue.keys import PREFIX, key
from worker.queue.logs import log
from worker.queue.policy import submit_arguments, upload_name
from worker.queue.protocol import Job, UploadInput
from worker.queue.scripts import source

UNLIMITED = 1e9
"""Who had a receipt already is not refused now."""


def adopt_questions(client: redis.Redis, settings: Settings) -> int:
    """Take over what 0.1 has left; returns how many questions. Any number of workers may do so at once.

    Raises
    ------
    redis.exceptions.RedisError
    """
    raw: Any = client
    if not raw.exists(key("seq")):  # 0.1 has never worked here, or all of it was taken over
        return 0
    submit, reserve = client.register_script(source("submit")), client.register_script(source("reserve"))
    adopted = 0
    for name in raw.zrange(key("deadlines"), 0, -1):
        job_id = name.decode()
        state, data, item = raw.hmget(key("job", job_id), "state", "data", "item")
        if state != b"open" or data is None or item is not None:
            continue
        try:
            job = Job.model_validate_json(data).model_copy(update={"attempt": "0.1"})
        except ValueError:  # answered at its deadline
            log.error("question_not_taken_over", job=job_id)
            continue
        for number in range(sum(isinstance(one, UploadInput) for one in job.inputs)):
            old, new = key("upload", job_id, str(number)), upload_name(job_id, "0.1", number)
            if raw.exists(old):
                raw.rename(old, PREFIX + new)
                size = raw.strlen(PREFIX + new)
                reserve(keys=[PREFIX], args=[settings.upload_ttl_s, job.requester.user or "", new, size])
        arguments = submit_arguments(job, settings)
        arguments[7] = arguments[8] = arguments[11] = UNLIMITED
        submit(keys=[PREFIX], args=arguments)
        adopted += 1
    for old_key in raw.scan_iter(match=key("flight", "*"), count=1000):
        raw.unlink(old_key)
    raw.unlink(key("seq"))
    log.info("questions_taken_over", number=adopted)
    return adopted
