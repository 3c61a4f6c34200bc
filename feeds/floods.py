"""Pure: which of many new items at once are held back, so that an archive does not fill the feeds.

A source that we know shows more news at once than it has time to write when it dumps its archive
or loses the memory of what it showed (RELIABILITY 1.6). All of it is kept; what is news by its own
date is shown, and of the rest only so much as a subscriber would take for a busy day.

What was missed is no flood: each day since the source was last read has its busy day. And what was
held back without saying that it is old is let in later, at the pace of one busy day a day, as long
as the source still shows it: a mistake is gone from a document by then, a window is still there.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from feeds.edits import plausible
from feeds.identity import Item
from store.records import Entry

# new items at once that are no flood, and that are shown of one, for each day that was missed
MOST_AT_ONCE = 20
DAY = timedelta(days=1)
# share of a document that may be new
MOST_OF_DOCUMENT = 0.5
# how far a date may lie before the last reading and still be news: zones, days without an hour
SLACK = timedelta(days=1)


def hold_back(
    new: Sequence[Item], shown: int, since: datetime | None, now: datetime
) -> frozenset[int]:
    """Give the positions of the new items that are kept but not shown.

    `shown` counts all items of the document; `since` is when the source was last read, None where
    this is the first time, when everything is new and nothing is a flood.
    """
    if since is None:
        return frozenset()
    most = _busy_days(since, now)
    if len(new) <= max(most, MOST_OF_DOCUMENT * shown):
        return frozenset()
    dates = _dates(new, now)
    old = [item for item in new if not _is_news(dates[item.position], since)]
    room = max(0, most - (len(new) - len(old)))
    ranked = sorted(old, key=lambda item: _rank(item, dates[item.position]))
    return frozenset(item.position for item in ranked[room:])


def _busy_days(since: datetime, now: datetime) -> int:
    """Give how many items a source may have written since a time, the day begun among its days."""
    return MOST_AT_ONCE * (1 + max(0, (now - since) // DAY))


def let_in(standing: Sequence[tuple[Item, Entry]], now: datetime) -> tuple[Entry, ...]:
    """Give the entries held back that are shown from now on, of those a document still shows.

    `standing` are its items with the entries that they are. Those that came together get room by
    their days here, less what is shown of them; the first of the document come first. What
    states that it is old stays for the operator.
    """
    shown = Counter(entry.first_seen for _, entry in standing if entry.pending != "held")
    freed = []
    for _, entry in sorted(standing, key=lambda pair: pair[0].position):
        came = entry.first_seen
        if entry.pending != "held" or entry.ordered < came or now - came < DAY:
            continue
        if shown[came] < _busy_days(came, now):
            shown[came] += 1
            freed.append(entry)
    return tuple(freed)


def _dates(new: Sequence[Item], now: datetime) -> dict[int, datetime | None]:
    """Give what each item says of its date, unless all say the minute in which they were dumped."""
    dates = {
        item.position: plausible(item.entry.published or item.entry.source_updated, now)
        for item in new
    }
    exact = [
        _minute(date)
        for item in new
        if item.entry.published_precision != "day" and (date := dates[item.position])
    ]
    dumped = {minute for minute, count in Counter(exact).items() if count > MOST_AT_ONCE}
    return {
        position: None if date and _minute(date) in dumped else date
        for position, date in dates.items()
    }


def _minute(date: datetime) -> datetime:
    return date.replace(second=0, microsecond=0)


def _is_news(date: datetime | None, since: datetime) -> bool:
    return date is not None and date >= since - SLACK


def _rank(item: Item, date: datetime | None) -> tuple[bool, float, int]:
    """Put first what may be news: what has no date, then the newest; else as the source does."""
    return (date is not None, -date.timestamp() if date else 0.0, item.position)
