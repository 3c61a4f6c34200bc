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
# looked at each minute at no cost, folders change a few times a day: what somebody saves there may
# come to him who keeps documents that long
BETWEEN_FOLDERS = 300
_ARCHIVED_MONTH = re.compile(r"/archive/.+/(\d{4})-(\d\d)\.\w+")
# after the end of a month in UTC it has ended everywhere, and entries on their way have come
_AFTERWARDS = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """When documents may change next; None where nobody knows."""

    # by what was polled from elsewhere
    next_change: datetime | None = None
    # whether somebody may save a file into a folder of ours at any time
    has_folders: bool = False

    def seconds(self, path: str, now: datetime) -> int:
        """Say for how many seconds a document may be kept without asking again."""
        if path == "/style.css" or is_closed(path, now):
            return _LONG
        longest = BETWEEN_FOLDERS if self.has_folders else LONGEST
        if self.next_change is None:
            return longest if self.has_folders else SHORTEST
        left = (self.next_change - now).total_seconds()
        return int(min(max(left, SHORTEST), longest))


def is_closed(path: str, now: datetime) -> bool:
    """Tell whether a path is that of an archive page whose month is over."""
    found = _ARCHIVED_MONTH.fullmatch(path) if path.startswith("/archive/") else None
    if found is None or not 1 <= int(found[2]) <= 12:
        return False
    ended = (now.astimezone(UTC) - _AFTERWARDS).strftime("%Y-%m")
    return f"{found[1]}-{found[2]}" < ended
