"""Pure: when a source is asked because its hub said that it has news."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from store.records_hubs import Waking

# A source is asked at once, and once more where that brought nothing: what a hub has seen may
# reach the caches that we are answered from a little later.
WAKES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Wake:
    """Whether a source is to be asked now, and how often it is still to be asked after that."""

    asks: bool
    left: int


def judge_wake(waking: Waking, now: datetime, floor: timedelta) -> Wake | None:
    """Say what is done about a push now; None where it has to wait.

    It waits for a poll that is going on, which may have begun too early to bring the news, and
    until the floor has passed since the last one: no hub makes us ask more often than that. A
    poll that was noted by a clock that has been put back since is nothing to wait for.
    """
    if waking.wakes < WAKES and waking.changed is not None and waking.changed >= waking.pushed:
        return Wake(asks=False, left=0)
    polled, leased = waking.last_polled, waking.leased_until
    if leased is not None and now < leased <= now + timedelta(minutes=15):
        return None
    if polled is not None and polled <= now < polled + floor:
        return None
    return Wake(asks=True, left=min(waking.wakes, WAKES) - 1)
