"""Pure: times as feeds write them, whatever the locale of the machine."""

from datetime import UTC, datetime
from email.utils import format_datetime


def utc(moment: datetime) -> datetime:
    """Give a time in UTC, in whole seconds; a time without a zone is UTC already."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).replace(microsecond=0)


def rfc3339(moment: datetime) -> str:
    """Write a time as `2026-11-21T08:00:00Z`; rsstail, for one, ignores numeric offsets."""
    return utc(moment).isoformat().replace("+00:00", "Z")


def rfc822(moment: datetime) -> str:
    """Write a time as RSS and OPML want it: `Sat, 21 Nov 2026 08:00:00 GMT`."""
    return format_datetime(utc(moment), usegmt=True)
