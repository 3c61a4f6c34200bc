"""What hubs send us: the one kind of request whose query and body are looked at (aiohttp's)."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

from aiohttp import HttpVersion11, hdrs, web

from feeds.web.answers import CALLBACKS, Answer

_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class BodyTooLarge(Exception):
    """A body is longer than it may be: no more of it is read."""


class BodyTooLate(Exception):
    """A body takes longer than it may, or broke off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A request under `/websub/`: GET without a body, or POST."""

    method: str
    # what stands behind the prefix, as it was sent
    token: str
    # as it was sent
    query: str
    signature: str | None
    # gives the body in pieces, of so many bytes and within so many seconds at most; raises
    # BodyTooLarge and BodyTooLate
    pieces: Callable[[int, float], AsyncIterator[bytes]]


# None: this is nothing that a hub sends
Receive = Callable[[Delivery], Awaitable[Answer | None]]


def delivery_of(request: web.BaseRequest) -> Delivery | None:
    """Read the head of a request; None where it can be nothing that a hub sends."""
    path = request.rel_url.raw_path
    is_question = request.method == hdrs.METH_GET and not request.body_exists
    if not path.startswith(CALLBACKS) or not (is_question or request.method == hdrs.METH_POST):
        return None
    return Delivery(
        method=request.method,
        token=path.removeprefix(CALLBACKS),
        query=request.rel_url.raw_query_string,
        signature=request.headers.get("X-Hub-Signature"),
        pieces=lambda most, seconds: _pieces(request, most, seconds),
    )


async def _pieces(request: web.BaseRequest, most: int, seconds: float) -> AsyncIterator[bytes]:
    if (request.content_length or 0) > most:
        raise BodyTooLarge
    length = 0
    try:
        async with asyncio.timeout(seconds):
            await _encourage(request)
            async for piece in request.content.iter_any():
                length += len(piece)
                if length > most:
                    raise BodyTooLarge
                yield piece
    except (TimeoutError, web.RequestPayloadError) as broken:
        raise BodyTooLate from broken


async def _encourage(request: web.BaseRequest) -> None:
    """Tell a sender that waits for it to go on (RFC 9110 section 10.1.1)."""
    expects = request.headers.get(hdrs.EXPECT, "").lower() == "100-continue"
    if expects and request.version == HttpVersion11 and request.transport is not None:
        request.transport.write(_CONTINUE)
