"""From a work item to its outcome: what is asked of the pipeline, what may be cached, and what goes on elsewhere."""

import json
from types import SimpleNamespace

import pytest

from spotpop.errors import UploadExpired
from spotpop.links import Reference, parse_reference
from spotpop.question import Upload
from spotpop.report import track_to_json
from spotpop.track import Artist, Listing, Track
from tests.unit.bot import samples
from worker.handler import JobHandler
from worker.queue.policy import Work
from worker.queue.protocol import TrackInput, UploadInput

LINK, ALBUM = (parse_reference(f"https://open.spotify.com/{kind}/{'1' * 22}") for kind in ("track", "album"))
SHORT = parse_reference("https://spotify.link/abcdefgh")
TRACKS = tuple(Track(title=f"Song {n}", artists=(Artist(name="Ada"),), id=one) for n, one in ((1, "3" * 22), (2, None)))


class Store:
    """What the queue keeps."""

    def __init__(self):
        self.uploads, self.fanned, self.redirected, self.stored = {}, None, [], None

    def upload(self, name):
        return self.uploads.get(name)

    def fan_out(self, work_item, listing, tracks):
        self.fanned = (json.loads(listing), tracks)

    def redirect(self, work_item, work, queue):
        self.redirected.append((work.kind, queue))

    def rows(self, work_item):
        return self.stored


class Pipeline:
    """Answers at once, and notes what it was asked."""

    leads_to = LINK

    def __init__(self):
        self.asked, self.drawn = [], []

    def resolve(self, reference):
        return self.leads_to

    def predict(self, question, *, options, progress):
        self.asked.append((question, options))
        return SimpleNamespace(report=samples.report(), picture=b"PNG")

    def compare(self, first, second, *, options, progress):
        self.asked.append((first, second))
        return SimpleNamespace(comparison=samples.comparison(), picture=b"PNG")

    def listing(self, reference):
        return Listing(kind="album", id=reference.id, title="Walks", tracks=TRACKS, total=2)

    def draw_listing(self, title, rows, **how):
        self.drawn.append((title, len(rows), how))
        return b"PNG"


@pytest.fixture
def handler():
    return JobHandler(Store(), Pipeline())


def answered(handler, *inputs, kind="track", phase="run", stages=None, **more):
    work = Work(kind=kind, inputs=tuple(
        TrackInput(reference=one) if isinstance(one, Reference) else UploadInput(name=one) for one in inputs
    ), **more)  # fmt: skip
    item = SimpleNamespace(id="job", work=work, phase=phase)
    return handler.answer(item, (stages if stages is not None else []).append)


def test_a_track_is_forecast_and_may_be_cached(handler):
    result = answered(handler, LINK)
    assert (result.outcome.kind, result.picture, bool(result.subject)) == ("track", b"PNG", True)
    assert [one.score for one in result.reports] == [41.2]
    [(question, options)] = handler.pipeline.asked
    assert question == LINK
    assert options.hear_changes


@pytest.mark.parametrize("more", [{"private": True}, {"uploads": ("u",), "upload": True}])
def test_what_is_nobody_elses_is_not_cached(handler, more):
    handler._store.uploads["u"] = b"song"
    upload = more.pop("upload", False)
    result = answered(handler, "mix.wav" if upload else LINK, kind="upload" if upload else "track", **more)
    assert result.subject == ""
    if upload:
        [(question, _)] = handler.pipeline.asked
        assert question == Upload(b"song", "mix.wav")


def test_of_a_list_a_row_has_no_picture_and_what_was_stated_of_it_is_taken(handler):
    answered(handler, LINK, picture=False, track=track_to_json(TRACKS[0]))
    [(question, options)] = handler.pipeline.asked
    assert question.title == "Song 1"
    assert not options.picture
    assert not options.hear_changes


def test_two_files_are_compared_in_their_order(handler):
    handler._store.uploads |= {"one": b"1", "two": b"2"}
    result = answered(handler, "a.wav", "b.wav", kind="comparison", uploads=("one", "two"))
    assert [one.data for one in handler.pipeline.asked[0]] == [b"1", b"2"]
    assert len(result.reports) == 2
    assert result.subject == ""


def test_a_file_that_is_gone_is_reported(handler):
    with pytest.raises(UploadExpired):
        answered(handler, "a.wav", kind="upload", uploads=("gone",))


def test_an_album_becomes_its_tracks_each_under_its_own_name(handler):
    stages = []
    assert answered(handler, ALBUM, kind="listing", stages=stages, options={"genre": "pop"}) is None
    listing, tracks = handler._store.fanned
    assert (listing["title"], listing["total"], len(listing["tracks"])) == ("Walks", 2, 2)
    assert [work.inputs[0].reference.id for _, work in tracks] == ["3" * 22, "job.2"]
    assert all(work.options == {"genre": "pop"} and not work.picture for _, work in tracks)
    assert len({name for name, _ in tracks}) == 2
    assert stages == ["listing"]


def test_a_short_link_that_leads_to_an_album_goes_on_as_one(handler):
    handler.pipeline.leads_to = ALBUM
    assert answered(handler, SHORT) is None
    assert [kind for kind, _ in handler._store.redirected] == ["listing"]
    handler.pipeline.leads_to = LINK
    assert answered(handler, SHORT).outcome.kind == "track"


@pytest.mark.parametrize(("language", "how"), [("en", {}), ("de", {"language": "de"})])
def test_a_list_is_gathered_and_drawn_in_its_language(handler, language, how):
    answered(handler, ALBUM, kind="listing")
    listing, _ = handler._store.fanned
    handler._store.stored = (json.dumps(listing), {1: samples.outcome(), 2: None})
    result = answered(handler, ALBUM, kind="listing", phase="gather", language=language)
    assert len(result.outcome.listing.rows) == 2
    assert handler.pipeline.drawn == [("Walks", 2, {"theme": "dark", **how})]
