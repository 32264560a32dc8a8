"""The one table of commands: each has an example, and what people type in its form is understood."""

import pytest

from bot.commands import BY_NAME, COMMANDS, example_of, options_of
from bot.conversation import Understood, plan
from bot.messages.about import help_text
from bot.typed import values_in
from spotpop.settings import load_settings
from spotpop.text import plain
from spotpop.wording import LANGUAGES, words_for

LINK = "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC"


@pytest.mark.parametrize("spec", COMMANDS, ids=lambda spec: spec.name)
def test_a_command_with_options_has_an_example_of_them(spec):
    assert bool(spec.example) == bool(spec.options)
    for name, value in spec.example:
        option = spec.option(name)
        assert option is not None
        assert not option.choices or value in option.choices


@pytest.mark.parametrize("spec", [spec for spec in COMMANDS if spec.example], ids=lambda spec: spec.name)
def test_an_example_that_is_typed_is_understood(spec):
    typed = example_of(spec, named=False).removeprefix(f"/{spec.name} ")
    values, rest = values_in(typed, spec)
    if spec.asks:
        intent = {"compare": "compare", "album": "album"}.get(spec.name, "predict")
        assert plan(Understood(intent=intent, text=rest), max_upload_mib=1).asks
    else:
        links = {name: value for name, value in spec.example if value in rest}
        assert {**values, **links} == dict(spec.example)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("named", [True, False])
def test_help_shows_every_command_with_its_example(language, named):
    examples = {spec.name: example_of(spec, named=named) for spec in COMMANDS}
    said = help_text(load_settings(), words_for(language), max_upload_mib=10, examples=examples)
    text = "\n".join(plain(line) for block in said.sections for line in block.lines)
    for spec in COMMANDS:
        if spec.name != "help":
            assert f"/{spec.name}" in text
            assert examples[spec.name] in text


def test_options_are_named_where_the_menus_name_them():
    assert example_of(BY_NAME["settings"], named=True) == "/settings language:de"


@pytest.mark.parametrize(
    ("typed", "options", "rest"),
    [
        (f"band full {LINK}", {"band": "full"}, LINK),
        (f"rock explicit {LINK}", {"genre": "rock", "explicit": True}, LINK),
        ("band heard", {}, ""),
        ("rock", {"genre": "rock"}, ""),
        ("Queen - Rock It", {}, "Queen - Rock It"),
        ("full moon by pop", {}, "full moon by pop"),
        ("genre folk Nick Drake - Pink Moon", {"genre": "folk"}, "Nick Drake - Pink Moon"),
    ],
)
def test_what_is_known_of_a_song_is_kept_apart_from_its_name(typed, options, rest):
    values, said = values_in(typed, BY_NAME["predict"])
    assert (options_of(values).options, said) == (options, rest)
