"""What the HTTP client raises, in the words and kinds of `feeds.errors`; the only such place.

The client's own texts may quote the server's bytes: none of them is passed on.
"""

import ssl
from collections.abc import Sequence

from aiohttp import (
    ClientConnectorDNSError,
    ClientConnectorError,
    ClientError,
    ClientPayloadError,
    ClientResponseError,
    InvalidURL,
    ServerDisconnectedError,
)

from feeds.errors import Blocked, ErrorKind, PollError, Unreachable
from feeds.text import one_line

FOREIGN = (ClientError, OSError)
"""What a request may raise that is nobody's bug; TimeoutError is an OSError."""


class Interrupted(Unreachable):
    """The connection broke before a byte of the answer: worth one more try."""


def translate(error: BaseException, *, place: str, blocked: Sequence[str] = ()) -> PollError:
    """Give our error for one of FOREIGN.

    `place` is the redacted URL that was asked, `blocked` the addresses that the guard refused, if
    that is why there was no connection.
    """
    if blocked:
        return Blocked(
            f"{place}: its address is not on the open Internet ({', '.join(blocked[:3])}); "
            "if it is to be read, name it in fetch.allow_networks"
        )
    if isinstance(error, InvalidURL):
        return Blocked(f"{place}: this is no usable URL")
    kind, words = _judge(error)
    return Unreachable(f"{place}: {words}", kind=kind)


def _judge(error: BaseException) -> tuple[ErrorKind, str]:
    """Give kind and words, by the first that fits: the client's errors are many things at once."""
    if isinstance(error, ssl.SSLError):
        return "tls", f"no secure connection: {_tls_reason(error)}"
    if isinstance(error, TimeoutError):
        return "timeout", "the server did not answer in time"
    if isinstance(error, ClientConnectorDNSError):
        return "dns", f"the name cannot be resolved: {_reason(error.os_error)}"
    if isinstance(error, ClientConnectorError):
        return "network", f"no connection: {_reason(error.os_error)}"
    if isinstance(error, ClientPayloadError):
        return "protocol", "the answer broke off before its end"
    if isinstance(error, ClientResponseError):
        return "protocol", "the answer is not proper HTTP"
    if isinstance(error, ServerDisconnectedError):
        return "network", "the server closed the connection without an answer"
    return "network", f"the connection broke: {_reason(error)}"


def _tls_reason(error: ssl.SSLError) -> str:
    """Give OpenSSL's words for it, from under the client's wrapping."""
    inner = getattr(error, "certificate_error", None) or getattr(error, "os_error", error)
    said = getattr(inner, "verify_message", "") or getattr(inner, "reason", "")
    return _words(str(said or "it was refused").replace("_", " ").lower())


def _reason(error: BaseException) -> str:
    """Give the operating system's words, which hold nothing of the server's."""
    return _words(str(getattr(error, "strerror", None) or "no reason is known"))


def _words(text: str) -> str:
    return one_line(text)[:200]
