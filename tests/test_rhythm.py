"""How often a source is asked, by what it does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.rhythm import Habit, Rhythm, Window, choose_rhythm, with_wishes

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0


def habit(
    *,
    before: float | None = None,
    new: int | None = None,
    items: int = 10,
    silent: float | None = 0.0,
    usual: float = 30 * MINUTE,
) -> Habit:
    window = None if new is None else Window(items=items, new=new)
    return Habit(
        usual=usual, floor=5 * MINUTE, ceiling=DAY, before=before, window=window, silent=silent
    )


@pytest.mark.parametrize(
    ("known", "minutes", "why"),
    [
        pytest.param(habit(), 30, "config.toml", id="usual"),
        pytest.param(habit(new=2), 30, "config.toml", id="few-new"),
        pytest.param(habit(new=5), 30, "config.toml", id="half-new"),
        pytest.param(habit(new=8), 22.5, "8 of 10", id="mostly-new"),
        pytest.param(habit(new=8, before=10 * MINUTE), 7.5, "8 of 10", id="mostly-new-again"),
        pytest.param(habit(new=10), 15, "gap", id="gap"),
        pytest.param(habit(new=10, before=6 * MINUTE), 5, "gap", id="floor"),
        pytest.param(habit(new=10, before=DAY), 15, "gap", id="gap-after-silence"),
        pytest.param(habit(new=1, items=1), 30, "config.toml", id="one-item-proves-nothing"),
        pytest.param(habit(new=0, items=0), 30, "config.toml", id="empty"),
        pytest.param(habit(new=2, before=12 * MINUTE), 15, "asked more often", id="growing-back"),
        pytest.param(habit(before=12 * MINUTE), 15, "asked more often", id="unchanged"),
        pytest.param(habit(new=5, before=12 * MINUTE), 12, "asked more often", id="as-it-is"),
        pytest.param(habit(before=28 * MINUTE), 30, "config.toml", id="grown-back"),
        pytest.param(habit(silent=6 * DAY), 30, "config.toml", id="six-days"),
        pytest.param(habit(silent=8 * DAY), 6 * 60, "8 days", id="a-week"),
        pytest.param(habit(silent=20 * DAY), 12 * 60, "20 days", id="two-weeks"),
        pytest.param(habit(silent=99 * DAY), 24 * 60, "99 days", id="a-month"),
        pytest.param(habit(silent=None), 30, "config.toml", id="nothing-ever"),
        pytest.param(habit(silent=8 * DAY, usual=9 * HOUR), 540, "config.toml", id="slow-anyway"),
        pytest.param(habit(before=DAY, new=2), 30, "config.toml", id="awake-again"),
        pytest.param(habit(new=10, usual=MINUTE), 1, "gap", id="usual-below-the-floor"),
    ],
)
def test_interval(known: Habit, minutes: float, why: str) -> None:
    """News shortens the interval, silence lengthens it, and the reason says so."""
    rhythm = choose_rhythm(known)
    assert rhythm.interval / MINUTE == pytest.approx(minutes)
    assert why in rhythm.why


seconds = st.floats(0.0, 1e9)


@given(
    seconds.filter(bool),
    seconds,
    st.none() | seconds,
    st.none() | st.tuples(st.integers(0, 99), st.integers(0, 99)),
    st.none() | seconds,
)
def test_interval_is_bounded(
    usual: float,
    floor: float,
    before: float | None,
    seen: tuple[int, int] | None,
    silent: float | None,
) -> None:
    """No source makes us ask it below the floor or an eighth of the usual, or above the ceiling."""
    window = seen and Window(items=max(seen), new=min(seen))
    rhythm = choose_rhythm(
        Habit(
            usual=usual, floor=floor, ceiling=1e9, before=before, window=window or None,
            silent=silent,
        )
    )  # fmt: skip
    assert min(usual, max(floor, usual / 8)) <= rhythm.interval <= 1e9


@pytest.mark.parametrize(
    ("fresh_for", "ttl", "hours", "why"),
    [
        pytest.param(None, None, 1, "own", id="none"),
        pytest.param(60.0, 60.0, 1, "own", id="shorter"),
        pytest.param(2 * HOUR, 60.0, 2, "cache", id="cache"),
        pytest.param(2 * HOUR, 3 * HOUR, 3, "ttl", id="ttl"),
        pytest.param(1e9, None, 6, "cache", id="six-hours-at-most"),
    ],
)
def test_wishes(fresh_for: float | None, ttl: float | None, hours: float, why: str) -> None:
    """The longest wish counts where it is longer than our own interval, and is named."""
    rhythm = with_wishes(
        Rhythm(interval=HOUR, why="own"), fresh_for=fresh_for, ttl=ttl, longest=6 * HOUR
    )
    assert rhythm.interval == hours * HOUR
    assert why in rhythm.why
