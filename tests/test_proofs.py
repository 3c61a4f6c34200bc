"""What a source must say again and again: that it moved for good, that it is gone."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from feeds.proofs import address_of, after_failure, after_reading, is_gone
from store.records import Source

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
OLD, NEW, OTHER = (f"https://{host}.example/feed" for host in ("old", "new", "other"))
SOURCE = Source(key="s", url=OLD, last_success=NOW)


def told(source: Source, values: Mapping[str, object]) -> Source:
    return replace(source, **values)  # type: ignore[arg-type]


def after(polls: list[tuple[float, str | None]], source: Source = SOURCE) -> Source:
    """Give a source after documents that were read, each at an hour and an address."""
    for hour, moved_to in polls:
        source = told(source, after_reading(source, moved_to, NOW + timedelta(hours=hour)))
    return source


@pytest.mark.parametrize(
    ("polls", "asked"),
    [
        pytest.param([(0, NEW)], OLD, id="one"),
        pytest.param([(0, NEW), (48, NEW)], OLD, id="two"),
        pytest.param([(0, NEW), (1, NEW), (2, NEW), (3, NEW)], OLD, id="too-soon"),
        pytest.param([(0, NEW), (1, NEW), (48, NEW)], NEW, id="three-over-two-days"),
        pytest.param([(0, NEW), (24, OTHER), (48, NEW), (72, NEW)], OLD, id="flipping"),
        pytest.param([(0, NEW), (24, None), (48, NEW), (72, NEW)], OLD, id="not-always"),
        pytest.param([(0, None), (24, None), (72, None)], OLD, id="no-redirect"),
        pytest.param([(0, NEW), (24, NEW), (48, NEW), (60, None)], NEW, id="stays"),
    ],
)
def test_adopting_an_address(polls: list[tuple[float, str | None]], asked: str) -> None:
    """A permanent redirect is adopted after three polls over 48 hours with one target."""
    source = after(polls)
    assert address_of(source, OLD) == asked
    assert source.url == OLD


def test_moving_on_and_back() -> None:
    """What moved may move again, after the same proof, and may move home."""
    moved = after([(0, NEW), (24, NEW), (48, NEW)])
    further = after([(50, OTHER), (70, OTHER)], moved)
    assert address_of(further, OLD) == NEW
    assert address_of(after([(99, OTHER)], further), OLD) == OTHER
    home = after([(50, OLD), (70, OLD), (99, OLD)], moved)
    assert (home.asked_url, home.moved_to) == (None, None)


@pytest.mark.parametrize(
    ("failures", "hours", "status", "asked"),
    [
        pytest.param(0, 100, 500, NEW, id="one-failure"),
        pytest.param(9, 47, 500, NEW, id="not-for-long"),
        pytest.param(2, 48, 500, OLD, id="for-long"),
        pytest.param(2, 48, None, OLD, id="no-answer-for-long"),
    ],
)
def test_giving_an_adopted_address_up(
    failures: int, hours: float, status: int | None, asked: str
) -> None:
    """An adopted address that fails for two days is given up, and what it left behind as well."""
    source = replace(SOURCE, asked_url=NEW, failures=failures, etag='"of the new one"')
    source = told(source, after_failure(source, status, NOW + timedelta(hours=hours)))
    assert address_of(source, OLD) == asked
    assert (source.etag is None) == (asked == OLD)


def answers(*polls: tuple[float, int | None], source: Source = SOURCE) -> bool:
    """Tell whether a source is gone after failures, each at an hour and with a status."""
    for hour, status in polls:
        now = NOW + timedelta(hours=hour)
        source = replace(told(source, after_failure(source, status, now)), last_polled=now)
    return is_gone(source.gone_polls, source.gone_since, source.last_polled)


@pytest.mark.parametrize(
    ("polls", "gone"),
    [
        pytest.param([(0, 410), (12, 410)], False, id="two"),
        pytest.param([(0, 410), (1, 410), (2, 410)], False, id="too-soon"),
        pytest.param([(0, 410), (12, 410), (24, 410)], True, id="three-over-a-day"),
        pytest.param([(0, 410), (9, None), (12, 410), (24, 410)], True, id="no-answer-between"),
        pytest.param([(0, 410), (12, 404), (24, 410), (30, 410)], False, id="404-between"),
        pytest.param([(0, 404), (12, 404), (24, 404)], False, id="404"),
    ],
)
def test_gone(polls: list[tuple[float, int | None]], gone: bool) -> None:
    """A source is gone after three answers 410 in a row over a day, and never by another one."""
    assert answers(*polls) is gone


def test_coming_back() -> None:
    """A source that answers again is not gone any more."""
    source = replace(SOURCE, gone_since=NOW, gone_polls=9)
    assert after([(30, None)], source).gone_polls == 0


def test_gone_at_an_adopted_address() -> None:
    """Where an adopted address is gone, the configured one is asked before the source is."""
    source = replace(SOURCE, asked_url=NEW, gone_since=NOW - timedelta(days=1), gone_polls=2)
    source = told(source, after_failure(source, 410, NOW))
    assert (address_of(source, OLD), source.gone_polls) == (OLD, 0)
