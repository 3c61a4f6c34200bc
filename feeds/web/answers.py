"""Pure: what is answered to a request, as values; knows no server and no socket."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote

from feeds.web.conditional import Preconditions, http_date, judge
from feeds.web.document import Document, Packing, packed_etag
from feeds.web.media import is_page, is_shared
from feeds.web.negotiation import PACKINGS, Coding, choose_coding

Headers = tuple[tuple[str, str], ...]

METHODS = ("GET", "HEAD")
# under which hubs find us; the one place where more than METHODS is answered
CALLBACKS = "/websub/"

# what a page may load: pictures of entries, our own style sheet and our own script (RELIABILITY
# 1.9); nothing inline runs, and of what we serve only `copy.js` has a script's type
_PAGE_POLICY = (
    "default-src 'none'; img-src 'self' https: http: data:; style-src 'self'; script-src 'self'; "
    "require-trusted-types-for 'script'; trusted-types 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# a feed shown by a browser runs nothing (CVE-2025-31483 was Miniflux's)
_FEED_POLICY = "default-src 'none'; sandbox"
# an encoded slash is no separator (RFC 3986 section 2.2), so it names nothing of ours
_ENCODED_SEPARATOR = re.compile(r"%(?:2f|5c|00)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request, as far as it matters: its Host and its user agent never do."""

    method: str
    # as it was sent, without query
    path: str
    # what stood behind the `?`
    query: str = ""
    has_body: bool = False
    accept_encoding: str | None = None
    preconditions: Preconditions = field(default_factory=Preconditions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer whole; its body is that of GET, also where the request was HEAD."""

    status: int
    headers: Headers
    body: bytes = b""
    # whether the connection ends with it
    closes: bool = False


def _safe_headers(policy: str) -> Headers:
    return (
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Content-Security-Policy", policy),
        # a name without a version; the library would send its own and Python's
        ("Server", "diemtin"),
    )


def plain_answer(
    status: int,
    text: str,
    *,
    media_type: str = "text/plain; charset=utf-8",
    closes: bool = False,
    retry_after: int | None = None,
) -> Answer:
    """Answer with a short text that nobody keeps; `retry_after` in seconds."""
    body = text.encode()
    headers = (
        ("Content-Type", media_type),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        *((("Allow", ", ".join(METHODS)),) if status == 405 else ()),
        *((("Retry-After", str(retry_after)),) if retry_after is not None else ()),
        *_safe_headers(_FEED_POLICY),
    )
    return Answer(status=status, headers=headers, body=body, closes=closes)


BAD_REQUEST = plain_answer(400, "Bad request\n", closes=True)
NOT_FOUND = plain_answer(404, "Not found\n")
NOT_ALLOWED = plain_answer(405, "Only GET and HEAD are answered here\n")
NOT_ALLOWED_WITH_BODY = plain_answer(405, "Only GET and HEAD are answered here\n", closes=True)
CONDITION_FAILED = plain_answer(412, "The document is not the one you named\n")
BODY_REFUSED = plain_answer(413, "Requests have no body here\n", closes=True)
HEADER_TOO_LARGE = plain_answer(431, "Too much in the header of the request\n", closes=True)
BROKEN = plain_answer(500, "Internal error\n", closes=True)


def refuse(asked: Asked) -> Answer | None:
    """Refuse every method but GET and HEAD, and every body; None where there is no reason to.

    An unread body would be taken for the next request, so the connection ends with it.
    """
    if asked.method not in METHODS:
        return NOT_ALLOWED_WITH_BODY if asked.has_body else NOT_ALLOWED
    return BODY_REFUSED if asked.has_body else None


def shelf_path(raw: str) -> str | None:
    """Read a request's path as the name of a document; None where it can name none.

    It is a key and never becomes a file's path; a folder stands for its index.
    """
    if raw.endswith("/"):
        raw += "index.html"
    if "%" not in raw:
        return raw
    try:
        return None if _ENCODED_SEPARATOR.search(raw) else unquote(raw, errors="strict")
    except UnicodeDecodeError:
        return None


def answer_document(document: Document, asked: Asked, *, max_age: int) -> Answer:
    """Answer with a document, or with 304 or 412 where the request's preconditions say so.

    Ranges are not offered and A-IM gets the whole feed, which RFC 3229 allows; `max_age` in
    seconds.
    """
    coding = choose_coding(asked.accept_encoding, _offered(document))
    verdict = judge(asked.preconditions, _tags(document, coding), document.last_modified)
    if verdict.status == 412:
        return CONDITION_FAILED
    headers = _changing_headers(document, verdict.etag, max_age)
    headers += _lasting_headers(document.media_type, is_shared(document.path))
    if verdict.status == 304:
        return Answer(status=304, headers=headers)
    body = document.packed(coding) or document.body
    content = _content_headers(document.media_type, len(body), coding)
    return Answer(status=200, headers=content + headers, body=body)


def answer_unread(document: Document, asked: Asked, *, max_age: int) -> Answer | None:
    """Answer without the bytes of a document, where a precondition says 304 or 412; else None."""
    answer = answer_document(document, asked, max_age=max_age)
    return None if answer.status == 200 else answer


def _offered(document: Document) -> tuple[Packing, ...]:
    if document.file is not None:
        return PACKINGS
    return tuple(coding for coding in PACKINGS if document.packed(coding) is not None)


def _tags(document: Document, coding: Coding) -> tuple[str, ...]:
    """Give the tag of what would be sent, and then those of the other codings."""
    every: dict[Coding, str] = {"identity": document.etag}
    for packing in _offered(document):
        every[packing] = packed_etag(document.etag, packing)
    return (every[coding], *(tag for name, tag in every.items() if name != coding))


def _content_headers(media_type: str, length: int, coding: Coding) -> Headers:
    return (
        ("Content-Type", media_type),
        ("Content-Length", str(length)),
        *((("Content-Encoding", coding),) if coding != "identity" else ()),
    )


def _changing_headers(document: Document, etag: str, max_age: int) -> Headers:
    return (
        ("ETag", etag),
        ("Last-Modified", http_date(document.last_modified)),
        ("Cache-Control", f"max-age={max_age}"),
        *((("Link", document.link),) if document.link else ()),
    )


@lru_cache(maxsize=64)
def _lasting_headers(media_type: str, shared: bool) -> Headers:
    return (
        ("Vary", "Accept-Encoding"),
        *_safe_headers(_PAGE_POLICY if is_page(media_type) else _FEED_POLICY),
        *((("Access-Control-Allow-Origin", "*"),) if shared else ()),
    )
