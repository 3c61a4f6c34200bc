"""Requests that no reader sends: other methods, odd paths, hostile headers, no HTTP at all."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from serving import (
    ask,
    exchange,
    on_both_loops,
    read_reply,
    serving,
)

UP = ("..", "%2e%2e", "%2E.", ".%2e", "%252e%252e", "..%00", "..;", "%c0%ae%c0%ae", "%u002e%u002e")
SLASH = ("/", "%2f", "%5c", "\\")
TRAVERSALS = [
    *(f"/{up}{slash}secret.txt" for up in UP for slash in SLASH),
    "/archive/../russia.atom", "/./russia.atom", "//russia.atom", "/russia.atom/",
    "/archive%2Frussia%2F2026-11.atom", "/archive", "/archive/", "/russia", "/%", "/%ff", "/%00",
    "/russia.atom%00.html", "/RUSSIA.ATOM", "/etc/passwd", "/file:///etc/passwd", "/~root", "/*",
]  # fmt: skip


@pytest.mark.parametrize("path", TRAVERSALS)
@on_both_loops
async def test_unknown_path(path: str) -> None:
    """What is no key of the shelf is not found, in constant words, however it is spelled."""
    async with serving() as server:
        reply = await ask(server.public_url, path)
    assert reply.status == 404
    assert reply.body == b"Not found\n"
    assert reply.headers["content-type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"]
)
@pytest.mark.parametrize("path", ["/russia.atom", "/unknown"])
@on_both_loops
async def test_other_method(method: str, path: str) -> None:
    """Every method but GET and HEAD is refused, and which ones are not is said."""
    target = "localhost:80" if method == "CONNECT" else path
    async with serving() as server:
        for url in (server.public_url, server.admin_url):
            reply = await ask(url, target, "X-Secret: swordfish", method=method)
            assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD")
            assert b"swordfish" not in reply.body


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    ("field", "body"),
    [
        pytest.param("Content-Length: 4000000", b"x" * 4_000_000, id="length"),
        pytest.param("Transfer-Encoding: chunked", b"5\r\nhello\r\n0\r\n\r\n", id="chunked"),
        pytest.param(
            "Content-Encoding: gzip\r\nContent-Length: 4", b"\x1f\x8b\x08\x00", id="packed"
        ),
    ],
)
@on_both_loops
async def test_request_body(method: str, field: str, body: bytes) -> None:
    """A body is refused and ends the connection, so that it is never read as another request."""
    head = f"{method} / HTTP/1.1\r\nHost: x\r\n{field}\r\n\r\n".encode()
    async with serving() as server:
        received = await exchange(
            server.public_url, head + body + b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
        )
    assert received.count(b"HTTP/1.") == 1
    assert read_reply(received).status == (413 if method == "GET" else 405)
    assert read_reply(received).headers["connection"] == "close"


@pytest.mark.parametrize("path", ["/", "/russia.atom", "/unknown", "/%ff"])
@on_both_loops
async def test_host_header(path: str) -> None:
    """Nothing of Host or its like comes back in an answer."""
    fields = "X-Forwarded-Host: evil.example\r\nForwarded: host=evil.example\r\nReferer: http://evil.example"
    request = f"GET {path} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n{fields}\r\n\r\n"
    async with serving() as server:
        received = await exchange(server.public_url, request.encode())
    assert b"evil" not in received


@on_both_loops
async def test_malformed_request() -> None:
    """What is no HTTP is refused in constant words that name neither the input nor our library."""
    async with serving() as server:
        received = await exchange(server.public_url, b"<script>alert(1)</script>\r\n\r\n")
    assert received.startswith(b"HTTP/1.0 400 ")
    assert received.endswith(b"\r\n\r\nBad request\n")
    assert b"aiohttp" not in received
    assert b"Python" not in received


LINES = st.one_of(
    st.sampled_from(
        [
            b"GET / HTTP/1.1",
            b"HEAD /russia.atom HTTP/1.1",
            b"GET /russia.atom HTTP/1.0",
            b"GET /",
            b"Host: x",
            b"Host: ",
            b"Content-Length: 5",
            b"Content-Length: -1",
            b"Accept-Encoding: gzip",
            b"Transfer-Encoding: chunked",
            b"If-None-Match: *",
            b'If-None-Match: "',
            b"Connection: close",
            b"If-Modified-Since: Tue, 31 Feb 99999 99:99:99 +9999",
            b"Expect: 100-continue",
            b"",
            b"Upgrade: websocket",
            b"Connection: Upgrade",
            b"Range: bytes=-1",
            b"OPTIONS * HTTP/1.1",
            b"If-Match: *",
            b"Accept-Encoding: gzip;q=nan, *;q=2",
            b"CONNECT x:1 HTTP/1.1",
            b"0",
            b"5",
            b"GET http://x:99999/ HTTP/1.1",
            b"GET http://[::1 HTTP/1.1",
            b"GET //@:/ HTTP/1.1",
        ]
    ),
    st.binary(max_size=40),
)


@settings(max_examples=80)
@given(requests=st.lists(st.lists(LINES, min_size=1, max_size=8), min_size=20, max_size=20))
def test_any_request(requests: list[list[bytes]]) -> None:
    """Whatever bytes are sent, the answer is no error of the server's, and it goes on serving."""

    async def send_all() -> None:
        trouble: list[object] = []
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: trouble.append(context))
        async with serving() as server:
            sent = (b"\r\n".join(lines) + b"\r\n\r\n" for lines in requests)
            replies = await asyncio.gather(*(exchange(server.public_url, one) for one in sent))
            assert not any(b"HTTP/1.1 5" in reply or b"HTTP/1.0 5" in reply for reply in replies)
            assert (await ask(server.public_url)).status == 200
        assert not trouble

    asyncio.run(send_all())
