"""References on the page: consent first, songs in sets, and what is removed."""

import pytest

from bot.reference_tracks import NAME_MAX
from spotpop.wording import words_for
from tests.unit.bot.web.conftest import LINK

EN = words_for("en")
HOSTILE = "<script>x</script>"


@pytest.fixture
async def owner(stage, ada):
    """A visitor who agreed."""
    await ada.post("/references", agree="yes")
    [key] = [key for key in stage.queue.notes if key.startswith("references:")]
    return key.removeprefix("references:")


async def test_it_asks_for_consent_first(ada):
    page = await ada.get("/references")
    assert EN.plain("web-references-agree") in page
    assert 'action="/references/add"' not in page


async def test_consent_keeps_the_visit_as_long_as_the_songs(stage, ada, owner):
    assert 'action="/references/add"' in await ada.get("/references")
    assert "Max-Age=31536000" in ada.last.headers["Set-Cookie"]
    assert (await stage.page.service.references.of(owner)).agreed


async def test_a_song_is_kept_in_its_set_by_the_command_of_the_chats(stage, ada, owner):
    await ada.post("/references/add", link=LINK, set="  heroes ")
    [job] = stage.asked
    await stage.answer()
    kept = await stage.page.service.references.of(owner)
    assert list(kept.sets) == ["heroes"]
    assert job.requester.user == owner


async def test_the_name_of_a_set_is_cut_where_chats_cut_it(stage, ada, owner):
    await ada.post("/references/add", link=LINK, set="x" * (NAME_MAX + 9))
    await stage.answer()
    assert [len(name) for name in (await stage.page.service.references.of(owner)).sets] == [NAME_MAX]


async def test_a_form_without_a_song_says_what_is_missing(stage, ada, owner):
    page = await ada.post("/references/add", link="words", set="heroes")
    assert EN.plain("web-references-missing")[:20] in page
    assert stage.asked == []


async def test_names_are_shown_as_text_and_removed_by_name(stage, ada, owner):
    references = stage.page.service.references
    await references.add(owner, HOSTILE, "Song & <b>", {"tempo": 120.0})
    await references.add(owner, "other", "Song 2", {"tempo": 99.0})
    page = await ada.get("/references")
    assert HOSTILE not in page
    assert "<b>" not in page
    await ada.post("/references", remove="Song & <b>")
    assert list((await references.of(owner)).sets) == ["other"]
    await ada.post("/references", remove="nobody")
    assert list((await references.of(owner)).sets) == ["other"]
