"""Paths that break TCP, TLS or HTTP itself (RELIABILITY 1.1)."""

import asyncio
from typing import Any

from aiohttp import web

from tests import misbehaviours
from tests.hostile.row import RSS, Row, always, feed, titles
from tests.loopback import Answer, Handler

_OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"


def _sized(body: bytes) -> bytes:
    return b"Content-Length: %d\r\n\r\n%b" % (len(body), body)


def _row(key: str, does: str, answer: Handler | None, error: str = "", **expected: Any) -> Row:
    entries = 0 if error else 3
    expected = {"entries": entries, **expected}
    return Row(key=key, does=does, answer=answer, error=error, server="connection", **expected)


def _raw(key: str, does: str, content: bytes, error: str = "", **expected: Any) -> Row:
    return _row(key, does, misbehaviours.raw(content), error, **expected)


def _hanging(content: bytes) -> Handler:
    return misbehaviours.raw(content, then="hang")


def _pouring(first: bytes, more: bytes) -> Handler:
    """Send a beginning and then the same bytes for ever."""

    async def answer(request: Any) -> Answer:
        request.transport.write(first)
        while request.transport is not None and not request.transport.is_closing():
            request.transport.write(more)
            await asyncio.sleep(0.002)
        return web.Response()

    return answer


def _crumbs(body: bytes) -> bytes:
    return b"".join(b"1\r\n%c\r\n" % byte for byte in body) + b"0\r\n\r\n"


async def _late(request: Any) -> Answer:
    await asyncio.sleep(0.3)
    return 200, RSS, feed("slow-start")


def _wants_cookie(request: Any) -> Answer:
    if "Cookie" in request.headers:
        request.loopback.net.spring(request, "cookie")
        return 200, RSS, feed("cookies-required")
    return 302, {"Location": "/cookies-required", "Set-Cookie": "seen=1"}, b""


def _keeping(request: Any) -> Answer:
    headers = {**RSS, "Connection": "keep-alive", "Keep-Alive": "timeout=999999, max=999999"}
    return 200, headers, feed("keep-alive-abuse")


_HALF = feed("half")[:400]
_HEAD = _OK + b"Content-Length: 5000\r\n\r\n"
_SECOND = _OK + _sized(feed("smuggled"))

_SLOW = (
    _row("hang", "Never answers.", misbehaviours.hang(), "timeout"),
    _row(
        "hang-after-headers",
        "Sends the headers and never a body.",
        misbehaviours.hang(after_headers=True),
        "timeout",
    ),
    _row("hang-mid-body", "Stops in the middle of the body.", _hanging(_HEAD + _HALF), "timeout"),
    _row("hang-mid-header", "Stops within a header line.", _hanging(_OK + b"Etag"), "timeout"),
    _row("hang-chunk", "Stops before a chunk.", _hanging(
        _OK + b"Transfer-Encoding: chunked\r\n\r\n"), "timeout"),
    _row("drip-body", "Sends a byte of the body now and then.",
         misbehaviours.drip(feed("drip-body"), pause=0.1), "timeout"),
    _row("drip-headers", "Sends a byte of the headers now and then.",
         misbehaviours.drip(feed("drip-headers"), pause=0.3, slow_headers=True), "timeout"),
    _row("continue-storm", "Says 100 Continue for ever and never answers.",
         _pouring(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 20), "timeout|protocol"),
    _row("slow-start", "Answers late, but in time.", _late, titles=titles("slow-start")),
)  # fmt: skip

_BROKEN = (
    _row("reset", "Resets the connection instead of answering.", misbehaviours.reset(), "network"),
    _row("reset-mid-body", "Resets the connection in the body.",
         misbehaviours.raw(_HEAD + _HALF, then="reset"), "network|protocol"),
    _row("close-empty", "Closes without an answer.", misbehaviours.close_empty(), "network"),
    _raw("close-mid-header", "Closes in the headers.", _OK + b"Content-Le", "network|protocol"),
    _row("truncated-body", "Closes before the declared length.",
         misbehaviours.lying_length(_HALF, 5000), "protocol"),
    _row("short-length", "Declares 200 bytes less than it sends.",
         misbehaviours.lying_length(feed("short-length"), len(feed("short-length")) - 200),
         "protocol"),
    _row("chunk-no-end", "Closes without the last chunk.",
         misbehaviours.truncated(feed("chunk-no-end")), "protocol"),
    _row("bad-chunk", "Sends a chunk whose size is no number.", misbehaviours.bad_chunk(),
         "protocol"),
    _raw("huge-chunk", "Declares a chunk of 16 EiB and closes.",
         _OK + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nx", "protocol|too_large"),
    _raw("negative-length", "Declares a length below nothing.",
         _OK + b"Content-Length: -5\r\n\r\nabcde", "protocol"),
    _raw("two-lengths", "Declares two lengths.",
         _OK + b"Content-Length: 3\r\nContent-Length: 5\r\n\r\nabcde", "protocol"),
    _raw("te-and-cl", "Declares a length and chunks.",
         _OK + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
         "protocol"),
    _raw("http09", "Sends a body without a head.", feed("http09"), "protocol"),
    _raw("bad-status", "Has a status of four digits and an escape.",
         b"HTTP/1.1 2000 \x1b[31mWell\r\n\r\n", "protocol"),
    _raw("no-status", "Has a status line without a status.", b"HTTP/1.1\r\n\r\n", "protocol"),
    _raw("garbage", "Sends bytes that are no HTTP.", bytes(range(256)) * 8, "protocol"),
    _raw("ssh-banner", "Speaks another protocol.", b"SSH-2.0-OpenSSH_9.2\r\n", "protocol"),
    _raw("nul-in-header", "Has a NUL in a header.",
         _OK + b"X-A: a\x00b\r\n" + _sized(feed("nul-in-header")), "protocol"),
    _raw("switching", "Says 101 and changes the protocol.",
         b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
         "status|protocol|network"),
)  # fmt: skip

_LARGE = (
    _raw("header-bomb", "Has a header of 20,000 bytes.",
         _OK + b"X-A: " + b"a" * 20_000 + b"\r\n" + _sized(feed("header-bomb")), "protocol"),
    _raw("many-headers", "Has 20,000 headers.",
         _OK + b"X-A: a\r\n" * 20_000 + _sized(feed("many-headers")), "protocol"),
    _row("endless-headers", "Sends headers for ever.",
         _pouring(_OK, b"X-A: abcdefgh\r\n" * 200), "protocol"),
    _row("endless-header", "Sends one header line for ever.",
         _pouring(_OK + b"X-A: ", b"a" * 4096), "protocol"),
    _raw("huge-declared", "Declares 200 MB.", _OK + b"Content-Length: 200000000\r\n\r\n<rss>",
         "too_large"),
    _row("endless", "Sends a body for ever.", misbehaviours.endless(), "too_large"),
    _row("huge", "Sends a feed of 6 MB.",
         always(lambda: feed("huge") + b" " * 6_000_000), "too_large"),
)  # fmt: skip

_ODD = (
    _raw("until-close", "Gives no length and closes at the end.",
         _OK + b"\r\n" + feed("until-close"), titles=titles("until-close")),
    _raw("crumbs", "Sends every byte in a chunk of its own.",
         _OK + b"Transfer-Encoding: chunked\r\n\r\n" + _crumbs(feed("crumbs")),
         titles=titles("crumbs")),
    _raw("trailers", "Has headers after the body.",
         _OK + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\nETag: \x22t\x22\r\n\r\n"
         % (len(feed("trailers")), feed("trailers")), titles=titles("trailers")),
    _raw("early-hints", "Says 103 with a link to a trap before the answer.",
         b"HTTP/1.1 103 Early Hints\r\nLink: </trap/hint>; rel=preload\r\n\r\n"
         + _OK + _sized(feed("early-hints")), titles=titles("early-hints")),
    _raw("pipelined", "Sends a second answer, of another feed, behind the first.",
         _OK + _sized(feed("pipelined")) + _SECOND, titles=titles("pipelined")),
    _row("keep-alive-abuse", "Wants the connection kept for eleven days.", _keeping,
         titles=titles("keep-alive-abuse")),
    _raw("zero-length", "Says 200 with a length of 0.", _OK + b"Content-Length: 0\r\n\r\n",
         "empty"),
    _row("cookies-required", "Redirects to itself until a cookie comes back.", _wants_cookie,
         "redirects"),
)  # fmt: skip


def _tls(key: str, does: str, error: str = "", **expected: Any) -> Row:
    return Row(
        key=key,
        does=does,
        answer=always(feed(key)),
        server="tls",
        error=error,
        entries=0 if error else 3,
        **expected,
    )


def _named(key: str, does: str, error: str, name: str, scheme: str = "https") -> Row:
    return Row(key=key, does=does, error=error, url=lambda net: net.raw(name, scheme))


_TLS = (
    _tls("tls-self-signed", "Has a certificate that proves nothing.", "tls"),
    _tls("tls-unverified", "Is not verified, by the operator's will.",
         settings={"tls_verify": False}, titles=titles("tls-unverified")),
    Row(key="tls-to-plain", does="Speaks no TLS where TLS is asked for.", error="tls",
        url=lambda net: net.servers["connection"].url("/plain").replace("http:", "https:")),
    _named("tls-mute", "Takes the connection and never begins TLS.", "timeout", "mute"),
    _named("tls-half", "Stops in the middle of the handshake.", "timeout", "half-hello"),
    _named("tls-noise", "Answers the handshake with noise.", "tls", "noise"),
    _named("raw-noise", "Sends noise before anything was asked.", "protocol", "noise", "http"),
    Row(key="dead-port", does="Nobody listens.", error="network",
        url=lambda net: f"http://127.0.1.1:{net.dead_port}/feed"),
    Row(key="no-name", does="Has a name that does not exist.", error="dns",
        url=lambda net: "http://no-such-host.invalid/feed"),
    Row(key="long-name", does="Has a name that no DNS can hold.", error="dns|blocked",
        url=lambda net: f"http://{'a' * 64}.invalid/feed"),
)  # fmt: skip

ROWS = (*_SLOW, *_BROKEN, *_LARGE, *_ODD, *_TLS)
