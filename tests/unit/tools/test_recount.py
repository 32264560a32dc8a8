"""What was counted stays, what is new finds its place."""

from tools.recount import add_counted


def test_only_what_is_missing_is_added() -> None:
    shown = {"no-audience": {"mean": {"skill": 0.1}, "by_source": {"a": {"rows": 9}}}}
    counted = {
        "no-audience": {"mean": {"skill": 0.2, "pairs": 0.6}, "by_source": {"a": {"pairs": 0.7}, "b": {"pairs": 0.8}}},
        "usual": {"mean": {"pairs": 0.9}},
    }
    add_counted(shown, counted)
    assert shown == {
        "no-audience": {"mean": {"skill": 0.1, "pairs": 0.6}, "by_source": {"a": {"rows": 9, "pairs": 0.7}}}
    }
