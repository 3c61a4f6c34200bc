"""Documents over real sockets, under asyncio's own loop and under uvloop."""

import asyncio
import gzip
import hashlib
import random

import aiohttp
import brotli
import pytest
from serving import (
    CHANGED,
    CHANGED_TEXT,
    FEED,
    ask,
    on_both_loops,
    serving,
    small_shelf,
)

from feeds.web.document import make_document, strong_etag
from feeds.web.shelf import Shelf

ETAG = strong_etag(FEED.encode())
GZIP_ETAG = ETAG[:-1] + '-gzip"'


@pytest.mark.parametrize(
    ("path", "media_type", "shared"),
    [
        pytest.param("/russia.atom", "application/atom+xml; charset=utf-8", True, id="atom"),
        pytest.param("/russia.rss", "application/rss+xml; charset=utf-8", True, id="rss"),
        pytest.param("/russia.json", "application/feed+json; charset=utf-8", True, id="json"),
        pytest.param("/topics.opml", "text/x-opml; charset=utf-8", True, id="opml"),
        pytest.param("/index.html", "text/html; charset=utf-8", False, id="html"),
        pytest.param("/style.css", "text/css; charset=utf-8", False, id="css"),
        pytest.param("/copy.js", "text/javascript; charset=utf-8", False, id="js"),
        pytest.param("/icon.svg", "image/svg+xml; charset=utf-8", False, id="svg"),
    ],
)
@on_both_loops
async def test_document_headers(path: str, media_type: str, shared: bool) -> None:
    """Every document says its type, charset, age and validators, and what a browser may not do."""
    shelf = small_shelf()
    async with serving(shelf) as server:
        reply = await ask(server.public_url, path)
    assert reply.status == 200
    assert reply.body == shelf.get(path).body
    assert reply.headers["content-type"] == media_type
    assert reply.headers["content-length"] == str(len(reply.body))
    assert reply.headers["etag"] == strong_etag(reply.body)
    assert reply.headers["last-modified"] == CHANGED_TEXT
    assert reply.headers["cache-control"] == f"max-age={86400 if path == '/style.css' else 30}"
    assert reply.headers["vary"] == "Accept-Encoding"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["referrer-policy"] == "no-referrer"
    assert reply.headers["server"] == "diemtin"
    assert "content-encoding" not in reply.headers
    assert (reply.headers.get("access-control-allow-origin") == "*") is shared


@on_both_loops
async def test_content_security_policy() -> None:
    """A page may load pictures, our style and script; all else is sandboxed and loads nothing."""
    async with serving() as server:
        page = await ask(server.public_url, "/index.html")
        feed = await ask(server.public_url, "/russia.atom")
    assert page.headers["content-security-policy"] == (
        "default-src 'none'; img-src 'self' https: http: data:; style-src 'self'; "
        "script-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    assert feed.headers["content-security-policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(
    ("path", "found"),
    [
        pytest.param("/", "/index.html", id="index"),
        pytest.param("/en/", "/en/index.html", id="index of a folder"),
        pytest.param("/russia.atom?x=1", "/russia.atom", id="query"),
        pytest.param("/russia%2Eatom", "/russia.atom", id="encoded-ascii"),
        pytest.param("/tin-t%E1%BB%A9c.html", "/tin-tức.html", id="encoded-unicode"),
        pytest.param("http://evil.example/russia.atom", "/russia.atom", id="absolute-form"),
    ],
)
@on_both_loops
async def test_path_spellings(path: str, found: str) -> None:
    """A path is found as it stands or percent-encoded, whatever query follows."""
    shelf = small_shelf()
    async with serving(shelf) as server:
        reply = await ask(server.public_url, path)
    assert (reply.status, reply.body) == (200, shelf.get(found).body)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        pytest.param([f"If-None-Match: {ETAG}"], 304, id="etag"),
        pytest.param([f"If-None-Match: W/{ETAG}"], 304, id="weak-etag"),
        pytest.param([f"If-None-Match: {GZIP_ETAG}"], 304, id="etag-of-the-gzip-form"),
        pytest.param(['If-None-Match: "a"', f"If-None-Match: {ETAG}"], 304, id="two-lines"),
        pytest.param(['If-None-Match: "a"'], 200, id="other-etag"),
        pytest.param([f"If-Modified-Since: {CHANGED_TEXT}"], 304, id="date"),
        pytest.param(["If-Modified-Since: Tue, 03 Nov 2026 08:30:14 GMT"], 200, id="older-date"),
        pytest.param(
            [f"If-None-Match: {ETAG}", f"If-Modified-Since: {CHANGED_TEXT}"], 304, id="both"
        ),
        pytest.param(
            ['If-None-Match: "a"', f"If-Modified-Since: {CHANGED_TEXT}"], 200, id="etag-wins"
        ),
        pytest.param(["A-IM: feed"], 200, id="delta"),
        pytest.param(["Range: bytes=0-5"], 200, id="range"),
        pytest.param(['If-Match: "a"'], 412, id="if-match"),
    ],
)
@on_both_loops
async def test_conditional_request(fields: list[str], status: int) -> None:
    """A reader that names either validator of what it has gets 304 without a body, else all."""
    async with serving() as server:
        reply = await ask(server.public_url, "/russia.atom", *fields)
    assert reply.status == status
    if status == 200:
        assert reply.body == FEED.encode()
        assert "accept-ranges" not in reply.headers
    if status == 304:
        assert reply.body == b""
        assert {"etag", "last-modified", "cache-control", "vary", "date"} <= reply.headers.keys()
        assert not {"content-length", "content-type", "content-encoding"} & reply.headers.keys()


@pytest.mark.parametrize("path", ["/russia.atom", "/", "/unknown"])
@pytest.mark.parametrize("coding", ["gzip", "identity"])
@on_both_loops
async def test_head(path: str, coding: str) -> None:
    """HEAD is answered with the headers of GET and without a body."""
    async with serving() as server:
        got = await ask(server.public_url, path, f"Accept-Encoding: {coding}")
        head = await ask(server.public_url, path, f"Accept-Encoding: {coding}", method="HEAD")
    assert head.body == b""
    assert {**head.headers, "date": ""} == {**got.headers, "date": ""}
    assert head.status == got.status


@pytest.mark.parametrize(
    ("field", "packed"),
    [
        pytest.param("Accept-Encoding: gzip, deflate", True, id="asked"),
        pytest.param("Accept-Encoding: gzip;q=0", False, id="refused"),
        pytest.param("Accept-Encoding: zstd", False, id="other"),
        pytest.param("Accept: */*", False, id="not-asked"),
    ],
)
@on_both_loops
async def test_gzip(field: str, packed: bool) -> None:
    """Only who asks for gzip gets it: the same bytes, under a strong tag of their own."""
    async with serving() as server:
        reply = await ask(server.public_url, "/russia.atom", field)
    assert (reply.headers.get("content-encoding") == "gzip") is packed
    assert reply.headers["etag"] == (GZIP_ETAG if packed else ETAG)
    assert (gzip.decompress(reply.body) if packed else reply.body) == FEED.encode()


async def test_brotli() -> None:
    """Who names brotli gets the same bytes in it, under a strong tag of their own."""
    async with serving() as server:
        reply = await ask(server.public_url, "/russia.atom", "Accept-Encoding: gzip, br")
        tag = reply.headers["etag"]
        again = await ask(server.public_url, "/russia.atom", f"If-None-Match: {tag}")
    assert reply.headers["content-encoding"] == "br"
    assert brotli.decompress(reply.body) == FEED.encode()
    assert tag == ETAG[:-1] + '-br"'
    assert (again.status, again.headers["etag"]) == (304, tag)


@on_both_loops
async def test_common_client() -> None:
    """An ordinary client revalidates over one connection and reads what it was sent."""
    async with serving() as server, aiohttp.ClientSession() as session:
        async with session.get(f"{server.public_url}/russia.atom") as first:
            assert await first.text() == FEED
        known = {"If-None-Match": first.headers["ETag"]}
        async with session.get(f"{server.public_url}/russia.atom", headers=known) as second:
            assert (second.status, second.headers["ETag"]) == (304, first.headers["ETag"])


@on_both_loops
async def test_large_document() -> None:
    """A document that is sent in slices arrives whole, and HEAD still has its length."""
    body = random.Random(7).randbytes(3_000_001)
    shelf = Shelf()
    shelf.put([make_document("/large.txt", body, CHANGED)])
    async with serving(shelf) as server:
        got = await ask(server.public_url, "/large.txt")
        head = await ask(server.public_url, "/large.txt", method="HEAD")
    assert got.body == body
    assert head.headers["content-length"] == str(len(body))


@on_both_loops
async def test_swap_under_load() -> None:
    """While documents are replaced, every body is the one that its tag names."""
    shelf = Shelf()
    swapping = True

    async def swap() -> None:
        for number in range(100_000):
            if not swapping:
                return
            body = f"<feed>{number}</feed>".encode() * (1 + number % 3000)
            shelf.put([make_document("/a.atom", body, CHANGED)])
            await asyncio.sleep(0)

    async def read(session: aiohttp.ClientSession, url: str, coding: str) -> set[str]:
        seen = set()
        for _ in range(60):
            async with session.get(url, headers={"Accept-Encoding": coding}) as response:
                body = await response.read()
            tag = response.headers["ETag"].strip('"').removesuffix("-gzip")
            assert hashlib.sha256(body).hexdigest()[:32] == tag
            seen.add(tag)
        return seen

    shelf.put([make_document("/a.atom", b"<feed/>", CHANGED)])
    async with serving(shelf) as server, aiohttp.ClientSession() as session:
        swapper = asyncio.create_task(swap())
        url = f"{server.public_url}/a.atom"
        seen = await asyncio.gather(*(read(session, url, c) for c in ("gzip", "identity") * 4))
        swapping = False
        await swapper
    assert len(set().union(*seen)) > 2
