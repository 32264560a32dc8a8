"""Every link under a figure leads to a paragraph that exists."""

from pathlib import Path

from bot.messages.links import PARAGRAPHS

DOCS = Path(__file__).parents[4] / "docs"


def test_every_link_leads_to_a_heading_of_the_documentation():
    for target in PARAGRAPHS.values():
        name, _, anchor = target.partition("#")
        lines = (DOCS / name).read_text(encoding="utf-8").splitlines()
        slugs = {
            "".join(char for char in line.lstrip("# ").lower().replace(" ", "-") if char.isalnum() or char == "-")
            for line in lines
            if line.startswith("#")
        }
        assert not anchor or anchor in slugs, target
