"""Answers that no server should give: each function makes a handler for `Loopback.route`."""

import asyncio
import gzip
import socket
import ssl
import struct
import tempfile
import zlib
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Literal

from aiohttp import web

from tests.loopback import Answer, Handler

# for 127.0.0.1, signed by itself, made for these tests and used nowhere else
_CERTIFICATE = """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgrP3MT+Eb5nbIlanX
a5HVEYcTndmCAKZ3T7SSF6OcG5mhRANCAAQnz16JDEfItgsbDdemJBdmNtkwdYMv
yseJfi8baAhv198G9vGd7GJyefRJTDx+hlOB9WgNm989sFcIz0PP0c7I
-----END PRIVATE KEY-----
-----BEGIN CERTIFICATE-----
MIIBkTCCATagAwIBAgIUeR/fhroHvKsAaoUUv0I1KqJONJkwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJMTI3LjAuMC4xMCAXDTI2MTEyMTIyMTkzMloYDzIxMjYxMDI4
MjIxOTMyWjAUMRIwEAYDVQQDDAkxMjcuMC4wLjEwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQnz16JDEfItgsbDdemJBdmNtkwdYMvyseJfi8baAhv198G9vGd7GJy
efRJTDx+hlOB9WgNm989sFcIz0PP0c7Io2QwYjAdBgNVHQ4EFgQUvPWP+Pj7DOUr
VZmPMBTnQaBtL7MwHwYDVR0jBBgwFoAUvPWP+Pj7DOUrVZmPMBTnQaBtL7MwDwYD
VR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqGSM49BAMCA0kAMEYC
IQCZuyEn2U35sQv/iD+suKngHRQd7AQuBolYzI1qs8wwXwIhAJdSkBbaGMtfR2bD
mnXpbhcyiH0AFUc/5ASkoTyoAxlA
-----END CERTIFICATE-----
"""


def self_signed() -> ssl.SSLContext:
    """Give the TLS side of a server whose certificate nobody has a reason to trust."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "certificate.pem")
        file.write_text(_CERTIFICATE)
        context.load_cert_chain(file)
    return context


def hang(*, after_headers: bool = False) -> Handler:
    """Never answer; or send the headers and never a body."""
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" if after_headers else b""
    return raw(head, then="hang")


def raw(content: bytes, *, then: Literal["close", "reset", "hang"] = "close") -> Handler:
    """Send these bytes and nothing else: status line, headers and all; then close, or not."""

    async def answer(request: Any) -> Answer:
        if content:
            request.transport.write(content)
        if then == "hang":
            await request.loopback.until_left(request)
        await _leave(request.transport, reset=then == "reset")
        return web.Response()

    return answer


async def _leave(transport: asyncio.Transport | None, *, reset: bool) -> None:
    if transport is None:
        return
    if not reset:
        transport.close()
        return
    await asyncio.sleep(0.02)  # what was written is to arrive before the reset
    connection = transport.get_extra_info("socket")
    with suppress(OSError):  # the client may have left first
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


def reset() -> Handler:
    """Reset the connection before a byte of an answer."""
    return raw(b"", then="reset")


def close_empty() -> Handler:
    """Close the connection without a byte of an answer."""
    return raw(b"")


def lying_length(body: bytes, length: int) -> Handler:
    """Declare another length than the body has, and close; a greater one cuts the body off."""
    return raw(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (length, body))


def truncated(body: bytes) -> Handler:
    """Send a chunked body and close without its end."""
    chunk = b"%x\r\n%b\r\n" % (len(body), body)
    return raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk)


def bad_chunk() -> Handler:
    """Send a chunk whose size is no number."""
    return raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n")


def drip(body: bytes, *, pause: float = 0.05, slow_headers: bool = False) -> Handler:
    """Send a byte every `pause` seconds: of the body, or already of the headers."""
    head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body)

    async def answer(request: Any) -> Answer:
        quick, slow = (b"", head + body) if slow_headers else (head, body)
        request.transport.write(quick)
        for byte in slow:
            if request.transport is None or request.transport.is_closing():
                break
            request.transport.write(bytes((byte,)))
            await asyncio.sleep(pause)
        return web.Response()

    return answer


def endless(chunk: bytes = b" " * 65536, *, headers: Mapping[str, str] | None = None) -> Handler:
    """Send a body without an end, until the client goes; counted in `Loopback.sent`."""

    async def answer(request: Any) -> Answer:
        response = web.StreamResponse(headers=headers)
        with suppress(ConnectionError):  # who has seen enough leaves
            await response.prepare(request)
            while request.transport is not None and not request.transport.is_closing():
                await response.write(chunk)
                request.loopback.sent[request.path] += len(chunk)
        return response

    return answer


def compressed(
    body: bytes,
    *,
    coding: str = "gzip",
    declared: str | None = None,
    times: int = 1,
    keep: int | None = None,
) -> Handler:
    """Send a compressed body: `coding` "gzip", "deflate" or "raw-deflate", `times` over.

    `declared` is what Content-Encoding says ("" leaves it out); `keep` cuts the stream there.
    """
    content = body
    for _ in range(times):
        content = _compress(content, coding)
    said = coding.removeprefix("raw-") if declared is None else declared
    headers = {"Content-Encoding": said} if said else {}
    return lambda request: (200, headers, content[:keep])


def _compress(body: bytes, coding: str) -> bytes:
    if coding == "gzip":
        return gzip.compress(body, 9, mtime=0)
    window = -zlib.MAX_WBITS if coding == "raw-deflate" else zlib.MAX_WBITS
    compressor = zlib.compressobj(9, zlib.DEFLATED, window)
    return compressor.compress(body) + compressor.flush()


def compression_bomb(megabytes: int, *, coding: str = "gzip") -> Handler:
    """Send zeros that unpack to so many MiB, about a thousandth of that on the wire."""

    async def answer(request: Any) -> Answer:
        response = web.StreamResponse(headers={"Content-Encoding": coding})
        with suppress(ConnectionError):  # who has seen enough leaves
            await response.prepare(request)
            for part in _packed_zeros(megabytes, coding):
                await _send(request, response, part)
        return response

    return answer


@cache
def _packed_zeros(megabytes: int, coding: str) -> tuple[bytes, ...]:
    window = {"gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}[coding]
    compressor = zlib.compressobj(9, zlib.DEFLATED, window)
    parts = [compressor.compress(bytes(2**20)) for _ in range(megabytes)]
    return (*parts, compressor.flush())


async def _send(request: Any, response: web.StreamResponse, content: bytes) -> None:
    if content and request.transport is not None and not request.transport.is_closing():
        await response.write(content)
        request.loopback.sent[request.path] += len(content)
