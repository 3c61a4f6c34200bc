"""Pure: what a poll tells that an operator should know, from when until when.

One failure is none: servers stumble. What was told stays until the source does otherwise, so that
the status feed has one entry for a week of failures, which changes when it is over.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from feeds.reports import SourceReport
from store.records_health import Incident

IncidentKind = Literal["failing", "gone", "gap", "odd"]

# failures in a row until it is told: with the usual back-off, some two hours
FAILURES = 3
# warnings told of one source, and letters of a message
_TOLD = 3
_LONGEST = 500
# what ends with the next answer, whatever it holds
_UNTIL_ANSWER = frozenset({"failing", "gone"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """An incident that a poll shows; `lasts` is False for what happens in a moment."""

    kind: IncidentKind
    message: str
    lasts: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What becomes of a source's incidents with one poll."""

    begin: tuple[Noticed, ...] = ()
    # numbers of those that go on with other words
    reword: tuple[tuple[int, str], ...] = ()
    end: frozenset[int] = frozenset()


def notice(
    report: SourceReport, *, failures: int, gone: bool, gaps: Sequence[str]
) -> tuple[Noticed, ...]:
    """Say what a poll shows; `failures` counts those in a row with this one."""
    if report.error is not None:
        return _failure(report.error.kind, report.error.message, failures, gone)
    odd = [line for line in report.warnings if line not in gaps]
    return (
        *(Noticed(kind="gap", message=line, lasts=False) for line in gaps),
        *([Noticed(kind="odd", message="; ".join(odd[:_TOLD])[:_LONGEST])] if odd else []),
    )


def _failure(kind: str, message: str, failures: int, gone: bool) -> tuple[Noticed, ...]:
    if gone:
        return (Noticed(kind="gone", message=message),)
    if failures < FAILURES:
        return ()
    return (Noticed(kind="failing", message=f"{kind}: {message}"[:_LONGEST]),)


def turn(lasting: Collection[Incident], report: SourceReport, noticed: Sequence[Noticed]) -> Turn:
    """Hold what lasted against what a poll shows.

    A failure says nothing of the incidents of a document, nor does an answer that nothing is new.
    """
    shown = {one.kind: one for one in noticed if one.lasts}
    stand = {incident.kind: incident for incident in lasting}
    over = {
        incident.id
        for incident in lasting
        if incident.kind not in shown and _may_end(incident.kind, report, shown)
    }
    return Turn(
        begin=tuple(one for one in noticed if not one.lasts or one.kind not in stand),
        reword=tuple(
            (stand[kind].id, one.message)
            for kind, one in shown.items()
            if kind in stand and _differs(stand[kind].message, one.message)
        ),
        end=frozenset(over),
    )


def _may_end(kind: str, report: SourceReport, shown: Collection[str]) -> bool:
    if kind in _UNTIL_ANSWER:
        return report.error is None or "gone" in shown
    return report.outcome == "ok"


def _differs(before: str, now: str) -> bool:
    """Tell whether words say something else; other figures in them (bytes, lines) do not."""
    return _without_figures(before) != _without_figures(now)


def _without_figures(text: str) -> str:
    return "".join(letter for letter in text if not letter.isdigit())
