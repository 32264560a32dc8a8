"""Settings come from variables, from files and from `.env`, and never show a secret."""

from pathlib import Path

import pytest

from spotpop.errors import SettingsError
from spotpop.settings import load_settings, unread_names


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("DISCORD_TOKEN", "DISCORD_TOKEN_FILE", "SPOTIPY_CLIENT_ID", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)


def test_a_secret_comes_from_its_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("abc\n")
    monkeypatch.setenv("DISCORD_TOKEN_FILE", str(tmp_path / "token"))
    settings = load_settings()
    assert settings.token_of("discord") == "abc"
    assert "abc" not in repr(settings)


def test_a_secret_comes_from_dotenv_under_its_own_name(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SPOTIPY_CLIENT_ID=from-dotenv\nSPOTPOP_THEME=light\n")
    settings = load_settings()
    assert settings.spotify_client_id is not None
    assert settings.spotify_client_id.get_secret_value() == "from-dotenv"
    assert settings.theme == "light"


def test_an_unreadable_secret_file_is_named_without_its_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DISCORD_TOKEN_FILE", str(tmp_path / "nowhere"))
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert "DISCORD_TOKEN_FILE" in caught.value.text
    assert str(tmp_path) not in caught.value.text


def test_all_sources_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPOTPOP_PREVIEW_SOURCES", "none")
    assert load_settings().preview_sources == ()


def test_sources_keep_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPOTPOP_PREVIEW_SOURCES", "iTunes, deezer")
    assert load_settings().preview_sources == ("itunes", "deezer")


def test_a_bad_value_is_named_and_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPOTPOP_RUNTIME", "s3cret")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert "SPOTPOP_RUNTIME" in caught.value.text
    assert "s3cret" not in caught.value.text


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SPOTPOP_PREVEW_SOURCES", "none", "the nearest is SPOTPOP_PREVIEW_SOURCES"),
        ("SPOTPOP_XYZZY", "1", "there is no such setting"),
        ("SPOTPOP_LOCALE", "tlh", "there is no such language; there are de, en, es"),
        ("REDIS_URL", "http://x", "begins with none of redis://"),
        ("SPOTPOP_THEME", "drak", "it takes dark, light; the nearest is dark"),
        ("SPOTPOP_LOG_LEVEL", "debg", "it takes DEBUG, INFO, WARNING, ERROR; the nearest is DEBUG"),
        ("SPOTPOP_PREVIEW_SOURCES", "spotify,deezr", "; the nearest is deezer"),
        ("SPOTPOP_HEAR_CHANGES", "treu", "it takes true or false"),
        ("spotpop_theem", "dark", "the nearest is SPOTPOP_THEME"),
    ],
)
def test_what_nobody_reads_is_named_with_its_nearest(monkeypatch, name, value, words):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=words) as error:
        load_settings()
    assert name in error.value.text


def test_a_misspelt_name_in_the_env_file_is_found_too(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("SPOTPOP_THEEM=light\nUNRELATED=1\n")
    with pytest.raises(SettingsError, match="the nearest is SPOTPOP_THEME"):
        load_settings()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("DISCORD_TOKN", "DISCORD_TOKEN"),
        ("TELEGRAM_BOT_TOKEN", "TELEGRAM_TOKEN"),
        ("SPOTIFY_CLIENT_ID", "SPOTIPY_CLIENT_ID"),
    ],
)
def test_a_misspelt_secret_is_an_error_in_our_file_and_a_note_in_everybodys_environment(
    monkeypatch, tmp_path, written, meant
):
    monkeypatch.setenv(written, "x")
    load_settings()
    assert unread_names([written, meant, "PATH"]) == {written: meant}
    (tmp_path / ".env").write_text(f"{written}=x\n")
    with pytest.raises(SettingsError, match=f"{written}.*the nearest is {meant}"):
        load_settings()


def test_what_else_a_compose_file_reads_from_the_same_file_is_none_of_ours(tmp_path):
    names = ("COMPOSE_PROFILES", "FLOWER_BASIC_AUTH", "SENTRY_DSN", "WORKER_MEMORY", "REDIS_MEMORY", "REDIS_LIMIT")
    (tmp_path / ".env").write_text("".join(f"{name}=1\n" for name in names))
    load_settings()


def test_choices_are_taken_in_any_case(monkeypatch):
    monkeypatch.setenv("SPOTPOP_LOG_LEVEL", "warning")
    monkeypatch.setenv("SPOTPOP_THEME", "Light")
    assert (load_settings().log_level, load_settings().theme) == ("WARNING", "light")


def test_the_sources_of_previews_are_those_of_the_one_table() -> None:
    assert load_settings(preview_sources="iTunes, deezer").preview_sources == ("itunes", "deezer")
    with pytest.raises(SettingsError) as caught:
        load_settings(preview_sources="deezer, itune")
    assert caught.value.params["name"] == "SPOTPOP_PREVIEW_SOURCES"
    assert caught.value.params["problem"].endswith("; the nearest is itunes")


def test_a_source_lives_where_the_operator_says() -> None:
    plain = load_settings()
    assert plain.url_of("deezer") == "https://api.deezer.com"
    assert load_settings(deezer_url="http://a:1/").url_of("deezer") == "http://a:1"
    shown = load_settings(deezer_url="http://a:1", source_urls="deezer=http://b:2/, itunes=https://c")
    assert (shown.url_of("deezer"), shown.url_of("itunes")) == ("http://b:2", "https://c")


@pytest.mark.parametrize("wrong", ["deezer", "deezer=b:2", "nobody=http://b", "=http://b"])
def test_an_address_of_nothing_is_refused(wrong: str) -> None:
    with pytest.raises(SettingsError, match="source=address"):
        load_settings(source_urls=wrong)
