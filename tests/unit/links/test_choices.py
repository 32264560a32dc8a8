"""What a person may choose from travels as the text of an error and comes back whole."""

from spotpop.links.choices import Choice, decode_choices, encode_choices

CHOICE = Choice(service="deezer", id="7", title="Röad (Live)", artist="Ann", duration_s=200.9, differences=("live",))


def test_choices_travel_as_text() -> None:
    other = Choice(service="itunes", id="8", title="Road", artist="Ann")
    assert decode_choices(encode_choices([CHOICE, other])) == (CHOICE, other)
    assert decode_choices(encode_choices([])) == ()


def test_what_cannot_be_read_is_no_choice() -> None:
    for text in ("", "x", "7", '{"service": 1}', '[{"service": "deezer"}]', "[7]"):
        assert decode_choices(text) == ()


def test_a_choice_is_reported_in_one_line_and_can_be_asked_for() -> None:
    assert CHOICE.label == "Ann \u2013 Röad (Live) (3:20)"
    assert CHOICE.reference.url == "https://www.deezer.com/track/7"
