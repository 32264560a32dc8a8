"""What the bot says of itself comes from the model's own files and the operator's settings."""

import json

import pytest

from bot.messages import about
from spotpop.settings import load_settings
from spotpop.wording import words_for
from tests.unit.bot.samples import text

EN = words_for("en")


def test_about_takes_its_figures_from_the_models_own_files(tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    reference = {"name": "tracks of 2019", "size": 26_000}
    manifest = {
        "format": 1,
        "name": "mine",
        "version": "2",
        "parts": {"popularity": {"reference": reference}},
        "files": {},
    }
    (folder / "model.json").write_text(json.dumps(manifest))
    settings = load_settings(model="mine", models_dir=tmp_path, operator_contact="a@b.org", privacy_url="https://p.org")
    bare = text(about.about(about.read_facts(settings), settings, EN))
    assert "mine 2. Compared with: tracks of 2019." in bare
    assert "No figures come with this model." in bare
    assert "Operated by a@b.org." in bare
    assert "https://p.org" in bare
    headline = {"rows": 26_000, "skill": 0.101, "spearman": 0.33, "coverage": 0.803}
    figures = {"table": {"skill": 0.9}, "headline": headline}
    (folder / "metrics.json").write_text(json.dumps(figures))
    said = text(about.about(about.read_facts(settings), settings, EN))
    assert "10.1 % smaller" in said
    assert "80.3 % do" in said
    assert "0.33" in said


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Compared with 128,039 tracks."), ("de", "Verglichen mit 128.039 Stücken.")],
)
def test_what_the_shipped_model_compares_with_is_said_in_the_persons_language(tmp_path, language, said):
    folder = tmp_path / "default"
    folder.mkdir()
    reference = {"name": "128,039 tracks of 11 collections", "size": 128_039}
    manifest = {"name": "default", "version": "2", "parts": {"popularity": {"reference": reference}}}
    (folder / "model.json").write_text(json.dumps(manifest))
    settings = load_settings(models_dir=tmp_path)
    shown = text(about.about(about.read_facts(settings), settings, words_for(language)))
    assert said in shown
    assert "collections" not in shown


def test_about_quotes_what_holds_in_collections_that_were_never_seen(tmp_path):
    (tmp_path / "mine").mkdir()
    manifest = {"format": 1, "name": "mine", "version": "2", "parts": {}, "files": {}}
    (tmp_path / "mine" / "model.json").write_text(json.dumps(manifest))
    unseen = {"unseen_skill": 0.021, "unseen_spearman": 0.2, "unseen_coverage": 0.79, "audience_skill": 0.22}
    headline = {"rows": 9, "skill": 0.105, "spearman": 0.33, "coverage": 0.84, "population": "unseen", **unseen}
    (tmp_path / "mine" / "metrics.json").write_text(json.dumps({"headline": headline}))
    settings = load_settings(model="mine", models_dir=tmp_path)
    said = text(about.about(about.read_facts(settings), settings, EN))
    assert "79 of 100 ranges held the truth" in said
    assert "2.1 % smaller" in said
    assert "10.5 %" in said
    assert "22 %" in said
    assert "84" not in said


def test_about_tells_the_networks_own_figures_and_not_a_yardsticks(tmp_path):
    (tmp_path / "mine").mkdir()
    pipes = {"reference": {"name": "my own 500 songs", "size": 500}}
    manifest = {"format": 1, "name": "mine", "version": "1", "parts": {"audio": {}, "pipes": pipes}, "files": {}}
    (tmp_path / "mine" / "model.json").write_text(json.dumps(manifest))
    own = {"mae": 10.0, "skill": 0.31, "spearman": 0.6, "coverage": 0.8}
    metrics = {"two_pipes": own, "ridge": {"skill": 0.02, "spearman": 0.1}}
    (tmp_path / "mine" / "metrics.json").write_text(json.dumps(metrics, sort_keys=True))
    settings = load_settings(model="mine", models_dir=tmp_path)
    said = text(about.about(about.read_facts(settings), settings, EN))
    assert "my own 500 songs" in said
    assert "31.0 % smaller" in said


@pytest.mark.parametrize("content", ["", "[]", '{"overall": {"skill": "good"}}', "no json"])
def test_about_does_without_figures_that_it_cannot_read(tmp_path, content):
    manifest = {"format": 1, "name": "mine", "version": "2", "parts": {}, "files": {}}
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "model.json").write_text(json.dumps(manifest))
    (tmp_path / "mine" / "metrics.json").write_text(content)
    settings = load_settings(model="mine", models_dir=tmp_path)
    assert "No figures come with this model." in text(about.about(about.read_facts(settings), settings, EN))


def test_about_works_without_a_model():
    settings = load_settings(model="no-such-model")
    assert about.read_facts(settings) is None
    assert "What it cannot know" in text(about.about(None, settings, EN))


def test_help_names_the_limits():
    said = text(
        about.help_text(load_settings(listing_limit=50), EN, max_upload_mib=25, examples={"album": "/album LINK"})
    )
    assert "up to 50 tracks" in said
    assert "Up to 25 MiB." in said
