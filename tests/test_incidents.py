"""What an operator is told of a source, from when until when."""

from datetime import timedelta

import pytest
from stored import NOW, ask, tell

from feeds.incidents import Noticed, Turn, notice, turn
from feeds.reports import SourceReport, Trouble
from store import health
from store.database import Store
from store.records_health import HealthDay, Incident

GAP = "possible gap: none of the 20 items was there at the last poll"
WELL = SourceReport(key="tin", outcome="ok")
SAME = SourceReport(key="tin", outcome="unchanged")
DEAF = SourceReport(key="tin", outcome="failed", error=Trouble(kind="timeout", message="no answer"))


def lasting(kind: str, message: str = "x", number: int = 1) -> Incident:
    return Incident(
        id=number, source="tin", kind=kind, message=message, began=NOW, ended=None, updated=NOW
    )


@pytest.mark.parametrize(
    ("report", "failures", "gone", "expected"),
    [
        pytest.param(WELL, 0, False, (), id="well"),
        pytest.param(DEAF, 2, False, (), id="a-stumble"),
        pytest.param(
            DEAF, 3, False, (Noticed(kind="failing", message="timeout: no answer"),), id="failing"
        ),
        pytest.param(DEAF, 9, True, (Noticed(kind="gone", message="no answer"),), id="gone"),
        pytest.param(
            SourceReport(key="tin", outcome="ok", warnings=(GAP,)),
            0,
            False,
            (Noticed(kind="gap", message=GAP, lasts=False),),
            id="gap",
        ),
        pytest.param(
            SourceReport(key="tin", outcome="ok", warnings=(GAP, "a", "b", "c", "d")),
            0,
            False,
            (
                Noticed(kind="gap", message=GAP, lasts=False),
                Noticed(kind="odd", message="a; b; c"),
            ),
            id="gap-and-more",
        ),
    ],
)
def test_notice(
    report: SourceReport, failures: int, gone: bool, expected: tuple[Noticed, ...]
) -> None:
    """A few failures in a row are told, and whatever is odd about a document that was read."""
    gaps = [line for line in report.warnings if line == GAP]
    assert notice(report, failures=failures, gone=gone, gaps=gaps) == expected


FAILING = Noticed(kind="failing", message="timeout: after 3 s")
ODD = Noticed(kind="odd", message="12 entries change to and fro")


@pytest.mark.parametrize(
    ("before", "report", "noticed", "expected"),
    [
        pytest.param((), DEAF, (FAILING,), Turn(begin=(FAILING,)), id="begins"),
        pytest.param(
            (lasting("failing", "timeout: after 9 s"),), DEAF, (FAILING,), Turn(), id="goes-on"
        ),
        pytest.param(
            (lasting("failing", "dns: no such name"),),
            DEAF,
            (FAILING,),
            Turn(reword=((1, FAILING.message),)),
            id="fails-otherwise",
        ),
        pytest.param((lasting("failing"),), WELL, (), Turn(end=frozenset({1})), id="answers"),
        pytest.param((lasting("failing"),), SAME, (), Turn(end=frozenset({1})), id="says-304"),
        pytest.param((lasting("odd"),), SAME, (), Turn(), id="odd-and-nothing-new"),
        pytest.param((lasting("odd"),), DEAF, (FAILING,), Turn(begin=(FAILING,)), id="odd-fails"),
        pytest.param((lasting("odd"),), WELL, (), Turn(end=frozenset({1})), id="odd-no-more"),
        pytest.param(
            (lasting("odd", "3 entries change to and fro"),), WELL, (ODD,), Turn(), id="odd-still"
        ),
        pytest.param(
            (lasting("failing"),),
            DEAF,
            (Noticed(kind="gone", message="410"),),
            Turn(begin=(Noticed(kind="gone", message="410"),), end=frozenset({1})),
            id="failing-then-gone",
        ),
        pytest.param(
            (),
            WELL,
            (Noticed(kind="gap", message=GAP, lasts=False),),
            Turn(begin=(Noticed(kind="gap", message=GAP, lasts=False),)),
            id="gap",
        ),
    ],
)
def test_turn(
    before: tuple[Incident, ...],
    report: SourceReport,
    noticed: tuple[Noticed, ...],
    expected: Turn,
) -> None:
    """An incident is told once while it lasts, whatever its figures, and again when it is over."""
    assert turn(before, report, noticed) == expected


def test_counts_of_a_day(store: Store) -> None:
    """Polls of one day and source add up; other days and sources stand apart."""
    for day in (
        HealthDay(source="a", day="2026-11-20", polls=1, entries=3),
        HealthDay(source="a", day="2026-11-21", polls=1, failed=1),
        HealthDay(source="a", day="2026-11-21", polls=1, entries=2, gaps=1),
        HealthDay(source="b", day="2026-11-21", polls=1),
    ):
        tell(store, lambda c, day=day: health.count(c, day))
    whole = HealthDay(source="a", day="2026-11-21", polls=2, failed=1, entries=2, gaps=1)
    assert ask(store, lambda c: health.days(c, "2026-11-21")) == {
        "a": [whole],
        "b": [HealthDay(source="b", day="2026-11-21", polls=1)],
    }
    assert len(ask(store, lambda c: health.days(c, "2026-11-01"))["a"]) == 2


def test_troubles_in_the_store(store: Store) -> None:
    """What lasts stands first, then what changed last; what is long over is forgotten."""
    hour = timedelta(hours=1)
    tell(store, lambda c: health.begin(c, "a", [("failing", "dns", True)], NOW))
    tell(store, lambda c: health.begin(c, "b", [("gap", "lost", False)], NOW + hour))
    (failing,) = ask(store, lambda c: health.lasting(c, "a"))
    assert ask(store, lambda c: health.lasting(c, "b")) == ()
    tell(store, lambda c: health.reword(c, failing.id, "tls", NOW + hour))
    said = [(t.source, t.message, t.updated) for t in ask(store, lambda c: health.newest(c, 9))]
    assert said == [("a", "tls", NOW + hour), ("b", "lost", NOW + hour)]
    tell(store, lambda c: health.end(c, [failing.id], NOW + 2 * hour))
    assert ask(store, lambda c: health.lasting(c, "a")) == ()
    assert ask(store, lambda c: health.newest(c, 1))[0].ended == NOW + 2 * hour
    tell(store, lambda c: health.forget(c, NOW + 2 * hour))
    assert [t.source for t in ask(store, lambda c: health.newest(c, 9))] == ["a"]
