"""Pure: the preconditions of a request, for GET and HEAD (RFC 9110 sections 13.1 and 13.2.2)."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from typing import Literal

# entity-tag, RFC 9110 section 8.8.3
_TAG = re.compile(r'(W/)?("[\x21\x23-\x7e\x80-\U0010ffff]*")')
# characters; the longest of the three forms of RFC 9110 section 5.6.7 has 33
_LONGEST_DATE = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Preconditions:
    """The header fields of a request that make it conditional, as they were sent."""

    if_match: str | None = None
    if_none_match: str | None = None
    if_modified_since: str | None = None
    if_unmodified_since: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the preconditions come to, and which entity tag the answer names."""

    status: Literal[200, 304, 412]
    etag: str


def judge(asked: Preconditions, tags: tuple[str, ...], last_modified: datetime) -> Verdict:
    """Judge preconditions in the order of RFC 9110 section 13.2.2.

    `tags` are the strong entity tags of what would be sent (first) and of its other codings; a
    request may name any of them. A 304 names the tag of what would be sent where the request
    named it too, so that a cache knows which of its answers is still right, else the one named.
    """
    if _is_refused(asked, tags, last_modified):
        return Verdict(status=412, etag=tags[0])
    if asked.if_none_match is not None:
        named = named_tag(asked.if_none_match, tags)
        return Verdict(status=304, etag=named) if named else Verdict(status=200, etag=tags[0])
    unchanged = _is_unchanged_since(asked.if_modified_since, last_modified)
    return Verdict(status=304 if unchanged else 200, etag=tags[0])


def named_tag(field: str, tags: tuple[str, ...], *, strong: bool = False) -> str | None:
    """Find the first of `tags` that the field names: a list of entity tags, or `*` for any.

    Weak tags count unless the comparison is `strong` (RFC 9110 section 8.8.3.2).
    """
    if field in tags:
        # what nearly every reader sends: one tag, as it got it
        return field
    if field.strip() == "*":
        return tags[0]
    named = {tag for weak, tag in _TAG.findall(field) if not (strong and weak)}
    return next((tag for tag in tags if tag in named), None)


@lru_cache(maxsize=256)
def parse_http_date(text: str) -> datetime | None:
    """Read an HTTP date in any of its three forms, in UTC; None where it is none.

    A field that is no date counts as not sent (RFC 9110 section 13.1.3).
    """
    if len(text) > _LONGEST_DATE:
        return None
    try:
        moment = parsedate_to_datetime(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


@lru_cache(maxsize=1024)
def http_date(moment: datetime) -> str:
    """Write a time in UTC as an HTTP date (RFC 9110 section 5.6.7)."""
    return format_datetime(moment, usegmt=True)


def _is_refused(asked: Preconditions, tags: tuple[str, ...], last_modified: datetime) -> bool:
    if asked.if_match is not None:
        return named_tag(asked.if_match, tags, strong=True) is None
    since = asked.if_unmodified_since and parse_http_date(asked.if_unmodified_since)
    return bool(since and last_modified > since)


def _is_unchanged_since(field: str | None, last_modified: datetime) -> bool:
    since = field and parse_http_date(field)
    return bool(since and last_modified <= since)
