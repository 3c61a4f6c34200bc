"""Retrieving over HTTP from servers that misbehave: every failure has its kind, none is fatal."""

from collections.abc import AsyncIterator

import pytest

from feeds.errors import Blocked, Gone, PollError, Refused, Unreachable, Unreadable
from tests import misbehaviours
from tests.asking import FEED, LIMIT, Asking, ask, fail, with_headers, with_status
from tests.loopback import Handler, Loopback


@pytest.fixture
async def loopback() -> AsyncIterator[Loopback]:
    async with Loopback() as server:
        yield server


@pytest.fixture
async def asking() -> AsyncIterator[Asking]:
    async with Asking() as made:
        yield made


def sent_to(location: str) -> Handler:
    return with_status(302, Location=location)


def _http(content: bytes) -> Handler:
    return misbehaviours.raw(b"HTTP/1.1 200 OK\r\n" + content)


ZEROS = bytes(LIMIT + 1)
FAILURES = [
    pytest.param(misbehaviours.hang(), Unreachable, "timeout", None, id="hang"),
    pytest.param(
        misbehaviours.hang(after_headers=True), Unreachable, "timeout", None, id="hang-in-body"
    ),
    pytest.param(misbehaviours.drip(FEED), Unreachable, "timeout", None, id="slow-body"),
    pytest.param(
        misbehaviours.drip(FEED, slow_headers=True), Unreachable, "timeout", None, id="slow-headers"
    ),
    pytest.param(misbehaviours.reset(), Unreachable, "network", None, id="reset"),
    pytest.param(misbehaviours.close_empty(), Unreachable, "network", None, id="closed"),
    pytest.param(misbehaviours.truncated(FEED), Unreachable, "protocol", None, id="cut-chunks"),
    pytest.param(
        misbehaviours.lying_length(FEED, 999), Unreachable, "protocol", None, id="cut-body"
    ),
    pytest.param(misbehaviours.bad_chunk(), Unreachable, "protocol", None, id="bad-chunk"),
    pytest.param(
        _http(b"Content-Length: 3\r\nContent-Length: 5\r\n\r\nabcde"),
        Unreachable, "protocol", None, id="two-lengths",
    ),
    pytest.param(
        _http(b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
        Unreachable, "protocol", None, id="length-and-chunks",
    ),
    pytest.param(misbehaviours.raw(FEED), Unreachable, "protocol", None, id="http-0.9"),
    pytest.param(
        misbehaviours.raw(b"HTTP/1.1 2000 \x1b[31mWell\r\n\r\n"),
        Unreachable, "protocol", None, id="bad-status-line",
    ),
    pytest.param(
        _http(b"X: " + b"a" * 20_000 + b"\r\n\r\n"), Unreachable, "protocol", None, id="long-header"
    ),
    pytest.param(
        _http(b"X: a\r\n" * 20_000 + b"\r\n"), Unreachable, "protocol", None, id="many-headers"
    ),
    pytest.param(with_status(204), Refused, "status", 204, id="204"),
    pytest.param(with_status(206), Refused, "status", 206, id="206"),
    pytest.param(with_status(304), Refused, "status", 304, id="304-unasked"),
    pytest.param(with_status(401), Refused, "status", 401, id="401"),
    pytest.param(with_status(404), Refused, "status", 404, id="404"),
    pytest.param(with_status(500), Refused, "status", 500, id="500"),
    pytest.param(with_status(999), Refused, "status", 999, id="999"),
    pytest.param(with_status(300), Refused, "status", 300, id="300"),
    pytest.param(with_status(410), Gone, "gone", 410, id="410"),
    pytest.param(with_status(429), Refused, "limited", 429, id="429"),
    pytest.param(with_status(503), Refused, "limited", 503, id="503"),
    pytest.param(with_status(301), Unreachable, "redirects", None, id="redirect-to-nowhere"),
    pytest.param(sent_to(""), Unreachable, "redirects", None, id="empty-location"),
    pytest.param(sent_to("file:///etc/passwd"), Blocked, "blocked", None, id="file"),
    pytest.param(sent_to("ftp://a.example/"), Blocked, "blocked", None, id="ftp"),
    pytest.param(sent_to("gopher://a/1"), Blocked, "blocked", None, id="gopher"),
    pytest.param(sent_to("data:text/xml,x"), Blocked, "blocked", None, id="data"),
    pytest.param(sent_to("http://[::1"), Blocked, "blocked", None, id="no-url"),
    pytest.param(sent_to("http://a:99999/"), Blocked, "blocked", None, id="bad-port"),
    pytest.param(lambda request: (200, {}, b""), Unreadable, "empty", 200, id="empty"),
    pytest.param(lambda request: (200, {}, b" \r\n "), Unreadable, "empty", 200, id="blank"),
    pytest.param(lambda request: (200, {}, ZEROS), Unreadable, "too_large", 200, id="declared"),
    pytest.param(misbehaviours.endless(), Unreadable, "too_large", 200, id="endless"),
    pytest.param(
        misbehaviours.compression_bomb(64), Unreadable, "too_large", 200, id="gzip-bomb"
    ),
    pytest.param(
        misbehaviours.compression_bomb(64, coding="deflate"),
        Unreadable, "too_large", 200, id="deflate-bomb",
    ),
    pytest.param(
        misbehaviours.compressed(FEED, keep=20), Unreadable, "encoding", 200, id="gzip-cut"
    ),
    pytest.param(
        misbehaviours.compressed(FEED, times=2), Unreadable, "encoding", 200, id="gzip-twice"
    ),
    pytest.param(
        misbehaviours.compressed(FEED, times=2, declared="gzip, gzip"),
        Unreadable, "encoding", 200, id="gzip-twice-declared",
    ),
    pytest.param(
        misbehaviours.compressed(FEED, declared="br"), Unreadable, "encoding", 200, id="unknown"
    ),
    pytest.param(
        misbehaviours.compressed(FEED, declared=""), Unreadable, "encoding", 200, id="undeclared"
    ),
    pytest.param(with_headers(Content_Encoding="gzip"), Unreadable, "encoding", 200, id="gzip-lie"),
    pytest.param(
        with_headers(Content_Encoding="deflate"), Unreadable, "encoding", 200, id="deflate-lie"
    ),
]  # fmt: skip


@pytest.mark.parametrize(("handler", "error", "kind", "status"), FAILURES)
async def test_failure(
    loopback: Loopback,
    asking: Asking,
    handler: Handler,
    error: type[PollError],
    kind: str,
    status: int | None,
) -> None:
    """Every misbehaviour ends in an error of its kind, and a good source is read after it."""
    loopback.route("/bad", handler)
    loopback.serve("/good", FEED)
    slow = kind == "timeout"
    patient = asking.allow(loopback)
    retriever = asking.allow(loopback, timeout=0.3) if slow else patient
    failure = await fail(retriever, loopback.url("/bad"))
    assert isinstance(failure, error)
    assert failure.kind == kind
    assert failure.http_status == status
    # who gives up early to see the time run out would give up a good answer on a busy machine
    assert (await ask(patient, loopback.url("/good"))).documents[0].body == FEED


async def test_endless_answer_is_left(loopback: Loopback, asking: Asking) -> None:
    """A body beyond the limit is left at once: what more was sent fits the buffers on the way."""
    loopback.route("/bad", misbehaviours.endless())
    failure = await fail(asking.allow(loopback), loopback.url("/bad"))
    assert failure.kind == "too_large"
    assert loopback.sent["/bad"] < 16 * 2**20


@pytest.mark.parametrize(
    ("handler", "body"),
    [
        pytest.param(misbehaviours.compressed(FEED), FEED, id="gzip"),
        pytest.param(misbehaviours.compressed(FEED, declared="X-GZIP"), FEED, id="x-gzip"),
        pytest.param(misbehaviours.compressed(FEED, coding="deflate"), FEED, id="deflate"),
        pytest.param(misbehaviours.compressed(FEED, coding="raw-deflate"), FEED, id="raw-deflate"),
        pytest.param(with_headers(Content_Encoding="identity"), FEED, id="identity"),
        pytest.param(misbehaviours.raw(b"HTTP/1.1 200 OK\r\n\r\n" + FEED), FEED, id="until-close"),
        pytest.param(lambda request: (200, {}, ZEROS[:-1]), ZEROS[:-1], id="just-the-limit"),
    ],
)
async def test_readable_answers(
    loopback: Loopback, asking: Asking, handler: Handler, body: bytes
) -> None:
    """Codings that were asked for are undone, and odd but unmistakable answers are read."""
    loopback.route("/feed", handler)
    answer = await ask(asking.allow(loopback), loopback.url("/feed"))
    assert answer.documents[0].body == body


async def test_tls_is_verified(asking: Asking) -> None:
    """A certificate that proves nothing is refused, unless the source says otherwise."""
    async with Loopback(tls=misbehaviours.self_signed()) as secure:
        secure.serve("/feed", FEED)
        retriever = asking.allow(secure)
        failure = await fail(retriever, secure.url("/feed"))
        assert (type(failure), failure.kind) == (Unreachable, "tls")
        assert "self-signed" in str(failure)
        assert secure.hits["/feed"] == 0
        assert (await ask(retriever, secure.url("/feed"), tls_verify=False)).http_status == 200


async def test_tls_with_a_plain_server(loopback: Loopback, asking: Asking) -> None:
    """A server that speaks no TLS is a TLS failure, not a crash."""
    url = loopback.url("/feed").replace("http:", "https:")
    assert (await fail(asking.allow(loopback), url)).kind == "tls"


async def test_nobody_listens(asking: Asking) -> None:
    """A port that nobody listens on is a network failure."""
    async with Loopback() as closed:
        pass
    failure = await fail(asking.allow(closed), closed.url("/"))
    assert (type(failure), failure.kind) == (Unreachable, "network")
