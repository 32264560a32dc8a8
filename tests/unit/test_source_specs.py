"""One row a service: what stands in it makes sense, and everything else is drawn from it."""

import subprocess
import sys
from urllib.parse import urlsplit

from spotpop.settings import Settings
from spotpop.source_specs import PREVIEW_SOURCES, SOURCES


def test_every_row_says_where_its_service_lives_and_how_often_it_may_be_asked() -> None:
    for key, spec in SOURCES.items():
        assert (spec.key, bool(spec.title)) == (key, True)
        assert spec.hosts
        assert all(domain.startswith(".") for domain in spec.domains)
        assert 0 < spec.per_minute <= (spec.per_day or 10**9)
        assert spec.bulk_interval_s >= 0.1


def test_base_addresses_lie_on_the_rows_own_hosts() -> None:
    for spec in SOURCES.values():
        addresses = [Settings.model_fields[name].default for name in spec.url_settings] or [spec.url]
        assert {urlsplit(one).hostname for one in addresses if one} <= set(spec.hosts)
        assert not spec.previews or all(addresses)


def test_only_sources_of_previews_are_asked_by_default() -> None:
    assert set(Settings.model_fields["preview_sources"].default) <= set(PREVIEW_SOURCES)


MADE_UP = """
import sys, types
from spotpop import source_specs as specs
specs.SOURCES["tunebox"] = specs.SourceSpec(
    key="tunebox", title="Tunebox", previews=True, url="https://api.tunebox.example", hosts=("api.tunebox.example",),
    domains=(".tunebox.example",), per_minute=60, per_day=500, bulk_interval_s=2.5,
)
specs.PREVIEW_SOURCES = (*specs.PREVIEW_SOURCES, "tunebox")

class Tunebox:
    source = "tunebox"
    def __init__(self, settings, http, gate):
        self.url = settings.url_of("tunebox")

sys.modules["spotpop.sources.tunebox"] = module = types.ModuleType("tunebox")
module.ADAPTER = Tunebox

from spotpop.net import HttpClient
from spotpop.net.allowlist import HostAllowlist
from spotpop.settings import load_settings
from spotpop.sources.backoff import NAMES, SourceGate
from spotpop.sources.registry import preview_adapters
from worker.launcher import doctor
from spotpop.dataset import throttle

settings = load_settings(preview_sources="deezer, tunebox")
[_, made] = preview_adapters(settings, HttpClient(settings), SourceGate())
print(made.source, made.url, NAMES["tunebox"])
moved = load_settings(preview_sources="tunebox", source_urls="tunebox=http://127.0.0.1:9")
print(moved.url_of("tunebox"))
HostAllowlist(settings).check("https://cdn.tunebox.example/p.mp3")
print(throttle.INTERVAL_S["tunebox"])
doctor._reach = lambda settings, name, url: doctor.Finding(name, "ok", url)
print([(one.name, one.message) for one in doctor._previews(settings)])
"""


def test_a_made_up_source_is_asked_reached_and_looked_at_by_its_row() -> None:
    shown = subprocess.run([sys.executable, "-c", MADE_UP], capture_output=True, text=True, check=True).stdout
    assert shown.splitlines() == [
        "tunebox https://api.tunebox.example Tunebox",
        "http://127.0.0.1:9",
        "2.5",
        "[('Deezer', 'https://api.deezer.com'), ('Tunebox', 'https://api.tunebox.example')]",
    ]
