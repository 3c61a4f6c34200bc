"""Pure: how a source did day by day, as a strip of bars and in words."""

from dataclasses import dataclass
from typing import Literal

from feeds.render.messages import Messages
from feeds.render.view import HealthView

# units of the SVG's own coordinates
STEP = 10
BAR = 7
HEIGHT = 20
# a day on which something failed is lower as well, for who cannot tell colours apart
_LOWER = 12

Mark = Literal["none", "well", "partly", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StripBar:
    """One day in the drawing."""

    x: int
    y: int
    height: int
    mark: Mark
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """A drawing of `width` by `height` units, and what it says in one sentence."""

    width: int
    height: int
    bar: int
    bars: tuple[StripBar, ...]
    summary: str


def strip_of(days: tuple[HealthView, ...], words: Messages) -> Strip | None:
    """Draw how a source did, oldest day first; None where it was never polled."""
    if not any(day.polls for day in days):
        return None
    return Strip(
        width=STEP * len(days) - (STEP - BAR),
        height=HEIGHT,
        bar=BAR,
        bars=tuple(_bar(place, day, words) for place, day in enumerate(days)),
        summary=_summary(days, words),
    )


def mark_of(day: HealthView) -> Mark:
    """Say how a day was: without polls, well, with failures, or with nothing else."""
    if not day.polls:
        return "none"
    if not day.failed:
        return "well"
    return "failed" if day.failed == day.polls else "partly"


def _bar(place: int, day: HealthView, words: Messages) -> StripBar:
    mark = mark_of(day)
    height = {"none": 2, "well": HEIGHT, "partly": _LOWER, "failed": _LOWER // 2}[mark]
    return StripBar(
        x=place * STEP,
        y=HEIGHT - height,
        height=height,
        mark=mark,
        text=f"{words.short_day(day.day)}: {_counts((day,), words)}",
    )


def _summary(days: tuple[HealthView, ...], words: Messages) -> str:
    period = words.ngettext("in %(days)s day", "in %(days)s days", len(days))
    return f"{_counts(days, words)} {period % {'days': words.number(len(days))}}"


def _counts(days: tuple[HealthView, ...], words: Messages) -> str:
    """Say it in words: `48 lần hỏi, 2 lần lỗi, 31 tin`."""
    polls, failed = sum(day.polls for day in days), sum(day.failed for day in days)
    gaps = sum(day.gaps for day in days)
    parts = [words.ngettext("%(number)s poll", "%(number)s polls", polls) % _number(polls, words)]
    if failed:
        text = words.ngettext("%(number)s failed", "%(number)s failed", failed)
        parts.append(text % _number(failed, words))
    if gaps:
        text = words.ngettext("%(number)s gap", "%(number)s gaps", gaps)
        parts.append(text % _number(gaps, words))
    return ", ".join([*parts, words.entries(sum(day.entries for day in days))])


def _number(number: int, words: Messages) -> dict[str, str]:
    return {"number": words.number(number)}
