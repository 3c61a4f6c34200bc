"""Pure: entries per day as a small chart: bars for an SVG, and the same figures in words."""

from dataclasses import dataclass

from feeds.render.messages import Messages
from feeds.render.view import DayCount

# units of the SVG's own coordinates
STEP = 10
BAR = 7
HEIGHT = 56
# a day without entries is still a day
_LEAST = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One day: its place in the drawing, and what it shows."""

    x: int
    y: int
    height: int
    # machine form, and in words
    iso: str
    day: str
    # as text
    count: str
    is_empty: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawing of `width` by `height` units, and what it says in one sentence."""

    width: int
    height: int
    bar: int
    bars: tuple[Bar, ...]
    summary: str
    first: str
    last: str


def chart_of(counts: tuple[DayCount, ...], words: Messages) -> Chart | None:
    """Draw entries per day, oldest first; None where there is nothing to see."""
    most = max((one.count for one in counts), default=0)
    if not most:
        return None
    bars = tuple(_bar(place, one, most, words) for place, one in enumerate(counts))
    return Chart(
        width=STEP * len(counts) - (STEP - BAR),
        height=HEIGHT,
        bar=BAR,
        bars=bars,
        summary=_summary(counts, most, words),
        first=bars[0].day,
        last=bars[-1].day,
    )


def _bar(place: int, one: DayCount, most: int, words: Messages) -> Bar:
    height = max(_LEAST, round(HEIGHT * one.count / most))
    return Bar(
        x=place * STEP,
        y=HEIGHT - height,
        height=height,
        iso=one.day.isoformat(),
        day=words.short_day(one.day),
        count=words.number(one.count),
        is_empty=not one.count,
    )


def _summary(counts: tuple[DayCount, ...], most: int, words: Messages) -> str:
    """Say it in words: `213 tin trong 30 ngày, nhiều nhất 24 vào 20 tháng 11.`"""
    busiest = next(one.day for one in reversed(counts) if one.count == most)
    days = words.ngettext("in %(days)s day", "in %(days)s days", len(counts))
    text = words.gettext("%(entries)s %(period)s, at most %(most)s (%(day)s)")
    return text % {
        "entries": words.entries(sum(one.count for one in counts)),
        "period": days % {"days": words.number(len(counts))},
        "most": words.number(most),
        "day": words.short_day(busiest),
    }
