"""Pure: what an HTTP answer means for a source (RELIABILITY 1.3)."""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus

from multidict import MultiMapping

from feeds.errors import Gone, PollError, Refused, Unreachable, Unreadable
from feeds.model import RawDocument, Retrieved, Unchanged, Validators
from feeds.retrieve.headers import (
    merge_validators,
    read_content_type,
    read_date,
    read_fresh_for,
    read_retry_after,
    read_validators,
)
from feeds.retrieve.links import read_hub_links
from feeds.retrieve.targets import Hop, HttpRequest, is_conditional, is_redirect
from feeds.urls import redacted, without_secrets

_LIMITED = frozenset({429, 503})


def refusal(
    status: int, headers: Mapping[str, str], request: HttpRequest, hop: Hop, now: datetime
) -> PollError | None:
    """Give the error of an answer that is neither a document nor a justified 304."""
    if status == 200 or (status == 304 and is_conditional(request)):
        return None
    place = redacted(str(hop.url))
    words = f"{place}: the server answers {status}{_phrase(status)}"
    if status == 410:
        return Gone(words, http_status=status)
    if status in _LIMITED:
        wait = read_retry_after(headers.get("Retry-After"), now)
        return Refused(words, kind="limited", http_status=status, retry_after=wait)
    if status == 304:
        words += ", though nothing was asked that could be unchanged"
    return Refused(words, http_status=status)


def refusal_of_form(
    status: int, headers: Mapping[str, str], place: str, now: datetime
) -> PollError | None:
    """Give the error of a hub's answer that is no success; `place` is the redacted URL."""
    if 200 <= status < 300:
        return None
    if is_redirect(status):
        words = f"{place}: the hub is elsewhere ({status}), and redirects of hubs are not followed"
        return Unreachable(words, kind="redirects", http_status=status)
    words = f"{place}: the hub answers {status}{_phrase(status)}"
    if status in _LIMITED:
        wait = read_retry_after(headers.get("Retry-After"), now)
        return Refused(words, kind="limited", http_status=status, retry_after=wait)
    return Refused(words, http_status=status)


def _phrase(status: int) -> str:
    """Give the status's standard words; the server's own are not repeated."""
    try:
        return f" ({HTTPStatus(status).phrase})"
    except ValueError:
        return ""


def unchanged(
    request: HttpRequest, headers: MultiMapping[str], hop: Hop, now: datetime
) -> Unchanged:
    """Read a 304."""
    return Unchanged(
        validators=merge_validators(request.validators, _validators(headers, now)),
        fresh_for=_fresh_for(headers),
        moved_to=_moved_to(hop),
    )


def retrieved(body: bytes, headers: MultiMapping[str], hop: Hop, now: datetime) -> Retrieved:
    """Read a 200 whose body is whole; raises Unreadable (empty)."""
    if not body.strip():
        raise Unreadable(f"{redacted(str(hop.url))}: the document is empty", kind="empty")
    media_type, charset = read_content_type(headers.get("Content-Type"))
    document = RawDocument(
        body=body,
        # "#top" in a document is resolved against it, and published
        url=without_secrets(str(hop.url)),
        media_type=media_type,
        charset=charset,
        modified=read_date(headers.get("Date")),
    )
    links = read_hub_links(headers.getall("Link", ()), str(hop.url))
    return Retrieved(
        documents=(document,),
        validators=_validators(headers, now),
        http_status=200,
        fresh_for=_fresh_for(headers),
        moved_to=_moved_to(hop),
        hub=links.hub,
        self_link=links.self_link,
    )


def _moved_to(hop: Hop) -> str | None:
    return str(hop.url) if hop.redirects and hop.permanent else None


def _validators(headers: MultiMapping[str], now: datetime) -> Validators:
    return read_validators(headers.getall("ETag", ()), headers.getall("Last-Modified", ()), now)


def _fresh_for(headers: MultiMapping[str]) -> int | None:
    control = ",".join(headers.getall("Cache-Control", ()))
    expires, date, age = (headers.get(name) for name in ("Expires", "Date", "Age"))
    return read_fresh_for(control, expires, date, age)
