"""When a source is asked next."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.timing import (
    Pace,
    Wishes,
    due_after_failure,
    due_after_limit,
    due_after_skips,
    due_after_success,
    hold_for,
    is_held,
)

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
MINUTE, HOUR = 60.0, 3600.0
PACE = Pace(interval=30 * MINUTE, floor=5 * MINUTE, ceiling=24 * HOUR)
jitters = st.floats(-0.1, 0.1)
errors = st.integers(0, 10**6)
wishes = st.none() | st.floats(0, 1e12)


def wait(due: datetime) -> float:
    return (due - NOW).total_seconds()


@pytest.mark.parametrize(
    ("interval", "jitter", "fresh_for", "ttl", "expected"),
    [
        pytest.param(30 * MINUTE, 0.0, None, None, 30 * MINUTE, id="interval"),
        pytest.param(30 * MINUTE, 0.1, None, None, 33 * MINUTE, id="later"),
        pytest.param(30 * MINUTE, -0.1, None, None, 27 * MINUTE, id="earlier"),
        pytest.param(30 * MINUTE, 5.0, None, None, 33 * MINUTE, id="no-more-jitter-than-that"),
        pytest.param(MINUTE, 0.0, None, None, 5 * MINUTE, id="floor"),
        pytest.param(99 * HOUR, 0.0, None, None, 24 * HOUR, id="ceiling"),
        pytest.param(30 * MINUTE, 0.0, 60, None, 30 * MINUTE, id="short-cache"),
        pytest.param(30 * MINUTE, 0.0, 2 * HOUR, None, 2 * HOUR, id="cache"),
        pytest.param(30 * MINUTE, 0.0, None, 3 * HOUR, 3 * HOUR, id="ttl"),
        pytest.param(30 * MINUTE, 0.0, 2 * HOUR, 3 * HOUR, 3 * HOUR, id="longest"),
        pytest.param(30 * MINUTE, -0.1, 2 * HOUR, None, 2.2 * HOUR, id="never-before-it-is-stale"),
        pytest.param(30 * MINUTE, 0.1, 5e8, None, 6 * HOUR, id="sixteen-years"),
        pytest.param(12 * HOUR, 0.0, 5e8, None, 12 * HOUR, id="own-interval-beyond-that"),
    ],
)
def test_after_success(
    interval: float, jitter: float, fresh_for: float | None, ttl: float | None, expected: float
) -> None:
    """The next poll keeps the interval, and the server's wish for a longer one up to six hours."""
    pace = Pace(interval=interval, floor=PACE.floor, ceiling=PACE.ceiling)
    due = due_after_success(NOW, pace, jitter=jitter, fresh_for=fresh_for, ttl=ttl)
    assert wait(due) == pytest.approx(expected)


NIGHT = (22, 23, 0, 1, 2, 3, 4, 5)


@pytest.mark.parametrize(
    ("due", "hours", "days", "expected"),
    [
        pytest.param("12:30", (), (), "12:30", id="no-wish"),
        pytest.param("12:30", (13,), (), "12:30", id="other-hour"),
        pytest.param("13:30", (13,), (), "14:00", id="skipped-hour"),
        pytest.param("13:30", (13, 14, 16), (), "15:00", id="two-hours"),
        pytest.param("12:30", (), (5,), "18:00", id="saturday-six-hours-at-most"),
        pytest.param("12:30", tuple(range(24)), (), "18:00", id="all-hours"),
        pytest.param("22:30", NIGHT, (), "22:30", id="own-interval-beyond-that"),
        pytest.param("12:30", (99,), (9,), "12:30", id="nonsense"),
    ],
)
def test_skipped_hours(
    due: str, hours: tuple[int, ...], days: tuple[int, ...], expected: str
) -> None:
    """A feed's wish not to be asked at some hours is followed, up to six hours."""
    wishes = Wishes(skip_hours=hours, skip_days=days)
    assert due_after_skips(at(due), NOW, wishes, PACE.ceiling) == at(expected)


def test_skips_stay_below_the_ceiling() -> None:
    """No wish puts a poll off beyond the ceiling."""
    wishes = Wishes(skip_hours=range(24))
    assert wait(due_after_skips(NOW, NOW, wishes, ceiling=600.0)) == 600.0


def at(clock: str) -> datetime:
    hour, minute = clock.split(":")
    return NOW.replace(hour=int(hour), minute=int(minute))


def test_after_failures() -> None:
    """Failures in a row double the interval each time, up to the ceiling, and never give up."""
    waits = [
        wait(due_after_failure(NOW, PACE, errors=count, jitter=0.0)) / HOUR
        for count in range(1, 21)
    ]
    assert waits == [1, 2, 4, 8, 16] + [24] * 15


@given(errors, jitters, wishes, wishes)
def test_bounds(count: int, jitter: float, fresh_for: float | None, ttl: float | None) -> None:
    """No wait is under the floor or over the ceiling, and no number breaks the sum."""
    success = due_after_success(NOW, PACE, jitter=jitter, fresh_for=fresh_for, ttl=ttl)
    failure = due_after_failure(NOW, PACE, errors=count, jitter=jitter)
    for due in (success, failure):
        assert PACE.floor <= wait(due) <= PACE.ceiling


@given(errors, jitters)
def test_failure_is_never_sooner(count: int, jitter: float) -> None:
    """A source that fails is never asked sooner than one that answers, with jitter of one size."""
    success = wait(due_after_success(NOW, PACE, jitter=jitter))
    assert wait(due_after_failure(NOW, PACE, errors=count, jitter=jitter)) >= success * 0.999


def test_spread_at_the_bounds() -> None:
    """Sources at the ceiling or the floor are spread as well, so that they do not come together."""
    slow = {due_after_failure(NOW, PACE, errors=20, jitter=tenth / 100) for tenth in range(10)}
    quick = Pace(interval=1.0, floor=300.0, ceiling=HOUR)
    fast = {due_after_success(NOW, quick, jitter=tenth / 100) for tenth in range(10)}
    assert (len(slow), len(fast)) == (10, 10)


def test_ceiling_below_the_floor() -> None:
    """Where a configuration contradicts itself, the ceiling wins."""
    pace = Pace(interval=HOUR, floor=2 * HOUR, ceiling=10.0)
    assert wait(due_after_success(NOW, pace, jitter=0.0)) == 10.0


@pytest.mark.parametrize(
    ("retry_after", "expected"),
    [(None, 600), (0, 60), (59, 60), (60, 60), (3600, 3600), (86_400, 86_400), (1e12, 86_400)],
)
def test_hold(retry_after: float | None, expected: float) -> None:
    """A busy host is left alone as long as it says, a minute to a day, else ten minutes."""
    assert hold_for(retry_after) == expected


@pytest.mark.parametrize(
    ("count", "retry_after", "expected"),
    [
        pytest.param(1, 2 * HOUR, 2 * HOUR, id="as-it-says"),
        pytest.param(9, 2 * HOUR, 2 * HOUR, id="no-back-off-where-it-says"),
        pytest.param(1, 60, 30 * MINUTE, id="not-before-the-interval"),
        pytest.param(1, 1e9, 24 * HOUR, id="a-day-at-most"),
        pytest.param(1, None, HOUR, id="back-off-where-it-does-not"),
        pytest.param(3, None, 4 * HOUR, id="more-back-off"),
    ],
)
def test_after_limit(count: int, retry_after: float | None, expected: float) -> None:
    """After 429 or 503 the server's word counts; without one it is a failure like any other."""
    due = due_after_limit(NOW, PACE, errors=count, jitter=0.0, retry_after=retry_after)
    assert wait(due) == expected


@given(jitters, st.none() | st.floats(0, 1e12))
def test_limit_is_kept(jitter: float, retry_after: float | None) -> None:
    """No source comes back before its host may be asked, and little later than it says."""
    due = due_after_limit(NOW, PACE, errors=1, jitter=jitter, retry_after=retry_after)
    assert wait(due) >= hold_for(retry_after) - 1e-6
    if retry_after is not None and retry_after >= HOUR:
        assert wait(due) <= hold_for(retry_after) * 1.05 + 1e-3


@pytest.mark.parametrize(
    ("hours", "held"),
    [
        pytest.param(-1, False, id="over"),
        pytest.param(1, True, id="on"),
        pytest.param(24, True, id="a-day"),
        pytest.param(25, False, id="beyond-any-hold"),
    ],
)
def test_held(hours: float, held: bool) -> None:
    """A host is left alone until its time; a time no hold could have is no hold."""
    assert is_held(NOW + timedelta(hours=hours), NOW) is held
