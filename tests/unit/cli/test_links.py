"""``spotpop links``: one JSON object a line, from words or from standard input."""

import io
import json
import sys

from spotpop.cli.links import links

LINK = "https://open.spotify.com/track/" + "1" * 22


def shown(capsys):
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_each_link_is_a_line_and_no_link_none(capsys):
    links(["see", LINK, "and", LINK.replace("track", "album")])
    assert [(one["kind"], one["id"], one["url"]) for one in shown(capsys)] == [
        ("track", "1" * 22, LINK), ("album", "1" * 22, LINK.replace("track", "album"))
    ]  # fmt: skip
    links(["nothing", "here"])
    assert shown(capsys) == []


def test_a_dash_alone_is_standard_input_whatever_its_bytes(capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff " + LINK.encode())))
    links(["-"])
    assert [one["url"] for one in shown(capsys)] == [LINK]
    links(["-", LINK])
    assert len(shown(capsys)) == 1
