"""Retrieving over HTTP, what a server is told and what its answer means; over real sockets."""

import asyncio
import base64
from collections.abc import AsyncIterator
from email.utils import format_datetime
from pathlib import Path

import pytest
import uvloop
from aiohttp import web

from feeds.errors import Unreachable
from feeds.model import Unchanged, Validators
from feeds.retrieve.targets import HttpRequest
from tests import misbehaviours
from tests.asking import AGENT, FEED, NOW, PATIENCE, Asking, ask, fail, with_status
from tests.loopback import Handler, Loopback


@pytest.fixture
async def loopback() -> AsyncIterator[Loopback]:
    async with Loopback() as server:
        yield server


@pytest.fixture
async def asking() -> AsyncIterator[Asking]:
    async with Asking() as made:
        yield made


async def test_retrieved_document(loopback: Loopback, asking: Asking) -> None:
    """A 200 gives the bytes, their URL, type, charset, date, validators and freshness."""
    loopback.serve(
        "/feed",
        FEED,
        headers={
            "Content-Type": 'Application/RSS+XML; charset="UTF-8"',
            "Cache-Control": "max-age=600",
            "Date": format_datetime(NOW, usegmt=True),
        },
    )
    answer = await ask(asking.allow(loopback), loopback.url("/feed"))
    (document,) = answer.documents
    assert document.body == FEED
    assert (document.origin, document.url) == ("", loopback.url("/feed"))
    assert (document.media_type, document.charset) == ("application/rss+xml", "utf-8")
    assert document.modified == NOW
    assert (answer.http_status, answer.fresh_for, answer.moved_to) == (200, 600, None)
    assert answer.validators.etag
    assert answer.validators.last_modified


async def test_request_headers(loopback: Loopback, asking: Asking) -> None:
    """A request says who asks, what is wanted and which codings are read, and sends no cookie."""
    loopback.serve("/feed", FEED, headers={"Set-Cookie": "a=b"})
    retriever = asking.allow(loopback)
    await ask(retriever, loopback.url("/feed"))
    await ask(retriever, loopback.url("/feed"))
    first, second = loopback.requests["/feed"]
    assert first["User-Agent"] == AGENT
    assert first["Accept-Encoding"] == "gzip, deflate"
    assert first["Accept"].startswith("application/atom+xml")
    assert not {"If-None-Match", "If-Modified-Since", "Authorization", "A-IM"} & set(first)
    assert "Cookie" not in second


async def test_conditional_request(loopback: Loopback, asking: Asking) -> None:
    """Ten polls of an unchanged document are one body and nine 304; a change is seen at once."""
    loopback.serve("/feed", FEED)
    retriever, url = asking.allow(loopback), loopback.url("/feed")
    validators = (await ask(retriever, url)).validators
    for _ in range(9):
        answer = await retriever.retrieve(HttpRequest(url=url, validators=validators))
        assert answer == Unchanged(validators=validators)
    loopback.serve("/feed", FEED + b" ")
    changed = await ask(retriever, url, validators=validators)
    assert changed.documents[0].body == FEED + b" "
    assert changed.validators != validators


@pytest.mark.parametrize(
    ("old", "sent", "expected"),
    [
        pytest.param(
            Validators(etag='"a"', last_modified="Thu, 01 Jan 2026 00:00:00 GMT"),
            {"ETag": '"a"', "Last-Modified": "Fri, 02 Jan 2026 00:00:00 GMT"},
            Validators(etag='"a"', last_modified="Fri, 02 Jan 2026 00:00:00 GMT"),
            id="renewed",
        ),
        pytest.param(Validators(etag='"a"'), {}, Validators(etag='"a"'), id="kept"),
    ],
)
async def test_validators_of_304(
    loopback: Loopback,
    asking: Asking,
    old: Validators,
    sent: dict[str, str],
    expected: Validators,
) -> None:
    """A 304 renews the validators it names and leaves the others (RFC 9111 section 4.3.4)."""
    loopback.route("/feed", lambda request: (304, sent, b""))
    answer = await asking.allow(loopback).retrieve(
        HttpRequest(url=loopback.url("/feed"), validators=old)
    )
    assert isinstance(answer, Unchanged)
    assert answer.validators == expected


async def test_hostile_validators(loopback: Loopback, asking: Asking) -> None:
    """A validator that could not be sent back is neither kept nor sent, and the next poll works."""
    evil = Validators(etag='"\x1b[31m"', last_modified="x" * 2000)
    loopback.serve("/feed", FEED)
    loopback.route(
        "/esc",
        misbehaviours.raw(b'HTTP/1.1 200 OK\r\nETag: "\x1b[31m"\r\nContent-Length: 1\r\n\r\nx'),
    )
    retriever = asking.allow(loopback)
    await ask(retriever, loopback.url("/feed"), validators=evil)
    assert not {"If-None-Match", "If-Modified-Since"} & set(loopback.requests["/feed"][0])
    assert (await ask(retriever, loopback.url("/esc"))).validators == Validators()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("120", 120, id="seconds"),
        pytest.param("Sat, 21 Nov 2026 12:02:00 GMT", 120, id="date"),
        pytest.param("Sat, 21 Nov 2026 11:00:00 GMT", 0, id="past"),
        pytest.param("soon", None, id="words"),
        pytest.param("-5", None, id="negative"),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
async def test_retry_after(
    loopback: Loopback, asking: Asking, status: int, value: str, expected: int | None
) -> None:
    """What a busy server says of when to come back is passed on, in seconds."""
    loopback.route("/busy", with_status(status, Retry_After=value))
    failure = await fail(asking.allow(loopback), loopback.url("/busy"))
    assert (failure.kind, failure.retry_after) == ("limited", expected)


@pytest.mark.parametrize("breaking", [misbehaviours.reset(), misbehaviours.close_empty()])
async def test_one_retry(loopback: Loopback, asking: Asking, breaking: Handler) -> None:
    """A connection that breaks before an answer is tried once more, and not a third time."""

    async def breaking_once(request: web.Request) -> object:
        answer = breaking(request) if loopback.hits["/once"] == 1 else (200, {}, FEED)
        return answer if isinstance(answer, tuple) else await answer

    loopback.route("/once", breaking_once)  # type: ignore[arg-type]
    loopback.route("/always", breaking)
    retriever = asking.allow(loopback)
    assert (await ask(retriever, loopback.url("/once"))).documents[0].body == FEED
    assert (await fail(retriever, loopback.url("/always"))).kind == "network"
    assert loopback.hits == {"/once": 2, "/always": 2}


async def test_no_retry_without_time(loopback: Loopback, asking: Asking) -> None:
    """Where the deadline leaves no time for another try, the first failure is the answer."""
    loopback.route("/reset", misbehaviours.reset())
    retriever = asking.allow(loopback, retry_pause=2 * PATIENCE)
    assert (await fail(retriever, loopback.url("/reset"))).kind == "network"
    assert loopback.hits["/reset"] == 1


async def test_a_deadline_of_its_own(loopback: Loopback, asking: Asking) -> None:
    """A request's own timeout takes the place of the common one, and is the one that is named."""
    loopback.route("/hang", misbehaviours.hang())
    retriever = asking.allow(loopback, timeout=60.0)
    error = await fail(retriever, loopback.url("/hang"), timeout=0.25)
    assert error.kind == "timeout"
    assert "0.25 seconds" in str(error)


async def test_who_limits_is_named(loopback: Loopback, asking: Asking) -> None:
    """An error of an answer names the host that gave it, as hosts are held apart."""
    loopback.redirect("/moved", "/busy")
    loopback.route("/busy", with_status(429))
    error = await fail(asking.allow(loopback), loopback.url("/moved"))
    assert (error.kind, error.host) == ("limited", loopback.authority)


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [
        pytest.param([301], True, id="301"),
        pytest.param([308], True, id="308"),
        pytest.param([301, 308, 301], True, id="permanent-chain"),
        pytest.param([302], False, id="302"),
        pytest.param([303], False, id="303"),
        pytest.param([307], False, id="307"),
        pytest.param([301, 302, 301], False, id="mixed-chain"),
        pytest.param([302] * 5, False, id="five"),
    ],
)
async def test_redirects(
    loopback: Loopback, asking: Asking, statuses: list[int], moved: bool
) -> None:
    """Redirects are followed with the validators; only permanent ones say that a source moved."""
    for number, status in enumerate(statuses):
        loopback.redirect(f"/{number}", f"{number + 1}", status=status)
    final = f"/{len(statuses)}"
    loopback.serve(final, FEED)
    answer = await ask(
        asking.allow(loopback), loopback.url("/0"), validators=Validators(etag='"old"')
    )
    assert answer.documents[0].url == loopback.url(final)
    assert answer.moved_to == (loopback.url(final) if moved else None)
    assert loopback.requests[final][0]["If-None-Match"] == '"old"'


async def test_redirect_to_what_is_unchanged(loopback: Loopback, asking: Asking) -> None:
    """A 304 behind permanent redirects says where the source moved to, as a document does."""
    loopback.redirect("/old", "/new", status=301)
    loopback.route("/new", lambda request: (304, {}, b""))
    answer = await asking.allow(loopback).retrieve(
        HttpRequest(url=loopback.url("/old"), validators=Validators(etag='"a"'))
    )
    assert answer.moved_to == loopback.url("/new")


async def test_where_it_moved_to(loopback: Loopback, asking: Asking) -> None:
    """A source that moved is asked at its new address at once, without the old one's secrets."""
    async with Loopback() as elsewhere:
        elsewhere.serve("/new", FEED)
        request = HttpRequest(
            url=loopback.url("/old"),
            moved_to=elsewhere.url("/new"),
            username="reader",
            password="secret",
            headers=(("X-Key", "secret"),),
        )
        answer = await asking.allow(loopback, elsewhere).retrieve(request)
        assert answer.moved_to is None
        assert not {"Authorization", "X-Key"} & set(elsewhere.requests["/new"][0])
    assert not loopback.hits["/old"]


async def test_too_many_redirects(loopback: Loopback, asking: Asking) -> None:
    """A loop ends after the fifth redirect."""
    loopback.redirect("/loop", "/loop")
    failure = await fail(asking.allow(loopback), loopback.url("/loop"))
    assert (type(failure), failure.kind) == (Unreachable, "redirects")
    assert loopback.hits["/loop"] == 6


async def test_secrets_stay_at_home(loopback: Loopback, asking: Asking) -> None:
    """Password and headers go to the configured origin only, and come along again on return."""
    async with Loopback("127.0.0.2") as elsewhere:
        loopback.redirect("/feed", elsewhere.url("/away"))
        elsewhere.redirect("/away", loopback.url("/back"))
        loopback.serve("/back", FEED)
        await ask(
            asking.allow(loopback, elsewhere),
            loopback.url("/feed"),
            username="an",
            password="mật khẩu",
            headers=(("X-Key", "k"),),
        )
        (away,) = elsewhere.requests["/away"]
        assert not {"Authorization", "X-Key"} & set(away)
        expected = "Basic " + base64.b64encode("an:mật khẩu".encode()).decode()
        for path in ("/feed", "/back"):
            (request,) = loopback.requests[path]
            assert (request["Authorization"], request["X-Key"]) == (expected, "k")


async def test_password_in_url(loopback: Loopback, asking: Asking) -> None:
    """A user part of the configured URL is sent as a header, and stands in no error or document."""
    loopback.serve("/feed", FEED)
    loopback.serve("/none", b"", status=404)
    retriever = asking.allow(loopback)
    url = loopback.url("/feed").replace("://", "://an:geheim@")
    answer = await ask(retriever, url)
    assert loopback.requests["/feed"][0]["Authorization"] == "Basic YW46Z2VoZWlt"
    assert answer.documents[0].url == loopback.url("/feed")
    failure = await fail(retriever, url.replace("/feed", "/none?token=geheim"))
    assert "geheim" not in str(failure)


async def test_no_downgrade_with_secrets(asking: Asking) -> None:
    """A source with a password is not followed from https to http; one without is."""
    async with Loopback(tls=misbehaviours.self_signed()) as secure, Loopback() as plain:
        secure.redirect("/feed", plain.url("/feed"))
        plain.serve("/feed", FEED)
        retriever = asking.allow(secure, plain)
        await ask(retriever, secure.url("/feed"), tls_verify=False)
        failure = await fail(
            retriever, secure.url("/feed"), tls_verify=False, username="an", password="x"
        )
        assert failure.kind == "blocked"
        assert plain.hits["/feed"] == 1


async def test_proxy_of_the_environment(
    loopback: Loopback, asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy that the environment names is not used."""
    async with Loopback() as trap:
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, trap.url())
            monkeypatch.setenv(name.upper(), trap.url())
        loopback.serve("/feed", FEED)
        await ask(asking.allow(loopback), loopback.url("/feed"))
        async with Loopback(tls=misbehaviours.self_signed()) as secure:
            secure.serve("/feed", FEED)
            await ask(asking.allow(secure), secure.url("/feed"), tls_verify=False)
        assert trap.connections == 0


async def test_passwords_of_the_environment(
    loopback: Loopback, asking: Asking, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What a .netrc holds for a host is not sent to it."""
    netrc = tmp_path / "netrc"
    netrc.write_text(f"machine {loopback.host} login an password geheim\n", encoding="utf-8")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    loopback.serve("/feed", FEED)
    await ask(asking.allow(loopback), loopback.url("/feed"))
    assert "Authorization" not in loopback.requests["/feed"][0]


def test_under_uvloop() -> None:
    """The same holds on uvloop's event loop, which fails in other ways."""

    async def poll() -> None:
        async with Loopback() as loopback, Asking() as asking:
            retriever, hasty = asking.allow(loopback), asking.allow(loopback, timeout=0.3)
            loopback.serve("/feed", FEED)
            loopback.route("/reset", misbehaviours.reset())
            loopback.route("/hang", misbehaviours.hang())
            loopback.redirect("/away", f"http://127.0.0.2:{loopback.port}/")
            assert (await ask(retriever, loopback.url("/feed"))).http_status == 200
            assert (await fail(retriever, loopback.url("/reset"))).kind == "network"
            assert (await fail(retriever, loopback.url("/away"))).kind == "blocked"
            assert (await fail(hasty, loopback.url("/hang"))).kind == "timeout"

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(poll())
