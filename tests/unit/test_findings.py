"""Findings read back from JSON: nested values become values again, what is missing is empty, what is new is ignored."""

import json
from dataclasses import asdict
from typing import Any

import pytest

from spotpop.findings import (
    REFERENCE_DESCRIPTORS,
    WITHOUT_FIGURE,
    Band,
    Change,
    Changes,
    Corridor,
    Findings,
    Measured,
    ServiceGain,
    SimilarTrack,
    SoundsLike,
    Standing,
    changes_from_json,
    findings_from_json,
)

MEASURED = Measured(
    loudness_lufs=-9.5, loudness_range_lu=4.0, true_peak_dbtp=-0.1, peak_dbfs=-0.3, crest_db=9.0, tempo_bpm=120.0,
    other_tempos_bpm=(60.0, 240.0), key=9, major=False, key_confidence=0.7,
    bands=(Band(name="sub", low_hz=20.0, high_hz=60.0, share_db=-12.0),),
)  # fmt: skip
FULL = Findings(
    measured=MEASURED,
    services=(
        ServiceGain(service="spotify", target_lufs=-14.0, gain_db=-4.5, played_lufs=-14.0, held_by_peak=True),
        ServiceGain(service="apple_music", target_lufs=-16.0, gain_db=-6.5, played_lufs=-16.0, limited=True),
    ),
    corridors=(
        Corridor(
            kind="own", name="heroes", size=12,
            standings=(Standing(name="tempo", value=120.0, low=90.0, high=110.0, place="above", percentile=95.0),),
        ),
        Corridor(kind="all", name="", size=3),
    ),
    sounds_like=SoundsLike(
        genre="rock", year=2020, tracks=(SimilarTrack(title="A", artist="B", popularity=3, distance=0.2),)
    ),
)  # fmt: skip
BARE = Findings(measured=Measured(loudness_lufs=-9.5, loudness_range_lu=4.0, peak_dbfs=-0.3, crest_db=9.0))
CHANGED = Changes(
    sameness="different",
    changes=(Change(name="loudness", first=-12.0, second=-9.0, difference=3.0),
             Change(name="tempo", first=120.0, second=121.0, difference=1.0)),
)  # fmt: skip


def newer(value: Any) -> Any:
    """The same JSON with a field more in every object."""
    if isinstance(value, dict):
        return {**{name: newer(one) for name, one in value.items()}, "of_a_newer_release": 1}
    return [newer(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("findings", [FULL, BARE])
def test_findings_come_back_as_they_were(findings: Findings) -> None:
    assert findings_from_json(asdict(findings)) == findings
    assert findings_from_json(json.loads(json.dumps(asdict(findings)))) == findings


@pytest.mark.parametrize("changes", [CHANGED, Changes(sameness="identical")])
def test_changes_come_back_as_they_were(changes: Changes) -> None:
    assert changes_from_json(asdict(changes)) == changes
    assert changes_from_json(json.loads(json.dumps(asdict(changes)))) == changes


def test_nothing_stays_nothing() -> None:
    assert findings_from_json(None) is None
    assert changes_from_json(None) is None


def test_what_a_newer_release_added_is_ignored_at_any_depth() -> None:
    assert findings_from_json(newer(json.loads(json.dumps(asdict(FULL))))) == FULL
    assert changes_from_json(newer(json.loads(json.dumps(asdict(CHANGED))))) == CHANGED


@pytest.mark.parametrize(
    ("way", "left_out"),
    [((), ("services", "corridors", "sounds_like")), (("measured",), ("bands", "other_tempos_bpm", "key")),
     (("corridors", 0), ("standings",)), (("sounds_like",), ("tracks",))],
)  # fmt: skip
def test_what_an_older_release_did_not_write_is_empty(way: tuple[Any, ...], left_out: tuple[str, ...]) -> None:
    data = json.loads(json.dumps(asdict(FULL)))
    place = data
    for step in way:
        place = place[step]
    for name in left_out:
        del place[name]
    found: Any = findings_from_json(data)
    for step in way:
        found = found[step] if isinstance(step, int) else getattr(found, step)
    assert [getattr(found, name) for name in left_out] in ([()] * len(left_out), [(), (), None])


def test_changes_of_an_older_release_may_name_none() -> None:
    assert changes_from_json({"sameness": "level"}) == Changes(sameness="level")


def test_what_must_be_there_is_missed() -> None:
    data = asdict(BARE)
    del data["measured"]["loudness_lufs"]
    with pytest.raises(TypeError, match="loudness_lufs"):
        findings_from_json(data)


def test_a_figure_is_held_back_only_of_what_is_compared() -> None:
    assert set(REFERENCE_DESCRIPTORS) > WITHOUT_FIGURE
    assert "energy" not in WITHOUT_FIGURE  # heard well enough to be stated
