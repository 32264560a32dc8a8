import pytest

from bot.conversation import (
    Ask,
    File,
    Understood,
    WrongIntent,
    answer_to,
    job_for,
    progress_of,
    refusal,
    understand,
    understand_each,
)
from spotpop.errors import NothingFound, TooLarge, UnsupportedLink
from spotpop.links import Reference
from spotpop.text import plain
from spotpop.wording import words_for
from tests.unit.bot import samples
from worker.queue.protocol import JobProgress, ReplyAddress, Requester

TRACK = "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC"
ALBUM = "https://open.spotify.com/album/1DFixLWuPkv3KT3TnV35m3"
SHORT = "https://spotify.link/abcDEF"
SONG = File(handle="1", name="song.mp3", size_bytes=1000, media_type="audio/mpeg")
COVER = File(handle="2", name="cover.png", size_bytes=1000, media_type="image/png")
EN = words_for("en")


def ask(text="", *files, intent="predict", chosen=True, second=None):
    question = Understood(intent=intent, text=text, files=files, chosen=chosen, second=second)
    return understand(question, max_upload_mib=10)


@pytest.mark.parametrize(
    ("text", "kind"), [(TRACK, "track"), (SHORT, "track"), (ALBUM, "listing"), (f"look: {TRACK}!", "track")]
)
def test_links_become_what_they_point_to(text, kind):
    assert ask(text).kind == kind


def test_a_file_becomes_an_upload_even_with_an_odd_name_if_it_was_chosen():
    odd = File(handle="3", name="mix.bin")
    assert ask("", odd) == Ask(kind="upload", inputs=(odd,))
    with pytest.raises(NothingFound):
        ask("", odd, chosen=False)


def test_a_picture_beside_a_song_is_left_out():
    assert ask("", COVER, SONG, chosen=False).inputs == (SONG,)


@pytest.mark.parametrize("kind", ["artist", "episode", "show"])
def test_other_pages_have_their_own_error(kind):
    with pytest.raises(UnsupportedLink) as caught:
        ask(TRACK.replace("track", kind))
    assert caught.value.params == {"kind": kind}


def test_a_comparison_takes_the_first_two_in_their_order():
    assert ask(f"{TRACK} {SHORT} {ALBUM}", intent="compare").kind == "comparison"
    both = ask("", SONG, intent="compare", second=Understood(text=TRACK))
    assert both.inputs[0] == SONG
    assert both.inputs[1].kind == "track"


@pytest.mark.parametrize(
    ("text", "intent", "key"),
    [
        (TRACK, "compare", "compare-needs-two"),
        (f"{TRACK} {ALBUM}", "compare", "compare-needs-tracks"),
        (TRACK, "album", "album-needs-album"),
    ],
)
def test_the_right_link_in_the_wrong_place_is_explained(text, intent, key):
    with pytest.raises(WrongIntent) as caught:
        ask(text, intent=intent)
    assert caught.value.key == key
    assert plain(refusal(caught.value, EN).lead)


def test_a_file_is_refused_by_its_stated_size():
    with pytest.raises(TooLarge) as caught:
        ask("", File(handle="1", name="long.wav", size_bytes=11 * 2**20))
    assert caught.value.params == {"size_mib": 11.0, "maximum_mib": 10}


def test_a_message_in_a_watched_channel_is_answered_piece_by_piece():
    question = Understood(text=f"{TRACK} {ALBUM} {TRACK.replace('track', 'show')}", files=(SONG, COVER), chosen=False)
    found = understand_each(question, max_upload_mib=10, at_most=9)
    assert [type(one).__name__ for one in found] == ["Ask", "WrongIntent", "UnsupportedLink", "Ask"]
    assert understand_each(question, max_upload_mib=10, at_most=1) == found[:1]
    listed = understand_each(question, max_upload_mib=10, at_most=9, listings=True)
    assert listed[1] == Ask(kind="listing", inputs=(Reference("album", "1DFixLWuPkv3KT3TnV35m3", ALBUM),))


def test_a_job_names_its_uploads_apart():
    twins = tuple(File(handle=str(n), name="mix.wav") for n in (1, 2))
    job, files = job_for(
        Ask(kind="comparison", inputs=twins),
        reply=ReplyAddress(front_end="terminal"),
        requester=Requester(user="terminal:me"),
        locale="de-AT",
    )
    assert files == {"mix.wav": twins[0], "mix (2).wav": twins[1]}
    assert [item.name for item in job.inputs] == ["mix.wav", "mix (2).wav"]


@pytest.mark.parametrize("name", ["", " ", "/", "x" * 4000, "../../etc/passwd", "a\0b.mp3"])
def test_any_file_name_can_be_a_jobs(name):
    one = File(handle="1", name=name)
    job, files = job_for(
        Ask(kind="upload", inputs=(one,)), reply=ReplyAddress(front_end="t"), requester=Requester(), locale=""
    )
    assert list(files) == [job.inputs[0].name]
    assert "/" not in job.inputs[0].name


def actions(message):
    return [button.action for button in message.buttons]


def test_each_outcome_has_its_message_and_buttons():
    track = answer_to(samples.outcome(), EN, picture=samples.PNG)
    assert actions(track) == ["why", "compare", "delete"]
    assert {button.state for button in track.buttons} == {"job-0123456789"}
    assert track.picture.data == samples.PNG
    hidden = answer_to(samples.outcome(), EN, picture=None, private=True)
    assert actions(hidden) == ["why", "compare", "publish", "delete"]
    assert hidden.private
    pair = answer_to(samples.outcome("comparison", comparison=samples.comparison().to_json()), EN, picture=None)
    assert actions(pair) == ["delete"]
    ranked = answer_to(samples.outcome("listing", listing=samples.listing()), EN, picture=None)
    assert ranked.attachments[0].media_type == "text/csv"
    failed = answer_to(samples.outcome(failure=samples.Failure(code="track-not-found")), EN, picture=None)
    assert (failed.tone, failed.buttons) == ("trouble", ())


@pytest.mark.parametrize(
    ("progress", "said"),
    [
        ({"state": "queued"}, "Taken. One moment …"),
        ({"state": "queued", "position": 1}, "Next in line."),
        ({"state": "queued", "position": 2, "eta_s": 1.0}, "One question is before yours."),
        ({"state": "queued", "position": 9, "eta_s": 12.0}, "8 questions are before yours.|About 15 s to go."),
        ({"state": "queued", "position": 9, "eta_s": 400.0}, "8 questions are before yours.|About 7 minutes to go."),
        ({"state": "running", "stage": "features"}, "Listening …"),
        ({"state": "running", "stage": "something new"}, "Working on it …"),
        ({"state": "running", "stage": "tracks", "done": 3, "total": 9}, "3 of 9 tracks are done."),
    ],
)
def test_progress_is_told_in_words(progress, said):
    message = progress_of(JobProgress(job_id="x", **progress), EN)
    lines = [message.lead, *(line for section in message.sections for line in section.lines)]
    assert "|".join(plain(line) for line in lines).startswith(said)
    assert message.tone == "progress"
