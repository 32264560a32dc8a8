"""The one table of commands: each is a handler and a row, and every chat offers it.

A platform turns rows into its own menus, and what people type or choose into a `Call`; the texts are in the catalogue
as ``command-<name>`` and ``option-<name>``.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from bot.conversation import Intent, Understood, holds_something
from bot.messages import my_songs as song_messages
from bot.messages.about import about, forgotten, help_text, read_facts
from bot.messages.message import Message
from bot.messages.notices import refused, word
from bot.messages.record import record_message
from bot.messages.reference_tracks import consent_text, list_text
from bot.platform import Chat
from bot.preferences import MOST_ANSWERS, Preferences
from bot.question_options import QuestionOptions
from bot.reference_tracks import set_name
from bot.service import Service
from spotpop.audience import RUNG_NAMES
from spotpop.links import find_references
from spotpop.model.genres import GENRES
from spotpop.record.song_versions import MOST_VERSIONS, Song
from spotpop.text import Text
from spotpop.track import ReleaseDate
from spotpop.wording import LANGUAGES, Words, native_name

OptionKind = Literal["date", "text", "link", "file", "song", "flag", "seconds", "number", "count", "choice"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionSpec:
    """Something that can be given along with a command.

    Attributes
    ----------
    kind : OptionKind
        A link, a file, a song's name, yes or no, seconds, a number, or one of `choices`.
    highest : float
        Of seconds and numbers.
    second : bool
        A link or file that is compared with the first.
    required : bool
        Menus insist on it, where they can.
    text : str
        What it is called in the catalogue, if not by its name.
    named : callable or None
        Says what a choice is called where that is the same in every language.
    family : str
        What the catalogue's keys of its choices begin with; without it, with its name.
    """

    name: str
    kind: OptionKind
    choices: tuple[str, ...] = ()
    highest: float = 3600.0
    second: bool = False
    required: bool = False
    text: str = ""
    family: str = ""
    named: Callable[[str], str] | None = None

    @property
    def key(self) -> str:
        """The catalogue's key of its description."""
        return f"option-{(self.text or self.name).replace('_', '-')}"

    def choice_key(self, choice: str) -> str:
        """Return the catalogue's key of a choice; one that has no text there is shown as it is."""
        return (self.family or f"{self.name}-") + choice.replace("&", "-and-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A command as somebody gave it.

    Attributes
    ----------
    question : Understood
        Links, files and words that came with it.
    values : mapping
        Other options by name: bool, float, int or str.
    manages : bool
        The person may change settings of this server or group.
    """

    chat: Chat
    question: Understood = field(default_factory=Understood)
    values: Mapping[str, Any] = field(default_factory=dict)
    manages: bool = False


Handler = Callable[[Service, Call], Awaitable[Message | None]]
"""Does what a command says; what it returns is said to the person alone, where the platform can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandSpec:
    """One command of all chats.

    Attributes
    ----------
    intent : Intent
        What is asked about the links and files that come with it.
    asks : bool
        It needs a link or a file; given alone, platforms without a form ask for one.
    takes : bool
        It may come with a link or a file, and is shown to the person alone.
    example : tuple of (str, str)
        Options and values that ``/help`` shows.
    """

    name: str
    handler: Handler
    options: tuple[OptionSpec, ...] = ()
    intent: Intent = "predict"
    asks: bool = False
    takes: bool = False
    example: tuple[tuple[str, str], ...] = ()

    def option(self, name: str) -> OptionSpec | None:
        """Return an option by its name."""
        return next((one for one in self.options if one.name == name), None)


_STATED: Final = ("genre", "released", "explicit", "first_song")
"""What travels as it was given."""

_OF_AUDIENCE: Final = {"audience": "rung", "usual": "usual_popularity"}
"""What is stated of who listens, by its name in `spotpop.audience.Audience`."""


async def _ask(service: Service, call: Call) -> None:
    date = call.values.get("release_date")
    if date is not None and ReleaseDate.parse(str(date)) is None:
        await service.platform.reply(call.chat, refused("wrong-date", await service.words(call.chat)))
        return
    await service.ask(call.chat, call.question, given=options_of(call.values))


def options_of(values: Mapping[str, Any]) -> QuestionOptions:
    """Return what a person stated about the song, of the options given."""
    options: dict[str, Any] = {name: values[name] for name in _STATED if name in values}
    if values.get("band") == "full":  # what differs from the default travels, so that equal questions stay equal
        options["band"] = "full"
    audience = {key: values[name] for name, key in _OF_AUDIENCE.items() if name in values}
    if audience:
        options["audience"] = audience
    if (out_since := ReleaseDate.parse(str(values.get("release_date", "")))) is not None:
        options["release_date"] = {"day": out_since.day.isoformat(), "precision": out_since.precision}
    return QuestionOptions(start_s=values.get("start"), options=options)


async def _reference(service: Service, call: Call) -> Message | None:
    """Keep, show or remove songs of one's own to be measured against; nothing is kept before the person agreed."""
    words, values, user = await service.words(call.chat), call.values, call.chat.user
    action = values.get("action") or ("add" if holds_something(call.question) else "list")
    if values.get("agree"):
        await service.references.agree(user)
    if action == "add":
        if not (await service.references.of(user)).agreed:
            return consent_text(words)
        if not holds_something(call.question):
            return word("reference-agreed" if values.get("agree") else "reference-needs-song", words, private=True)
        given = QuestionOptions(keep_as=set_name(values.get("set")))
        await service.ask(replace(call.chat, private=True), call.question, given=given)
        return None
    if action == "remove":
        name = str(values.get("set") or call.question.text).strip()
        gone = await service.references.remove(user, name) if name else 0
        return word("reference-removed", words, private=True, count=gone)
    return list_text((await service.references.of(user)).sets, words)


async def _about(service: Service, call: Call) -> Message:
    return about(read_facts(service.settings), service.settings, await service.words(call.chat))


async def _help(service: Service, call: Call) -> Message:
    words = await service.words(call.chat)
    at_home = service.platform
    examples = {one.name: example_of(one, named=at_home.names_options) for one in COMMANDS}
    return help_text(
        service.settings, words, max_upload_mib=at_home.limit_mib, ways=at_home.ways(words), examples=examples
    )


def example_of(spec: CommandSpec, *, named: bool) -> str:
    """Return a command as people give it.

    Parameters
    ----------
    named : bool
        Whether options are named before their values, as in Discord's menus.

    Examples
    --------
    >>> example_of(BY_NAME["settings"], named=True), example_of(BY_NAME["settings"], named=False)
    ('/settings language:de', '/settings language de')
    """
    if named:
        parts = [f"{name}:{value}" for name, value in spec.example]
    else:
        clear = {"do", "action", *(one.name for one in spec.options if one.kind in {"link", "song"})}
        parts = [value if name in clear else f"{name} {value}" for name, value in spec.example]
    return " ".join([f"/{spec.name}", *parts])


async def _record(service: Service, call: Call) -> Message:
    """Show how earlier forecasts turned out: what the workers publish, as one picture with its words."""
    words = await service.words(call.chat)
    theme = (await service.chosen(call.chat)).theme or service.settings.theme
    note = await service.queue.note_get("record")
    picture = await service.queue.picture(f"picture:record:{words.language}:{theme}") if note else None
    return record_message(note, words, picture=picture, on=service.settings.record, docs_url=service.settings.docs_url)


async def _forget(service: Service, call: Call) -> Message:
    words = await service.words(call.chat)
    return forgotten(await service.forget(call.chat.user), words)


async def _settings(service: Service, call: Call) -> Message:
    """Show the choices, and change what was named: one's own, or with ``server`` those of the place."""
    values = dict(call.values)
    for_server = bool(values.pop("server", False)) or bool({"answers", "threads"} & set(values))
    words = await service.words(call.chat)
    if for_server and call.chat.server is None:
        return refused("only-in-server", words)
    if for_server and values and not call.manages:
        return refused("only-managers", words)
    subject = call.chat.server if for_server and call.chat.server else call.chat.user
    if values:
        await service.preferences.change(subject, Preferences(**values))
    return await service.settings_page(call.chat)


async def _songs(service: Service, call: Call) -> Message | None:
    """Show, keep or end what is kept of one's own uploads; in private, for it names songs that are not out."""
    words, user = await service.words(call.chat), call.chat.user
    if not (call.chat.direct or service.platform.can_whisper):
        return word("songs-privately", words, private=True)
    what = call.values.get("do") or ("out" if find_references(call.question.text) else "")
    if what == "on":
        await service.queue.kept_songs.agree(user, words.language)
        return await _songs_now(service, user, words, done=words.text("songs-on"))
    found = await service.songs.songs(user)
    if found is None:
        return song_messages.nothing_kept(words)
    since, songs = found
    if what == "off":
        return word("songs-ended", words, private=True, count=await service.queue.kept_songs.forget(user) - 1)
    if what == "export":
        return song_messages.exported(songs, since, words)
    if what not in {"out", "join", "delete"}:
        return await _songs_now(service, user, words)
    song = _song(songs, call.values.get("number") or (1 if len(songs) == 1 else 0))
    if song is None:
        return word("songs-which", words, private=True)
    if what == "out":
        if not find_references(call.question.text):
            return word("songs-which-link", words, private=True)
        quiet = replace(call.chat, private=True)
        await service.ask(quiet, call.question, given=QuestionOptions(song=song.versions[-1].id))
        return None
    if what == "join":
        other = _song(songs, call.values.get("other", 0))
        if other is None or other is song:
            return word("songs-which", words, private=True)
        for version in other.versions:
            await service.queue.kept_songs.keep(user, replace(version, song=song.versions[0].song), change=True)
        return await _songs_now(service, user, words, done=words.text("songs-joined", name=song.name))
    await service.queue.kept_songs.delete(user, song.versions)
    return await _songs_now(service, user, words, done=words.text("songs-deleted", name=song.name))


async def _songs_now(service: Service, user: str, words: Words, *, done: Text = ()) -> Message:
    found = await service.songs.songs(user)
    if found is None:
        return song_messages.nothing_kept(words)
    return song_messages.overview(found[1], service.songs.step_of, words, done=done)


def _song(songs: Sequence[Song], number: int) -> Song | None:
    return next((one for one in songs if one.number == number), None)


_TRACK, _OTHER_TRACK = (f"https://open.spotify.com/track/{one}" for one in (
    "4uLU6hMCjMI75M1A2tKUQC", "2plbrEY59IikOBgBGLjaoe"))  # fmt: skip
_ALBUM = "https://open.spotify.com/album/1DFixLWuPkv3KT3TnV35m3"

_LINK = OptionSpec(name="link", kind="link")
_FILE = OptionSpec(name="file", kind="file")
_SONG = OptionSpec(name="song", kind="song")
_PRIVATE = OptionSpec(name="private", kind="flag")
_START = OptionSpec(name="start", kind="seconds")

_KNOWN: Final = (
    OptionSpec(name="audience", kind="choice", choices=RUNG_NAMES, family="rung-"),
    OptionSpec(name="usual", kind="number", highest=100.0),
    OptionSpec(name="genre", kind="choice", choices=GENRES, family="web-genre-"),
    OptionSpec(name="released", kind="flag"),
    OptionSpec(name="release_date", kind="date"),
    OptionSpec(name="explicit", kind="flag"),
    OptionSpec(name="first_song", kind="flag"),
)
"""What the person knows about the song and the model can use."""

_BAND = OptionSpec(name="band", kind="choice", choices=("heard", "full"), family="spectrum-")
"""What the picture's spectrogram shows."""

_TABLE: Final = (
    CommandSpec(
        name="predict",
        handler=_ask,
        options=(_LINK, _FILE, _SONG, _PRIVATE, _START, *_KNOWN, _BAND),
        asks=True,
        example=(("link", _TRACK),),
    ),
    CommandSpec(
        name="compare",
        handler=_ask,
        intent="compare",
        options=(
            OptionSpec(name="first_link", kind="link"),
            OptionSpec(name="second_link", kind="link", second=True),
            OptionSpec(name="first_file", kind="file"),
            OptionSpec(name="second_file", kind="file", second=True),
            _PRIVATE,
            _BAND,
        ),
        asks=True,
        example=(("first_link", _TRACK), ("second_link", _OTHER_TRACK)),
    ),
    CommandSpec(
        name="album",
        handler=_ask,
        intent="album",
        options=(OptionSpec(name="link", kind="link", text="album", required=True), _PRIVATE),
        asks=True,
        example=(("link", _ALBUM),),
    ),
    CommandSpec(
        name="reference",
        handler=_reference,
        options=(
            OptionSpec(name="action", kind="choice", choices=("add", "list", "remove"), family="action-"),
            OptionSpec(name="link", kind="link"),
            OptionSpec(name="file", kind="file"),
            OptionSpec(name="set", kind="text"),
            OptionSpec(name="agree", kind="flag"),
        ),
        takes=True,
        example=(("action", "add"), ("link", _TRACK), ("set", "heroes")),
    ),
    CommandSpec(
        name="settings",
        handler=_settings,
        options=(
            OptionSpec(name="language", kind="choice", choices=LANGUAGES, named=native_name),
            OptionSpec(name="theme", kind="choice", choices=("dark", "light")),
            _PRIVATE,
            OptionSpec(name="server", kind="flag"),
            OptionSpec(name="answers", kind="count", highest=MOST_ANSWERS),
            OptionSpec(name="threads", kind="flag"),
        ),
        example=(("language", "de"),),
    ),
    CommandSpec(
        name="songs",
        handler=_songs,
        options=(
            OptionSpec(
                name="do",
                kind="choice",
                choices=("on", "off", "export", "out", "join", "delete"),
                family="songs-do-",
            ),
            OptionSpec(name="number", kind="count", highest=MOST_VERSIONS),
            OptionSpec(name="other", kind="count", highest=MOST_VERSIONS),
            OptionSpec(name="link", kind="link", text="release"),
        ),
        example=(("do", "on"),),
    ),
    CommandSpec(name="record", handler=_record),
    CommandSpec(name="about", handler=_about),
    CommandSpec(name="help", handler=_help),
    CommandSpec(name="forget", handler=_forget),
)

BY_NAME: Final = {one.name: one for one in _TABLE}

COMMANDS: Final = BY_NAME.values()
"""In the order of the menus."""
