"""Pure: what an answer's headers say; text of strangers, read in linear time and never believed.

Everything gives None, or leaves a thing out, where a header is missing, malformed or too long.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from feeds.model import Validators

# characters; RELIABILITY 2.1: a hostile validator would break every later request
_LONGEST_VALIDATOR = 1024
_LONGEST_HEADER = 8192
_VALIDATOR = re.compile(r"[\x20-\x7e]+")
_TOKEN = re.compile(r"[A-Za-z0-9!#$&^_.+-]{1,127}")
_DELTA = re.compile(r"[0-9]+")
# RFC 9111 section 1.2.2: what a greater number of seconds means
_LARGEST_DELTA = 2**31


def read_date(value: str | None) -> datetime | None:
    """Read an HTTP date in any of its three forms as UTC (RFC 9110 section 5.6.7)."""
    if not value or len(value) > 64 or not value.isascii():
        return None
    try:
        date = parsedate_to_datetime(value)
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _read_delta(value: str) -> int | None:
    if not _DELTA.fullmatch(value):
        return None
    return min(int(value[:20]), _LARGEST_DELTA) if len(value) <= 20 else _LARGEST_DELTA


def read_retry_after(value: str | None, now: datetime) -> int | None:
    """Give the seconds until a retry is welcome, from a number or a date; never less than 0."""
    text = (value or "").strip()
    seconds = _read_delta(text)
    if seconds is not None:
        return seconds
    date = read_date(text)
    return None if date is None else max(0, round((date - now).total_seconds()))


def read_validators(etags: Sequence[str], modified: Sequence[str], now: datetime) -> Validators:
    """Take ETag and Last-Modified as they came, if they can be sent back as they came.

    Visible ASCII of at most 1,024 characters, said once; a Last-Modified of more than a day ahead
    of `now` would never change and is left out.
    """
    date = read_date(_only(modified))
    is_ahead = date is not None and date > now + timedelta(days=1)
    return Validators(
        etag=usable_validator(_only(etags)),
        last_modified=None if is_ahead else usable_validator(_only(modified)),
    )


def usable_validator(value: str | None) -> str | None:
    """Give a validator that may be sent in a request, or None."""
    text = (value or "").strip(" \t")
    return text if len(text) <= _LONGEST_VALIDATOR and _VALIDATOR.fullmatch(text) else None


def _only(values: Sequence[str]) -> str | None:
    return values[0] if len(values) == 1 else None


def merge_validators(old: Validators, new: Validators) -> Validators:
    """Renew what a 304 renews and keep the rest (RFC 9111 section 4.3.4)."""
    return Validators(
        etag=new.etag or old.etag, last_modified=new.last_modified or old.last_modified
    )


def read_fresh_for(
    cache_control: str | None, expires: str | None, date: str | None, age: str | None
) -> int | None:
    """Give the seconds for which the server calls its answer fresh (RFC 9111 section 4.2).

    Cache-Control counts before Expires, `no-cache` and `no-store` mean 0, and Age is taken off.
    """
    lifetime = _lifetime(cache_control)
    if lifetime is None and (until := read_date(expires)) and (since := read_date(date)):
        lifetime = round((until - since).total_seconds())
    if lifetime is None:
        return None
    return max(0, min(lifetime, _LARGEST_DELTA) - (_read_delta((age or "").strip()) or 0))


def _lifetime(cache_control: str | None) -> int | None:
    directives = {
        name.strip().lower(): value.strip().strip('"')
        for name, _, value in (
            part.partition("=") for part in (cache_control or "")[:_LONGEST_HEADER].split(",")
        )
    }
    if "no-cache" in directives or "no-store" in directives:
        return 0
    return _read_delta(directives.get("max-age", ""))


def read_content_type(value: str | None) -> tuple[str | None, str | None]:
    """Split Content-Type into media type and charset, both in lower case."""
    media_type, *parameters = (value or "")[:_LONGEST_HEADER].split(";")
    pairs = [parameter.partition("=") for parameter in parameters]
    charsets = [
        charset.strip().strip("\"'").lower()
        for name, _, charset in pairs
        if name.strip().lower() == "charset"
    ]
    charset = charsets[0] if charsets and _TOKEN.fullmatch(charsets[0]) else None
    return _read_media_type(media_type), charset


def _read_media_type(value: str) -> str | None:
    kind, slash, subtype = value.strip().lower().partition("/")
    usable = slash and _TOKEN.fullmatch(kind) and _TOKEN.fullmatch(subtype)
    return f"{kind}/{subtype}" if usable else None
