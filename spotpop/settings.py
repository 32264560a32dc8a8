"""All configuration, in one place: the environment, a `.env` file, and secrets from files (`…_FILE`).

Loads no NumPy: front-ends read their settings here too. `.env.example` explains every variable to operators.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, get_args

from pydantic import Field, SecretStr, ValidationError, create_model, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from spotpop.chat_specs import CHATS
from spotpop.env_file import HERE, read_env_file, read_secret
from spotpop.errors import SettingsError
from spotpop.nearest import nearest
from spotpop.source_specs import PREVIEW_SOURCES, SOURCES

CatalogueSource = Literal["spotify", "embed"]
RecordSource = Literal["listenbrainz", "spotify", "deezer"]

_SECRETS = {
    "spotify_client_id": "SPOTIPY_CLIENT_ID",
    "spotify_client_secret": "SPOTIPY_CLIENT_SECRET",
    **{f"{chat}_token": spec.token_variable for chat, spec in CHATS.items()},
    "redis_url": "REDIS_URL",
    "database_url": "SPOTPOP_DATABASE_URL",
}


_REDIS_SCHEMES = ("redis", "rediss", "redis+socket", "unix", "sentinel", "sentinels")

if TYPE_CHECKING:
    _ChatSettings = BaseSettings
else:  # a token and a base address of each chat: `Settings.token_of` and `Settings.api_url_of`
    _ChatSettings = create_model(
        "_ChatSettings",
        __base__=BaseSettings,
        **{f"{chat}_token": (SecretStr | None, None) for chat in CHATS},
        **{f"{chat}_api_url": (str | None, None) for chat in CHATS},
    )


class Settings(_ChatSettings):
    """Everything an operator can set; each field's variable is ``SPOTPOP_`` + its name unless said otherwise."""

    model_config = SettingsConfigDict(
        env_prefix="SPOTPOP_",
        env_file=".env",
        extra="ignore",
        frozen=True,
        env_ignore_empty=True,
        hide_input_in_errors=True,
    )

    # Secrets: SPOTIPY_CLIENT_ID, SPOTIPY_CLIENT_SECRET, REDIS_URL and each chat's …_TOKEN, each also as …_FILE.
    spotify_client_id: SecretStr | None = None
    spotify_client_secret: SecretStr | None = None
    redis_url: SecretStr | None = None
    database_url: SecretStr | None = None
    """Of the track record; None keeps it in SQLite in `data_dir`."""

    # Where services live. Every base URL can point to a proxy or a counterpart on loopback.
    spotify_api_url: str = "https://api.spotify.com/v1"
    spotify_accounts_url: str = "https://accounts.spotify.com"
    spotify_open_url: str = "https://open.spotify.com"
    deezer_url: str = "https://api.deezer.com"
    itunes_url: str = "https://itunes.apple.com"
    apple_music_url: str = "https://music.apple.com"
    musicbrainz_url: str = "https://musicbrainz.org"
    listenbrainz_url: str = "https://api.listenbrainz.org"
    discord_cdn_url: str = "https://cdn.discordapp.com"
    itunes_country: str = "US"
    discord_gateway_url: str | None = None
    telegram_webhook_url: str | None = None
    telegram_webhook_secret: SecretStr | None = None
    telegram_webhook_listen: str = "127.0.0.1:8443"
    source_urls: Annotated[dict[str, str], NoDecode] = Field(default_factory=dict)
    """Base addresses of sources by their keys, before those above: ``deezer=http://127.0.0.1:8080``."""
    extra_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    """Further hosts (host or host:port) that audio may be fetched from, on top of the services' own."""

    # Links and previews.
    preview_sources: Annotated[tuple[str, ...], NoDecode] = ("spotify", "deezer", "itunes", "embed")
    """In order of preference, of `spotpop.source_specs.PREVIEW_SOURCES`; ``none`` switches every source off."""
    catalogue_sources: Annotated[tuple[CatalogueSource, ...], NoDecode] = ("spotify", "embed")
    """Who is asked which track a link means: the Web API (needs credentials), the embed page; ``none``: nobody."""
    network_timeout_s: float = Field(default=8.0, gt=0, le=60)
    listing_limit: int = Field(default=50, ge=1, le=200)

    # Audio.
    max_upload_mib: float = Field(default=50.0, gt=0, le=2000)
    max_duration_s: float = Field(default=1200.0, ge=30)
    min_duration_s: float = Field(default=5.0, ge=3)

    # Model.
    model: str = "default"
    models_dir: Path | None = None
    runtime: Literal["litert", "tensorflow"] = "litert"
    precision: Literal["auto", "int8", "float"] = "auto"
    """What the listening network computes in: auto asks the processor."""
    threads: int = Field(default=1, ge=1, le=64)
    """Threads of the model runtime in each worker process."""
    hear_changes: bool = True
    """Try changes on the song itself (louder, brighter, denser, without its intro): half of an answer's work again."""

    # Picture and words.
    theme: Literal["dark", "light"] = "dark"
    locale: str = "en"

    # Queue and workers.
    data_dir: Path = Field(default_factory=lambda: _data_home() / "spotpop")
    """Where the embedded server keeps its append-only file, and bots their settings."""
    worker_processes: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1, le=256)
    worker_memory_mib: int | None = Field(default=None, ge=200)
    """What a worker process may grow to before it is replaced: 2,000, or 16,000 with the TensorFlow runtime."""
    max_waiting: int = Field(default=500, ge=1)
    job_deadline_s: float = Field(default=600.0, gt=0)
    cache_ttl_s: int = Field(default=7 * 86400, ge=0)
    upload_ttl_s: int = Field(default=1800, ge=60)
    picture_ttl_s: int = Field(default=86400, ge=60, le=86400)
    user_questions_per_min: float = Field(default=6.0, gt=0)
    server_questions_per_min: float = Field(default=60.0, gt=0)
    batch_size: int = Field(default=16, ge=1, le=256)
    batch_wait_ms: float = Field(default=8.0, ge=0, le=1000)
    metrics_port: int | None = None
    metrics_address: str = "127.0.0.1"
    """Figures have no password: only this machine sees them, unless another address is set."""
    log_format: Literal["console", "json"] = "console"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    # The track record.
    record: bool = True
    """Keep forecasts of released tracks and read later what became of them; nothing about persons or uploads."""
    record_sources: Annotated[tuple[RecordSource, ...], NoDecode] = ("listenbrainz", "spotify")
    """Who is asked what became of a track; ``none``: nobody."""
    record_spotify_per_day: int = Field(default=200, ge=0)
    """Spotify's quota is a rolling day per app; questions by people come first."""
    record_control: Annotated[tuple[Path, ...], NoDecode] = ()
    """Files of links, one a line, from which tracks are drawn at random and forecast as a control."""
    record_control_per_day: int = Field(default=24, ge=0, le=1000)
    record_keep_days: Annotated[dict[str, int], NoDecode] = Field(default_factory=lambda: {"deezer": 30})
    """Days after which a source's values are deleted from the record; a source that is not named may be kept."""

    # Front-ends.
    discord_watch_channels: bool = True
    """Ask Discord for the message-content intent, which feedback channels need; the bot starts without it too."""
    web: bool = True
    """Whether ``spotpop up`` serves the page."""
    web_listen: str = "127.0.0.1:8350"
    """Host and port of the page; keep it on loopback, and put a reverse proxy in front for others."""
    web_public_url: str | None = None
    """The page's address as visitors see it, for share links and cookies: ``https://forecast.example``."""
    web_proxies: int = Field(default=0, ge=0, le=5)
    """Reverse proxies in front of the page whose ``X-Forwarded-For`` is believed."""
    operator_contact: str | None = None
    docs_url: str = ""
    privacy_url: str | None = None

    @field_validator("preview_sources", "catalogue_sources", "record_sources", mode="before")
    @classmethod
    def _read_sources(cls, value: Any) -> Any:
        names = _words(value)
        return () if names == ("none",) else names

    @field_validator("preview_sources", mode="after")
    @classmethod
    def _known_sources(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        unknown = next((name for name in value if name not in PREVIEW_SOURCES), None)
        if unknown is not None:
            near = nearest(unknown, PREVIEW_SOURCES)
            raise ValueError(f"it takes {', '.join(PREVIEW_SOURCES)}" + (f"; the nearest is {near}" if near else ""))
        return value

    @field_validator("source_urls", mode="before")
    @classmethod
    def _read_addresses(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        pairs = [word.partition("=") for word in value.replace(",", " ").split()]
        if any(key not in SOURCES or not re.match(r"https?://", url) for key, _, url in pairs):
            raise ValueError("write it as source=address, such as deezer=http://127.0.0.1:8080")
        return {key: url.rstrip("/") for key, _, url in pairs}

    @field_validator("web_public_url", mode="after")
    @classmethod
    def _is_an_address(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"https?://[A-Za-z0-9.\-]+(:\d+)?", value):
            raise ValueError("write it as https://host, without a path")
        return value

    @field_validator("redis_url", mode="after")
    @classmethod
    def _known_redis(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and value.get_secret_value().partition("://")[0] not in _REDIS_SCHEMES:
            raise ValueError(f"it begins with none of {', '.join(f'{scheme}://' for scheme in _REDIS_SCHEMES)}")
        return value

    @field_validator("theme", "runtime", "log_format", mode="before")
    @classmethod
    def _in_any_case(cls, value: Any) -> Any:
        return value.strip().lower() if isinstance(value, str) else value

    @field_validator("log_level", mode="before")
    @classmethod
    def _loud_or_quiet(cls, value: Any) -> Any:
        return value.strip().upper() if isinstance(value, str) else value

    @field_validator("locale", mode="after")
    @classmethod
    def _known_language(cls, value: str) -> str:
        language = value.replace("_", "-").split("-", maxsplit=1)[0].split(".", maxsplit=1)[0].lower()
        languages = sorted(file.stem for file in (Path(__file__).parent / "wording").glob("*.ftl"))
        if language not in languages:
            raise ValueError(f"there is no such language; there are {', '.join(languages)}")
        return value

    @field_validator("record_control", mode="before")
    @classmethod
    def _read_paths(cls, value: Any) -> Any:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("record_keep_days", mode="before")
    @classmethod
    def _read_days(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        pairs = [word.partition("=") for word in _words(value) if word != "none"]
        if any(source not in get_args(RecordSource) or not days.isdecimal() for source, _, days in pairs):
            raise ValueError("write it as source=days, such as deezer=30")
        return {source: int(days) for source, _, days in pairs}

    @field_validator("extra_hosts", mode="before")
    @classmethod
    def _read_hosts(cls, value: Any) -> Any:
        return _words(value)

    @field_validator(
        "spotify_api_url", "spotify_accounts_url", "spotify_open_url", "deezer_url", "itunes_url",
        "apple_music_url",
        "musicbrainz_url", "listenbrainz_url", "discord_cdn_url",
        "discord_gateway_url", "web_public_url", *(f"{chat}_api_url" for chat in CHATS), mode="after",
    )  # fmt: skip
    @classmethod
    def _no_trailing_slash(cls, value: str | None) -> str | None:
        return value.rstrip("/") if value else value

    def token_of(self, chat: str) -> str | None:
        """Return the token of the bot in a chat, by its key in `spotpop.chat_specs.CHATS`; None if there is none."""
        token: SecretStr | None = getattr(self, f"{chat}_token")
        return token.get_secret_value() if token is not None else None

    def api_url_of(self, chat: str) -> str | None:
        """Return where the operator says that a chat lives, by its key; None leaves it where it usually does."""
        url: str | None = getattr(self, f"{chat}_api_url")
        return url

    def url_of(self, source: str) -> str:
        """Return the base address of a source, by its key in `spotpop.source_specs.SOURCES`."""
        spec = SOURCES[source]
        own = getattr(self, spec.url_settings[0]) if spec.url_settings else spec.url
        return self.source_urls.get(source) or str(own)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the base class names it
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Put secrets' own names and their ``…_FILE`` forms behind explicit values and before ``.env``."""
        return init_settings, env_settings, _SecretSource(settings_cls), dotenv_settings


class _SecretSource(PydanticBaseSettingsSource):
    """Secrets under the names that their services gave them, as a variable or as a file named by ``…_FILE``."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002 - the base class names it
        name = _SECRETS.get(field_name)
        return (None if name is None else read_secret(name)), field_name, False

    def __call__(self) -> dict[str, Any]:
        found = {field: read_secret(name) for field, name in _SECRETS.items()}
        return {field: value for field, value in found.items() if value}


def _words(value: Any) -> Any:
    if isinstance(value, str):
        return tuple(word for word in value.replace(",", " ").lower().split() if word)
    return value


def _data_home() -> Path:
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


_OTHER_NAMES: Final = ("SPOTPOP_HEALTH_FILE", "SPOTPOP_OPERATOR_LOG", "SPOTPOP_WORKER_PIPELINE")
"""Variables that processes of ours set for each other."""


def _known_names() -> set[str]:
    secrets = {form for name in _SECRETS.values() for form in (name, f"{name}_FILE")}
    return {f"SPOTPOP_{name.upper()}" for name in Settings.model_fields} | set(_OTHER_NAMES) | secrets


def unread_names(variables: Iterable[str], *, cutoff: float = 0.85) -> dict[str, str]:
    """Return those names that nobody reads though they look like a secret of ours, each with the one it is like."""
    secrets = [form for name in _SECRETS.values() for form in (name, f"{name}_FILE")]
    found = {}
    for name in variables:
        near = None if name in _known_names() else nearest(name, secrets, cutoff=cutoff)
        if near:
            found[name] = near
    return found


def _refuse_unknown_names() -> None:
    """Refuse what nobody reads: a misspelt name would otherwise be a setting that silently does nothing.

    In ``.env``, which is ours, that holds for names like those of secrets too; the environment is everybody's.

    Raises
    ------
    SettingsError
        Naming the nearest setting.
    """
    known = _known_names()
    written = read_env_file(HERE)
    for name in sorted({*os.environ, *written}):
        if name.upper().startswith("SPOTPOP_") and name.upper() not in known:
            if name.startswith(("SPOTPOP_TEST_", "SPOTPOP_BENCHMARK_")):
                continue
            near = nearest(name, known, cutoff=0.8)
            raise SettingsError(
                name=name, problem="there is no such setting" + (f"; the nearest is {near}" if near else "")
            )
    for name, near in unread_names(sorted(written)).items():
        raise SettingsError(name=name, problem=f"there is no such setting; the nearest is {near}")


def load_settings(**overrides: Any) -> Settings:
    """Read the settings anew.

    Raises
    ------
    SettingsError
        Naming the first variable that cannot be used, never its value.
    """
    _refuse_unknown_names()
    try:
        return Settings(**overrides)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = str(first["loc"][0]) if first["loc"] else "?"
        raise SettingsError(name=_SECRETS.get(name, f"SPOTPOP_{name.upper()}"), problem=_problem(first)) from None


def _problem(found: Any) -> str:
    """Return in few words what a value has to be. Never shows the value, which may be a secret in the wrong place."""
    if found["type"] == "literal_error":
        choices = re.findall(r"'([^']*)'", found["ctx"]["expected"])
        near = nearest(str(found["input"]), choices)
        return f"it takes {', '.join(choices)}" + (f"; the nearest is {near}" if near else "")
    if found["type"] == "bool_parsing":
        return "it takes true or false"
    message = str(found["msg"]).removeprefix("Value error, ").rstrip(".")
    return message[:1].lower() + message[1:]


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Return the process's settings, read once."""
    return load_settings()
