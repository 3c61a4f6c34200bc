"""Pure: what the editor says in place of an entry's own title and date.

The entry keeps what its text says, so that duplicates and edits are judged by it; what readers,
listings and topics see is `shown`.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, tzinfo

from feeds.model import Precision
from store.records import Entry, Json

# who stated a date, beside the feed and the text
EDITOR = "editor"
# no news is older; it is a slip of the hand (RELIABILITY 1.6)
_EARLIEST = 1990
_NOON = time(12)

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(
    r"(?P<moment>\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d)(?P<second>:\d\d(?:\.\d{1,9})?)?"
    r"(?P<zone>[Zz]|[+-]\d\d:\d\d)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A moment in UTC, and how exactly the editor knows it."""

    moment: datetime
    precision: Precision


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What the editor says; None where the text's own stands, or an earlier correction."""

    title: str | None = None
    published: When | None = None


def read_when(text: str, zone: tzinfo) -> When | None:
    """Read RFC 3339, the seconds of which may be left out, or a day: then its noon in `zone`.

    None where the text is neither, or says a year before 1990.
    """
    line = text.strip()
    try:
        when = _read_day(line, zone) or _read_moment(line)
        return when if when is None or when.moment.year >= _EARLIEST else None
    except (ValueError, OverflowError):
        return None


def _read_day(line: str, zone: tzinfo) -> When | None:
    if not _DAY.fullmatch(line):
        return None
    noon = datetime.combine(datetime.fromisoformat(line), _NOON, zone)
    return When(moment=noon.astimezone(UTC), precision="day")


def _read_moment(line: str) -> When | None:
    found = _MOMENT.fullmatch(line)
    if found is None:
        return None
    # a fraction of a second says nothing of news
    seconds = (found["second"] or ":00").partition(".")[0]
    moment = datetime.fromisoformat(found["moment"] + seconds + found["zone"].upper())
    return When(moment=moment.astimezone(UTC), precision="second" if found["second"] else "minute")


def shown(entry: Entry) -> Entry:
    """Give an entry as readers see it: with what the editor says where he says anything."""
    if entry.corrected_title is not None:
        entry = replace(entry, title=entry.corrected_title, title_synthetic=False)
    if entry.corrected_published is not None:
        entry = replace(
            entry,
            published=entry.corrected_published,
            published_from=EDITOR,
            published_precision=entry.corrected_precision,
        )
    return entry


def corrected_fields(entry: Entry, correction: Correction, now: datetime) -> Json:
    """Give what a correction writes on an entry; only a title that readers see moves `updated`."""
    fields: dict[str, object] = {"corrected": now}
    if correction.title is not None:
        fields["corrected_title"] = correction.title
    if correction.published is not None:
        fields |= {
            "corrected_published": correction.published.moment,
            "corrected_precision": correction.published.precision,
            "ordered": min(correction.published.moment, now),
            "own_ordered": entry.own_ordered or entry.ordered,
        }
    return fields | _moved(entry, correction.title or shown(entry).title, now)


def uncorrected_fields(entry: Entry, now: datetime) -> Json:
    """Give what taking all corrections back writes on an entry."""
    return {
        "corrected": None,
        "corrected_title": None,
        "corrected_published": None,
        "corrected_precision": None,
        "ordered": entry.own_ordered or entry.ordered,
        "own_ordered": None,
        **_moved(entry, entry.title, now),
    }


def _moved(entry: Entry, title: str, now: datetime) -> dict[str, object]:
    return {} if title == shown(entry).title else {"updated": max(now, entry.updated)}
