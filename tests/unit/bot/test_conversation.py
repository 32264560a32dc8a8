from dataclasses import replace

import pytest

from bot.conversation import (
    MOST_WORDS,
    Ask,
    File,
    LeftOut,
    Plan,
    Understood,
    WrongIntent,
    check_size,
    holds_something,
    job_for,
    names_a_song,
    plan,
    plan_unasked,
)
from bot.messages.outcome import left_out_note, refusal
from spotpop.errors import FileOnShare, NothingFound, OtherService, TooLarge, UnsupportedLink
from spotpop.links import find_references
from spotpop.text import plain
from spotpop.wording import words_for
from worker.queue.protocol import ReplyAddress, Requester

TRACK = "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC"
ALBUM = "https://open.spotify.com/album/1DFixLWuPkv3KT3TnV35m3"
SHORT = "https://spotify.link/abcDEF"
SONG = File(handle="1", name="song.mp3", size_bytes=1000, media_type="audio/mpeg")
COVER = File(handle="2", name="cover.png", size_bytes=1000, media_type="image/png")
EN = words_for("en")


def understand(question, *, max_upload_mib):
    """Return the first of what is to be asked, with all else that was given."""
    found = plan(question, max_upload_mib=max_upload_mib)
    return replace(found.asks[0], left_out=found.left_out)


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


def test_of_a_song_that_is_too_large_its_author_is_informed_in_a_watched_channel():
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


@pytest.mark.parametrize(
    ("name", "kind", "spoken", "song", "sound"),
    [
        ("song.mp3", None, False, True, True),
        ("SONG.MP3", None, False, True, True),
        ("song.mp3", "application/octet-stream", False, True, True),
        ("song.mp3", "video/mp4", False, False, True),
        ("song.mp3", "image/png", False, False, False),
        ("song.mp3", "text/plain", False, False, False),
        ("blob", "audio/mpeg", False, True, True),
        ("song.mp4", "audio/mp4", False, True, True),
        ("song.mp4", "audio/mp4", True, False, True),
        ("song.3gp", None, False, False, True),
        ("film.bin", "video/x", False, False, True),
        ("SONG.WEBM", None, False, False, True),
        ("blob", None, False, False, False),
        ("blob", "image/png", True, False, True),
        ("notes.txt", None, False, False, False),
    ],
)
def test_name_and_media_type_tell_songs_films_and_pictures_apart(name, kind, spoken, song, sound):
    file = File(handle="x", name=name, media_type=kind, spoken=spoken)
    assert (file.looks_like_audio, file.may_hold_audio) == (song, sound)


def test_what_is_not_reported_is_a_song_that_somebody_chose():
    assert Understood() == Understood(intent="predict", text="", files=(), chosen=True, song="", second=None)
    assert not File(handle="x", name="a.mp3").spoken


ATTACHED = "https://cdn.discordapp.com/attachments/123/456/my_mix.mp3?ex=66aa0000&is=66a90000&hm=ab12cd"


@pytest.mark.parametrize(("text", "own"), [(TRACK, False), (SHORT, False), (ATTACHED, True)])
def test_any_part_can_be_heard_of_a_persons_own_file_alone(text, own):
    [reference] = find_references(text)
    assert Ask(kind="track", inputs=(reference,)).is_file is own
    assert not Ask(kind="comparison", inputs=(reference, SONG)).is_file
    assert not Ask(kind="comparison", inputs=(SONG, SONG)).is_file
    assert Ask(kind="upload", inputs=(SONG,)).is_file


@pytest.mark.parametrize("name", ["cover.png", "film.txt"])
def test_a_link_to_a_file_at_discord_that_is_no_song_is_no_question(name):
    text = ATTACHED.replace("my_mix.mp3", name)
    with pytest.raises(FileOnShare):
        ask(text)
    assert ask(f"{text} {TRACK}").inputs == (find_references(TRACK)[0],)
    assert ask(text.replace(name, "FILM.MP4")).kind == "track"


@pytest.mark.parametrize(("name", "answered"), [("song.mp3", 1), ("film.mp4", 0), ("film.webm", 0)])
def test_a_linked_film_is_passed_over_unless_somebody_asks(name, answered):
    text = ATTACHED.replace("my_mix.mp3", name)
    assert len(plan_unasked(Understood(text=text), max_upload_mib=10, at_most=3).asks) == answered
    assert len(plan(Understood(text=text), max_upload_mib=10).asks) == 1


def test_a_song_can_be_asked_for_by_its_name():
    for question in (Understood(text="Daft Punk - One More Time"), Understood(song="one more time")):
        [asked] = plan(question, max_upload_mib=10).asks
        assert asked.kind == "track"
        assert asked.inputs[0].url.startswith("name:")
    with pytest.raises(NothingFound):
        plan(Understood(text="one more time"), max_upload_mib=10)
    with pytest.raises(NothingFound):
        plan(Understood(intent="compare", text="Daft Punk - One More Time"), max_upload_mib=10)
    with pytest.raises(OtherService):
        plan(Understood(song="https://genius.com/x"), max_upload_mib=10)
    assert plan(Understood(song=TRACK), max_upload_mib=10).asks[0].inputs[0].id == "4uLU6hMCjMI75M1A2tKUQC"
    youtube = "https://www.youtube.com/watch?v=abcdefghijk"
    assert plan(Understood(song=youtube), max_upload_mib=10) == plan(Understood(text=youtube), max_upload_mib=10)


@pytest.mark.parametrize(
    ("question", "held"),
    [
        (Understood(), False),
        (Understood(text="hello there"), False),
        (Understood(text="Daft Punk - One More Time"), False),
        (Understood(text=TRACK), True),
        (Understood(text="https://www.youtube.com/watch?v=abcdefghijk"), True),
        (Understood(text="https://www.dropbox.com/s/abc/mix.wav"), True),
        (Understood(files=(SONG,)), True),
    ],
)
def test_links_and_files_are_something_to_answer_and_words_are_not(question, held):
    assert holds_something(question) is held


def test_the_name_of_a_song_has_few_words():
    longest = "a - " + " ".join(["la"] * (MOST_WORDS - 2))
    assert len(longest.split()) == MOST_WORDS == 16
    assert names_a_song(longest)
    assert not names_a_song(f"{longest} la")


@pytest.mark.parametrize("text", ["!skip", "no, !SKIP please", "(!skip)"])
def test_whoever_wants_it_left_alone_is_left_alone(text):
    question = Understood(text=f"{TRACK} {text}", files=(SONG,))
    assert plan_unasked(question, max_upload_mib=10, at_most=3) == Plan()
    for other in ("x!skip", "!!skip", "!skipped", "skip"):
        assert plan_unasked(replace(question, text=f"{TRACK} {other}"), max_upload_mib=10, at_most=3).asks


def test_a_size_is_refused_above_the_bound_and_not_at_it():
    check_size(None, 2)
    check_size(2 * 2**20, 2)
    with pytest.raises(TooLarge) as caught:
        check_size(2 * 2**20 + 1, 2)
    assert caught.value.params == {"size_mib": 2 + 2**-20, "maximum_mib": 2}


def test_one_forecast_is_answered_unless_more_are_wanted():
    found = plan(Understood(text=f"{TRACK} {SHORT}"), max_upload_mib=10)
    assert [one.inputs[0].url for one in found.asks] == [TRACK]
    assert found.left_out == (LeftOut(SHORT),)
    assert Plan() == Plan((), ())


def test_what_cannot_be_used_is_why_when_nothing_else_is_there():
    artist = TRACK.replace("track", "artist")
    huge = File(handle="4", name="stems.wav", size_bytes=60 * 2**20)
    for question in (
        Understood(text=artist, files=(huge,)),
        Understood(intent="compare", text=artist, files=(huge, SONG)),
    ):
        with pytest.raises(UnsupportedLink):
            plan(question, max_upload_mib=50)
    found = plan(Understood(intent="compare", text=f"{artist} {TRACK}", files=(huge, SONG)), max_upload_mib=50)
    assert names(found.left_out) == [(artist, "UnsupportedLink"), ("stems.wav", "TooLarge")]
    assert [type(one).__name__ for one in found.asks[0].inputs] == ["Reference", "File"]


@pytest.mark.parametrize("second", [ALBUM, ALBUM.replace("album", "playlist")])
def test_albums_and_playlists_are_listed_and_not_compared(second):
    assert ask(second).kind == "listing"
    for text in (f"{TRACK} {second}", f"{second} {TRACK}"):
        with pytest.raises(WrongIntent) as caught:
            ask(text, intent="compare")
        assert caught.value == WrongIntent("compare-needs-tracks")


def test_two_of_a_kind_are_compared_and_one_of_them_twice_is_not():
    other = TRACK.replace("4uLU", "5uLU")
    assert len(ask(f"{TRACK} {other}", intent="compare").inputs) == 2
    assert len(ask("", SONG, File(handle="9", name="song.mp3"), intent="compare").inputs) == 2
    for question in (
        Understood(intent="compare", files=(SONG, SONG)),
        Understood(intent="compare", text=TRACK, second=Understood(text=TRACK)),
    ):
        with pytest.raises(WrongIntent) as caught:
            plan(question, max_upload_mib=10)
        assert caught.value == WrongIntent("compare-same")
    with pytest.raises(WrongIntent) as caught:
        ask("", SONG, intent="compare")
    assert caught.value == WrongIntent("compare-needs-two")
    again = find_references(TRACK)[0]
    with pytest.raises(WrongIntent) as caught:  # other address, same track
        plan(Understood(intent="compare", text=TRACK, second=Understood(text=f"{again.url}?si=2")), max_upload_mib=10)
    assert caught.value == WrongIntent("compare-same")


@pytest.mark.parametrize("link", [ALBUM, ALBUM.replace("album", "playlist"), SHORT])
def test_the_first_album_is_ranked_and_all_else_is_named(link):
    huge = File(handle="4", name="stems.wav", size_bytes=60 * 2**20)
    found = plan(Understood(intent="album", text=f"{TRACK} {link}", files=(SONG, huge)), max_upload_mib=50)
    [asked] = found.asks
    assert (asked.kind, asked.inputs[0].url) == ("listing", link)
    assert names(found.left_out) == [(TRACK, "NoneType"), ("song.mp3", "NoneType"), ("stems.wav", "TooLarge")]
    with pytest.raises(WrongIntent):
        plan(Understood(intent="album", files=(SONG,)), max_upload_mib=50)


def test_a_song_too_large_is_reported_in_a_watched_channel_and_a_film_too_large_is_not():
    huge = {"size_bytes": 60 * 2**20}
    film, song = (File(handle="4", name=name, **huge) for name in ("film.mp4", "song.wav"))
    found = plan_unasked(Understood(text=TRACK, files=(film, song, SONG)), max_upload_mib=50, at_most=1)
    assert names(found.left_out) == [("song.wav", "TooLarge")]
    assert len(found.asks) == 1
    assert plan_unasked(Understood(files=(film,)), max_upload_mib=50, at_most=1) == Plan()


def test_a_job_says_who_asks_in_what_language_and_what_they_stated():
    reply, requester = ReplyAddress(front_end="terminal"), Requester(user="terminal:me")
    [reference] = find_references(TRACK)
    asked = Ask(kind="track", inputs=(reference,))
    bare, files = job_for(asked, reply=reply, requester=requester, locale="")
    assert (bare.locale, bare.theme, bare.start_s, bare.options, files) == ("en", "dark", None, {}, {})
    assert bare.inputs[0].reference == reference
    shown, _ = job_for(asked, reply=reply, requester=requester, locale="x" * 36, theme="light", start_s=7.5,
                      options={"genre": "pop"})  # fmt: skip
    assert (shown.locale, shown.theme, shown.start_s, shown.options) == ("x" * 35, "light", 7.5, {"genre": "pop"})


def test_the_end_of_a_long_name_is_kept():
    asked = Ask(kind="upload", inputs=(File(handle="1", name=f"{'x' * 300}.wav "),))
    job, _ = job_for(asked, reply=ReplyAddress(front_end="t"), requester=Requester(), locale="en")
    assert job.inputs[0].name == f"{'x' * 196}.wav"
