import pytest

from bot.conversation import Ask, File, Plan, Understood, WrongIntent, job_for, plan, plan_unasked, understand
from bot.messages.outcome import left_out_note, refusal
from spotpop.errors import NothingFound, TooLarge, UnsupportedLink
from spotpop.text import plain
from spotpop.wording import words_for
from worker.queue.protocol import ReplyAddress, Requester

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


def names(left):
    return [(one.name, type(one.why).__name__) for one in left]


def test_all_that_fits_is_answered_and_the_rest_is_named():
    huge = File(handle="4", name="stems.wav", size_bytes=60 * 2**20, media_type="audio/wav")
    found = plan(Understood(text=f"{TRACK} {SHORT}", files=(SONG, huge)), max_upload_mib=50, at_most=2)
    assert [ask.kind for ask in found.asks] == ["track", "track"]
    assert names(found.left_out) == [("stems.wav", "TooLarge"), ("song.mp3", "NoneType")]
    alone = understand(Understood(text=TRACK, files=(huge,)), max_upload_mib=50)
    assert names(alone.left_out) == [("stems.wav", "TooLarge")]
    with pytest.raises(TooLarge):
        plan(Understood(files=(huge,)), max_upload_mib=50)


def test_what_is_left_out_of_a_comparison_is_named():
    found = plan(Understood(intent="compare", text=f"{TRACK} {SHORT}", files=(SONG,)), max_upload_mib=50)
    assert found.asks[0].kind == "comparison"
    assert names(found.left_out) == [("song.mp3", "NoneType")]
    note = left_out_note(found.left_out, EN)
    assert "song.mp3" in plain(note.sections[0].lines[0])


@pytest.mark.parametrize("pair", [f"{TRACK} {TRACK}?si=1", f"{TRACK} spotify:track:4uLU6hMCjMI75M1A2tKUQC"])
def test_a_track_is_not_compared_with_itself(pair):
    with pytest.raises((WrongIntent, NothingFound)) as caught:
        ask(pair, intent="compare")
    assert caught.value == WrongIntent("compare-same")


@pytest.mark.parametrize(
    ("name", "kind", "spoken"),
    [
        ("meme.mp4", "video/mp4", False),
        ("clip.webm", "video/webm", False),
        ("giphy.mp4", None, False),
        ("voice-message.ogg", "audio/ogg", True),
        ("cover.png", "image/png", False),
        ("notes.txt", "text/plain", False),
    ],
)
def test_what_nobody_asked_for_is_passed_over(name, kind, spoken):
    file = File(handle="x", name=name, media_type=kind, size_bytes=1, spoken=spoken)
    assert not file.looks_like_audio
    question = Understood(text=f"{ALBUM} {TRACK.replace('track', 'artist')}", files=(file,), chosen=False)
    assert plan_unasked(question, max_upload_mib=10, at_most=9) == Plan()


def test_a_message_in_a_watched_channel_is_answered_piece_by_piece():
    question = Understood(text=f"{TRACK} {ALBUM} {SHORT}", files=(SONG, COVER), chosen=False)
    found = plan_unasked(question, max_upload_mib=10, at_most=9)
    assert [ask.kind for ask in found.asks] == ["track", "track", "upload"]
    assert not found.left_out
    assert plan_unasked(question, max_upload_mib=10, at_most=1).asks == found.asks[:1]


def test_of_a_song_that_is_too_large_its_author_is_told_in_a_watched_channel():
    huge = File(handle="4", name="song.wav", size_bytes=60 * 2**20)
    assert names(plan_unasked(Understood(files=(huge,)), max_upload_mib=50, at_most=3).left_out) == [
        ("song.wav", "TooLarge")
    ]


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
