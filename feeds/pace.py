"""Pure: how often a feed is made anew, however many small changes arrive.

A feed that was let be for a while is published at the next look, so that a first publication and
an edit appear soon; one that was published just now waits for its turn.
"""

from collections.abc import Collection

# seconds between two publications of one feed; RELIABILITY 2.3
GAP = 10.0


class Pace:
    """When each feed was last published; `now` is a clock that cannot be put, seconds."""

    def __init__(self) -> None:
        self._published: dict[str, float] = {}

    def waiting(self, stale: Collection[str], now: float) -> frozenset[str]:
        """Name those of some stale feeds whose turn has not come yet."""
        self._published = {feed: at for feed, at in self._published.items() if 0 <= now - at < GAP}
        return frozenset(stale) & self._published.keys()

    def note(self, feeds: Collection[str], now: float) -> None:
        """Take note that feeds were published."""
        self._published |= dict.fromkeys(feeds, now)
