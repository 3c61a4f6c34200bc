"""Pure: for how long what is served stays as it is, as `Cache-Control` promises it."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

# seconds; a style sheet changes with the program, a closed month by a withdrawal at most
_LONG = 24 * 3600
# what may change any moment is still kept for as long as publishing it anew takes
SHORTEST = 30
# somebody may edit, or a source be added, before the next poll
LONGEST = 3600
_ARCHIVED_MONTH = re.compile(r"/archive/.+/(\d{4})-(\d\d)\.\w+")
# after the end of a month in UTC it has ended everywhere, and entries on their way have come
_AFTERWARDS = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """When documents may change next; None where nobody knows."""

    next_change: datetime | None = None

    def seconds(self, path: str, now: datetime) -> int:
        """Say for how many seconds a document may be kept without asking again."""
        if path == "/style.css" or is_closed(path, now):
            return _LONG
        if self.next_change is None:
            return SHORTEST
        left = (self.next_change - now).total_seconds()
        return int(min(max(left, SHORTEST), LONGEST))


def is_closed(path: str, now: datetime) -> bool:
    """Tell whether a path is that of an archive page whose month is over."""
    found = _ARCHIVED_MONTH.fullmatch(path) if path.startswith("/archive/") else None
    if found is None or not 1 <= int(found[2]) <= 12:
        return False
    ended = (now.astimezone(UTC) - _AFTERWARDS).strftime("%Y-%m")
    return f"{found[1]}-{found[2]}" < ended
