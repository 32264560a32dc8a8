"""One row a service: what stands in it makes sense, and everything else is drawn from it."""

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
