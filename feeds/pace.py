"""Pure: how often a feed is made anew, however many small changes arrive.

A first publication and an edit appear at the next look; only a feed that goes on changing waits,
so that it is made once in ten seconds on the average.
"""

from collections.abc import Collection

# seconds, and how often a feed is published in them: one in 10 s in the long run (RELIABILITY 2.3)
SPAN = 60.0
MOST = 6


class Pace:
    """When each feed was published of late; `now` is a clock that cannot be put, seconds."""

    def __init__(self) -> None:
        self._published: dict[str, tuple[float, ...]] = {}

    def waiting(self, stale: Collection[str], now: float) -> frozenset[str]:
        """Name those of some stale feeds whose turn has not come yet."""
        recent = {
            feed: tuple(at for at in times if 0 <= now - at < SPAN)
            for feed, times in self._published.items()
        }
        self._published = {feed: times for feed, times in recent.items() if times}
        return frozenset(feed for feed in stale if len(recent.get(feed, ())) >= MOST)

    def note(self, feeds: Collection[str], now: float) -> None:
        """Take note that feeds were published."""
        for feed in feeds:
            self._published[feed] = (*self._published.get(feed, ()), now)
