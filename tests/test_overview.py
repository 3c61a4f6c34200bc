"""Figures beside the news: entries per day of the site's clock, and newest headlines."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from stored import NOW, ask, keep, make_new, tell

from feeds.config.schema import Config, TopicSettings
from feeds.overview import days_until, midnight, per_day, with_overview
from feeds.render.view import DayCount, HeadlineView
from feeds.shelves import topic_links
from store import entries, figures, pending, topics
from store.database import Store
from store.records import NewEntry, TopicRow, Verdict

CONFIG = Config(topics={"russia": TopicSettings(title="Nga")})
HOUR = timedelta(hours=1)


def at(name: str, moment: datetime, **said: object) -> NewEntry:
    """An entry that stands in feeds at a time."""
    return make_new(name, ordered=moment, title=f"Tin {name}", **said)


def put(store: Store, *numbers: int) -> None:
    """Put entries into the topic."""
    rows = [TopicRow(entry=number, topic="russia", score=1.0, evidence=(), entered=NOW)
            for number in numbers]  # fmt: skip
    tell(store, lambda connection: topics.put(connection, rows))


def counted(store: Store, slug: str, until: datetime = NOW) -> dict[date, int]:
    """The days that have entries."""
    days = ask(store, lambda connection: per_day(connection, CONFIG, slug, until))
    assert len(days) == 30
    return {one.day: one.count for one in days if one.count}


def test_entries_are_counted_between_bounds(store: Store) -> None:
    """A bound belongs to the stretch that it begins; what lies outside is not counted."""
    bounds = [NOW, NOW + HOUR, NOW + 3 * HOUR, NOW + 4 * HOUR]
    moments = [NOW - HOUR / 2, NOW, NOW + HOUR, NOW + 2 * HOUR, NOW + 4 * HOUR]
    keep(store, *(at(str(place), moment) for place, moment in enumerate(moments)))
    assert ask(store, lambda connection: figures.count_between(connection, bounds)) == [1, 2, 0]


def test_only_kept_entries_are_counted(store: Store) -> None:
    """Duplicates count with the entry they repeat, and what waits counts when it is decided."""
    first, second = keep(store, at("first", NOW), at("second", NOW))
    verdict = Verdict(entry=second, duplicate_of=first, reason="exact", score=1.0)
    tell(store, lambda connection: pending.settle(connection, [verdict]))
    tell(store, lambda connection: entries.add(connection, [at("waiting", NOW)]))
    assert counted(store, "all") == {date(2026, 11, 21): 1}


def test_figures_are_those_of_the_feed(store: Store) -> None:
    """A topic counts what it holds, a source what it had, and all counts everything."""
    one, _ = keep(store, at("one", NOW), at("two", NOW, source="other"))
    put(store, one)
    day = date(2026, 11, 21)
    assert counted(store, "all") == {day: 2}
    assert counted(store, "russia") == {day: 1}
    assert counted(store, "source/other") == {day: 1}
    assert counted(store, "source/nobody") == {}


def test_days_are_those_of_the_sites_clock(store: Store) -> None:
    """17:00 UTC is midnight in Hà Nội; thirty days are counted, the last that of the feed."""
    edge = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
    keep(store, at("before", edge - HOUR), at("after", edge), at("old", NOW - timedelta(days=40)))
    assert counted(store, "all") == {date(2026, 11, 20): 1, date(2026, 11, 21): 1}
    assert counted(store, "all", NOW - timedelta(days=40)) == {date(2026, 10, 12): 1}


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        pytest.param(date(2026, 3, 29), 23, id="clocks go forward"),
        pytest.param(date(2026, 10, 25), 25, id="clocks go back"),
        pytest.param(date(2026, 7, 1), 24, id="ordinary"),
    ],
)
def test_days_end_where_the_clock_says(day: date, hours: int) -> None:
    """A day on which clocks change is as long as it is."""
    zone = ZoneInfo("Europe/Berlin")
    assert midnight(day + timedelta(days=1), zone) - midnight(day, zone) == hours * HOUR
    assert days_until(day, 2) == (day - timedelta(days=1), day)


def test_index_has_figures_and_headlines(store: Store) -> None:
    """Each line has its newest three entries as feeds title them; all charts end on one day."""
    numbers = keep(store, *(at(str(ago), NOW - ago * HOUR, url=f"https://n.example/{ago}")
                            for ago in range(5)))  # fmt: skip
    put(store, *numbers[3:])
    lines = ask(
        store, lambda connection: with_overview(connection, CONFIG, topic_links(connection, CONFIG))
    )
    assert [line.slug for line in lines] == ["russia", "all"]
    assert [len(line.newest) for line in lines] == [2, 3]
    assert lines[1].newest[0] == HeadlineView(
        title="Tin 0", url="https://n.example/0", language="vi"
    )
    assert lines[0].per_day[-1] == DayCount(day=date(2026, 11, 21), count=2)
    assert lines[1].per_day[-1] == DayCount(day=date(2026, 11, 21), count=5)


def test_an_empty_store_has_no_figures(store: Store) -> None:
    """Where nothing was published yet, nothing is drawn."""
    lines = ask(
        store, lambda connection: with_overview(connection, CONFIG, topic_links(connection, CONFIG))
    )
    assert [(line.per_day, line.newest) for line in lines] == [((), ()), ((), ())]
