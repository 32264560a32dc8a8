"""The settings that survived every fault we could make; whoever changes one reads docs/queue.md first."""

from worker.queue.celery_app import HARD_LIMIT_S, SOFT_LIMIT_S, make_app


def test_nothing_is_lost_by_configuration():
    conf = make_app("redis://localhost:1/0").conf
    assert conf.task_acks_late
    assert conf.task_retry_on_worker_lost
    assert not conf.task_reject_on_worker_lost  # loops for ever on poison
    assert not conf.worker_cancel_long_running_tasks_on_connection_loss  # revokes jobs
    assert conf.result_backend is None
    assert conf.task_ignore_result
    assert conf.accept_content == ["json"]  # no pickle
    assert conf.task_serializer == "json"
    assert conf.worker_disable_prefetch
    assert conf.worker_prefetch_multiplier == 1
    options = conf.broker_transport_options
    assert HARD_LIMIT_S > SOFT_LIMIT_S
    assert options["ack_emulation"] is False  # a wake-up is taken once; the records are ours
    assert options["queue_order_strategy"] == "priority"
    assert options["health_check_interval"] == options["socket_timeout"] == 5
    assert list(conf.task_queues) == ["interactive", "bulk"]
