"""Pure: what a request goes to, and what it takes along: URLs, redirects, headers."""

import base64
from dataclasses import dataclass, field

from multidict import CIMultiDict
from yarl import URL

from feeds.errors import Blocked, Unreachable
from feeds.model import Validators
from feeds.retrieve.addresses import refused_spelling, written_host
from feeds.retrieve.headers import usable_validator
from feeds.urls import redacted

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9,"
    " application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1"
)
MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpRequest:
    """One question to a source.

    `username`, `password` and `headers` go to the origin of `url` and to no other, whatever it
    redirects to. Without usable validators the request is unconditional.
    """

    url: str
    # where the source moved to for good: asked in place of `url`, whose secrets stay at home
    moved_to: str | None = None
    validators: Validators = field(default_factory=Validators)
    username: str | None = None
    password: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    tls_verify: bool = True
    # seconds from the name to the last byte; None: that of [fetch]
    timeout: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """Where a request has got to: its URL, without user part, and how it came there."""

    url: URL
    redirects: int = 0
    # so far by permanent redirects only
    permanent: bool = True


def first_hop(request: HttpRequest) -> Hop:
    """Begin at the configured URL, or where the source moved to; raises Blocked.

    What moved from https to http is asked at home where there are secrets (as `next_hop`).
    """
    home = allowed_url(request.url)
    if request.moved_to is None:
        return Hop(url=home)
    url = allowed_url(request.moved_to)
    is_downgrade = home.scheme == "https" and url.scheme == "http"
    return Hop(url=home if is_downgrade and _secrets(request) else url)


def is_redirect(status: int) -> bool:
    """Tell whether a status asks to go elsewhere."""
    return status in _REDIRECTS


def next_hop(request: HttpRequest, hop: Hop, status: int, location: str | None) -> Hop:
    """Follow a redirect; raises Unreachable (redirects) and Blocked.

    A source with a password or headers of its own is never followed from https to http.
    """
    if hop.redirects >= MOST_REDIRECTS:
        raise _redirects(hop, f"there are more than {MOST_REDIRECTS} redirects")
    if not location:
        raise _redirects(hop, "a redirect does not say where to")
    url = allowed_url(location, base=hop.url)
    is_downgrade = hop.url.scheme == "https" and url.scheme == "http"
    if is_downgrade and _secrets(request):
        raise Blocked(f"{_shown(url)}: a source with a password or headers must stay on https")
    return Hop(
        url=url,
        redirects=hop.redirects + 1,
        permanent=hop.permanent and status in _PERMANENT,
    )


def allowed_url(written: str, base: URL | None = None) -> URL:
    """Read a URL as far as spelling tells whether it may be asked; raises Blocked.

    The host is judged as it is written and as the client will use it.
    """
    try:
        url, host = _read_url(written, base), written_host(written)
    except ValueError as unreadable:
        raise Blocked(f"{redacted(written)!a}: this is no usable URL") from unreadable
    if url.scheme not in ("http", "https"):
        raise Blocked(f"{_shown(url)}: only http and https are read")
    for spelling in (host, url.raw_host or ""):
        reason = None if spelling is None else refused_spelling(spelling)
        if reason is not None:
            raise Blocked(f"{_shown(url)}: the host is not allowed: {reason}")
    return url


def _read_url(written: str, base: URL | None) -> URL:
    url = URL(written.strip())
    if base is not None:
        url = base.join(url)
    return url.with_user(None).with_fragment(None) if url.absolute else url


def _redirects(hop: Hop, message: str) -> Unreachable:
    return Unreachable(f"{_shown(hop.url)}: {message}", kind="redirects")


def _shown(url: URL) -> str:
    return redacted(str(url))


def build_headers(request: HttpRequest, hop: Hop, user_agent: str) -> CIMultiDict[str]:
    """Give the headers for one hop: validators everywhere, secrets at home only."""
    headers = CIMultiDict(
        {"Accept": ACCEPT, "Accept-Encoding": "gzip, deflate", "User-Agent": user_agent}
    )
    headers.update(_conditions(request.validators))
    home = URL(request.url.strip())
    if hop.url.origin() == home.origin():
        headers.update(_secrets(request))
    return headers


def is_conditional(request: HttpRequest) -> bool:
    """Tell whether the request may be answered by 304."""
    return bool(_conditions(request.validators))


def _conditions(validators: Validators) -> dict[str, str]:
    named = {
        "If-None-Match": usable_validator(validators.etag),
        "If-Modified-Since": usable_validator(validators.last_modified),
    }
    return {name: value for name, value in named.items() if value}


def _secrets(request: HttpRequest) -> dict[str, str]:
    home = URL(request.url.strip())
    username = home.user if request.username is None else request.username
    password = home.password if request.password is None else request.password
    secrets = dict(request.headers)
    if username is not None:
        pair = f"{username}:{password or ''}".encode()  # RFC 7617 section 2.1: UTF-8
        secrets["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
    return secrets
