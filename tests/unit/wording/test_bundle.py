import ast
import functools
import re
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

import bot
import spotpop
import worker
from spotpop import wording
from spotpop.errors import error_classes
from spotpop.source_specs import PREVIEW_SOURCES
from spotpop.text import Span, Trusted, plain
from spotpop.wording import LANGUAGES, Link, words_for
from spotpop.wording.bundle import MessageBundle
from tests.unit.bot.samples import HOSTILE

CATALOGUES = Path(wording.__file__).parent
NO_KEYS = {
    "feedback-channel", "match-unsure", "no-label", "web-genre", "no-referrer", "no-store", "no-room",
}  # fmt: skip
"""Names of a command, a warning, a code of the table, two headers and a code of an error that look like keys."""
ROOMS = (Path(bot.__file__).parent, *(Path(spotpop.__file__).parent / room for room in ("wording", "picture", "cli")))
SOURCES = sorted(
    [*(path for room in ROOMS for path in room.rglob("*.py")), Path(worker.__file__).parent / "record_picture.py"]
)
"""Where texts are spoken: the chats, the pictures and the command line."""
TEMPLATES = sorted((Path(bot.__file__).parent / "web" / "templates").glob("*.html"))
"""And the page, whose texts stand in templates."""


class _Names(Visitor):
    def __init__(self):
        self.names = set()

    def visit_VariableReference(self, node):  # noqa: N802 - the visitor's naming
        self.names.add(node.id.name)


@functools.cache
def entries(language):
    """Every message of a catalogue and the names of its placeables."""
    tree = FluentParser().parse((CATALOGUES / f"{language}.ftl").read_text(encoding="utf-8"))
    found = {}
    for entry in tree.body:
        assert not isinstance(entry, ftl.Junk), f"{language}: {entry.content}"
        if isinstance(entry, ftl.Message):
            assert entry.id.name not in found, f"{language}: {entry.id.name} twice"
            names = _Names()
            names.visit(entry)
            found[entry.id.name] = names.names
    return found


def spoken_keys():
    """Keys and key prefixes that the code uses: every string constant, and the constant head of every f-string."""
    whole, heads = set(), set()
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant):
                heads.add(node.values[0].value)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
    for template in TEMPLATES:
        whole |= set(re.findall(r'(?:plain|say)\("([a-z0-9-]+)"', template.read_text(encoding="utf-8")))
    return whole, {head for head in heads | whole if re.fullmatch(r"[a-z]+(-[a-z]+)*-", head)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_catalogue_has_the_same_messages_with_the_same_placeables(language):
    assert entries(language) == entries("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_has_a_sentence_and_a_hint_with_its_own_values(language):
    found = entries(language)
    for kind in error_classes():
        values = set(re.findall(r"{(\w+)", kind.sentence + kind.hint))
        for part, text in (("error", kind.sentence), ("hint", kind.hint)):
            key = f"{part}-{kind.code}"
            assert key in found, key
            assert found[key] <= values, f"{key} names a value that the error does not carry"
            if part == "error":
                assert found[key] == set(re.findall(r"{(\w+)", text)), f"{key} leaves out what the error tells"


def test_no_message_is_unused_and_none_is_missing():
    known = set(entries("en"))
    whole, heads = spoken_keys()
    unused = {key for key in known if key not in whole and not any(key.startswith(head) for head in heads)}
    assert not unused
    families = {key.partition("-")[0] + "-" for key in known}
    spoken = {key for key in whole if re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", key)}
    missing = {key for key in spoken if any(key.startswith(family) for family in families)} - known - NO_KEYS
    assert not missing - {kind.code for kind in error_classes()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_source_of_previews_has_a_name_in_every_language(language):
    assert {f"source-{source}" for source in PREVIEW_SOURCES} <= set(entries(language))


def test_languages_differ_where_there_is_anything_to_translate():
    same = [
        key
        for key in entries("en")
        if len({plain_source(language, key) for language in LANGUAGES}) < len(LANGUAGES)
        and not key.startswith(("source-", "service-"))  # names of services
        and re.search(r"[a-zà-ü]{4,}.* .*[a-zà-ü]{4,}", plain_source("en", key))
    ]
    assert not same


def plain_source(language, key):
    text = (CATALOGUES / f"{language}.ftl").read_text(encoding="utf-8")
    return re.sub(
        r"{[^}]*}", "", re.search(rf"^{key} =(.*?)(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL).group(1)
    ).strip()


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("es_419", "es"),
        ("ES-es", "es"),
        ("fr-CA", "fr"),
        ("pt-BR", "en"),
        (None, "en"),
    ],
)
def test_the_persons_locale_chooses(locale, language):
    assert words_for(locale).language == language


def test_the_operators_locale_is_second_choice():
    assert words_for("pt", "de").language == "de"


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_follow_the_language(language):
    words = words_for(language)
    none, one, many = (words.plain("forget-done", count=count) for count in (0, 1, 7))
    assert len({none, one, many}) == 3
    assert "7" in many


def test_what_others_wrote_is_marked_and_sanitised():
    spans = words_for("en").text("answer-title", title=HOSTILE, artist="A\nB")
    assert [span.untrusted for span in spans] == [True, False, True]
    assert spans[0].text.startswith("**@everyone** <@123>")
    assert not any(character in plain(spans) for character in "\u202e\x1b\n\ue000\ue002")


def test_hostile_text_can_make_no_style_and_no_link():
    spans = words_for("en").text("answer-title", title="<b>x</b> \ue000y\ue001https://evil.example\ue002", artist="z")
    assert spans[0] == Span("<b>x</b> yhttps://evil.example", untrusted=True)


def test_our_own_markup_becomes_style():
    spans = words_for("en").text("answer-reason-bare", points=Trusted("+1.0"), name=Trusted("tempo"))
    assert spans[0] == Span("+1.0", strong=True)


def test_a_link_keeps_its_address_beside_a_hostile_label():
    spans = words_for("en").text(
        "album-row",
        place=1,
        score=Trusted("4"),
        low=Trusted("1"),
        high=Trusted("9"),
        title=Link("<x>", "https://e.org"),
    )
    assert Span("<x>", untrusted=True, url="https://e.org") in spans


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "\N{MINUS SIGN}1.5"),
        ("de", "\N{MINUS SIGN}1,5"),
        ("es", "\N{MINUS SIGN}1,5"),
        ("fr", "\N{MINUS SIGN}1,5"),
    ],
)
def test_numbers_are_written_as_the_language_writes_them(language, text):
    words = words_for(language)
    assert words.number(-1.46, 1) == text
    assert words.number(-0.04, 1, signed=True) == text[1:].replace("1", "0").replace("5", "0")


def test_an_unknown_key_is_a_bug_that_shows():
    with pytest.raises(KeyError):
        words_for("en").text("no-such-message")


def test_a_title_from_right_to_left_leaves_the_numbers_where_they_are():
    row = words_for("en").plain(
        "album-row", place=1, score=Trusted("35"), low=Trusted("11"), high=Trusted("59"), title="שבת 2024"
    )
    assert "(11 to 59) \u2068שבת 2024\u2069" in row


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_read_piece_by_piece_holds_what_the_parser_finds_in_all_of_it(language):
    catalogue = MessageBundle(language)

    assert {key for key in entries(language) if key in catalogue} == set(entries(language))
    for key, names in entries(language).items():
        assert catalogue.format(key, dict.fromkeys(names, 1)), key


def test_a_message_brings_what_it_refers_to_in_any_order_and_round_circles():
    source = (
        '# a note\nfirst = { second } and { -term(case: "x") }\n    on two lines\nsecond =\n    { $count ->\n'
        "        [one] one\n       *[other] { third.tip }\n    }\n-term = a term\n"
        "third = third\n    .tip = a tip { first }\n"
        "bare =\n    .tip = an attribute\n"
    )
    catalogue = MessageBundle("en", source)

    assert catalogue.format("second", {"count": 1}) == "one"
    assert catalogue.format("first", {"count": 1}) == "one and a term\non two lines"
    assert catalogue.format("bare", {}) is None
    assert "bare" in catalogue
    assert "-term" not in catalogue
    assert "tip" not in catalogue
    with pytest.raises(ValueError, match="first in en"):
        catalogue.format("first", {"count": 2})  # its tip asks for itself
    with pytest.raises(KeyError):
        catalogue.format("fourth", {})
