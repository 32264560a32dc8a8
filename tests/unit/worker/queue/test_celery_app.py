"""The settings that survived every fault we could make; whoever changes one reads docs/queue.md first."""

from worker.queue.celery_app import HARD_LIMIT_S, SOFT_LIMIT_S, make_celery


def test_nothing_is_lost_by_configuration():
    conf = make_celery("redis://localhost:1/0").conf
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


def test_what_was_measured_stays_until_somebody_measures_anew():
    conf = make_celery("redis://localhost:1/0", memory_mib=300).conf
    assert (SOFT_LIMIT_S, HARD_LIMIT_S) == (conf.task_soft_time_limit, conf.task_time_limit) == (60, 75)
    assert conf.worker_soft_shutdown_timeout == HARD_LIMIT_S
    assert conf.worker_max_memory_per_child == 300 * 1024
    assert make_celery("redis://localhost:1/0").conf.worker_max_memory_per_child == 2000 * 1024
    assert (conf.worker_max_tasks_per_child, conf.worker_proc_alive_timeout) == (500, 60)
    assert conf.broker_connection_timeout == 3
    assert conf.broker_connection_max_retries is None
    assert conf.broker_connection_retry_on_startup
    assert conf.task_publish_retry_policy == {
        "max_retries": 1, "interval_start": 0, "interval_step": 0.2, "interval_max": 0.2,
    }  # fmt: skip
    assert conf.broker_transport_options == {
        "ack_emulation": False, "socket_timeout": 5, "socket_connect_timeout": 3, "socket_keepalive": True,
        "health_check_interval": 5, "queue_order_strategy": "priority", "global_keyprefix": "spotpop:",
    }  # fmt: skip
    assert conf.task_default_queue == "interactive"
    assert conf.task_queues == {name: {"exchange": name, "routing_key": name} for name in ("interactive", "bulk")}
    for off in ("task_create_missing_queues", "worker_hijack_root_logger", "worker_redirect_stdouts",
                "worker_send_task_events"):  # fmt: skip
        assert conf[off] is False
    assert conf.worker_enable_soft_shutdown_on_idle is True
    assert not conf.broker_use_ssl
    assert make_celery("rediss://localhost:1/0").conf.broker_use_ssl["ssl_check_hostname"]


def test_one_application_is_nobody_elses_default():
    from celery import current_app

    made = make_celery("redis://localhost:1/0")
    assert current_app._get_current_object() is not made
