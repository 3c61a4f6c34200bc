"""I/O: asks sources and tells hubs over HTTP, within every limit; the home of aiohttp as a client.

The client bounds nothing by itself (RELIABILITY findings 8 and 10), so all of it is said here: one
deadline from name to last byte, a body counted as it is unpacked, redirects followed by hand, every
address looked at before it is connected to, no cookies, no proxy from the environment.
"""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from feeds.config.schema import Fetch
from feeds.errors import PollError, Unreachable
from feeds.model import Retrieved, Unchanged
from feeds.retrieve.addresses import parse_allowed
from feeds.retrieve.answers import refusal, refusal_of_form, retrieved, unchanged
from feeds.retrieve.decompress import Body, read_coding, too_large
from feeds.retrieve.guard import AddressGuard, watch_attempt
from feeds.retrieve.politeness import standing_turn
from feeds.retrieve.resolver import PatientResolver
from feeds.retrieve.targets import (
    Hop,
    HttpRequest,
    allowed_url,
    build_headers,
    first_hop,
    is_redirect,
    next_hop,
)
from feeds.retrieve.translate import FOREIGN, Interrupted, translate
from feeds.urls import polite_host, redacted

# seconds; RELIABILITY 2.1
_LONGEST_SILENCE = 8.0
_RETRY_PAUSE = 5.0
# seconds; the client rounds timeouts beyond this up to whole seconds, which is never wanted
_NEVER_ROUNDED = 86400.0


def utc_now() -> datetime:
    """Give the time of the system's clock."""
    return datetime.now(UTC)


class HttpRetriever:
    """Asks sources over HTTP; one for the life of the program, closed at its end.

    How many requests run at once is the caller's affair (`politeness.HostGate`). `resolver`,
    `clock` and `retry_pause` (seconds before the one retry of a broken connection) are for tests.
    Raises ValueError for a line of `fetch.allow_networks` that cannot be read.
    """

    def __init__(
        self,
        fetch: Fetch,
        *,
        user_agent: str,
        resolver: AbstractResolver | None = None,
        clock: Callable[[], datetime] = utc_now,
        retry_pause: float = _RETRY_PAUSE,
    ) -> None:
        self._fetch = fetch
        self._user_agent = user_agent
        self._resolver = resolver or PatientResolver()
        self._clock = clock
        self._retry_pause = retry_pause
        self._guard = AddressGuard(tuple(parse_allowed(line) for line in fetch.allow_networks))
        self._session: aiohttp.ClientSession | None = None
        self._closed = False

    async def retrieve(self, request: HttpRequest) -> Retrieved | Unchanged:
        """Ask a source; raises PollError within its timeout, or else that of [fetch]."""
        timeout = request.timeout or self._fetch.timeout
        try:
            async with asyncio.timeout(timeout) as deadline:
                return await self._retry(request, deadline)
        except TimeoutError as late:
            raise Unreachable(
                f"{redacted(request.url)}: no whole answer within {timeout:g} seconds",
                kind="timeout",
            ) from late

    async def post_form(self, url: str, fields: Mapping[str, str]) -> None:
        """Send a form to a hub, once; what it answers beyond a status of success is not read.

        Redirects are not followed. Raises PollError within `fetch.timeout` seconds, also where the
        answer is no success.
        """
        try:
            async with asyncio.timeout(self._fetch.timeout):
                await self._post(allowed_url(url), fields)
        except TimeoutError as late:
            raise Unreachable(
                f"{redacted(url)}: no answer within {self._fetch.timeout:g} seconds",
                kind="timeout",
            ) from late

    async def _post(self, target: URL, fields: Mapping[str, str]) -> None:
        attempt = watch_attempt()
        place = redacted(str(target))
        if self._closed:
            raise Unreachable(f"{place}: another configuration is in force now")
        try:
            async with self._open().post(
                target,
                data=dict(fields),
                headers={"Accept": "*/*", "User-Agent": self._user_agent},
                allow_redirects=False,
            ) as response:
                refused = refusal_of_form(response.status, response.headers, place, self._clock())
        except FOREIGN as error:
            raise translate(error, place=place, blocked=attempt.blocked) from error
        if refused is not None:
            raise refused

    async def close(self) -> None:
        """Close all connections."""
        self._closed = True
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _retry(
        self, request: HttpRequest, deadline: asyncio.Timeout
    ) -> Retrieved | Unchanged:
        """Ask again, once, where a connection broke before an answer and there is time left."""
        try:
            return await self._follow(request, deadline)
        except Interrupted:
            again = asyncio.get_running_loop().time() + self._retry_pause
            if again >= (deadline.when() or 0.0):
                raise
        await asyncio.sleep(self._retry_pause)
        return await self._follow(request, deadline)

    async def _follow(
        self, request: HttpRequest, deadline: asyncio.Timeout
    ) -> Retrieved | Unchanged:
        hop = first_hop(request)
        while True:
            await wait_turn(hop, deadline)
            answer = await self._ask(request, hop)
            if not isinstance(answer, Hop):
                return answer
            hop = answer

    async def _ask(self, request: HttpRequest, hop: Hop) -> Retrieved | Unchanged | Hop:
        """Make one request; errors of the client leave here as ours."""
        attempt = watch_attempt()
        try:
            async with self._open().get(
                hop.url,
                headers=build_headers(request, hop, self._user_agent),
                ssl=request.tls_verify,
                allow_redirects=False,
            ) as response:
                return await self._read(request, hop, response)
        except PollError:
            raise
        except FOREIGN as error:
            place = redacted(str(hop.url))
            raise translate(error, place=place, blocked=attempt.blocked) from error

    async def _read(
        self, request: HttpRequest, hop: Hop, response: aiohttp.ClientResponse
    ) -> Retrieved | Unchanged | Hop:
        headers, now = response.headers, self._clock()
        if is_redirect(response.status):
            return next_hop(request, hop, response.status, headers.get("Location"))
        refused = refusal(response.status, headers, request, hop, now)
        if refused is not None:
            refused.host = polite_host(str(hop.url))
            raise refused
        if response.status == 304:
            return unchanged(request, headers, hop, now)
        try:
            body = await self._read_body(response)
            return retrieved(body, headers, hop, now)
        except PollError as unusable:
            unusable.http_status = response.status
            raise

    async def _read_body(self, response: aiohttp.ClientResponse) -> bytes:
        limit = self._fetch.max_body
        coding = read_coding(response.headers.getall("Content-Encoding", ()))
        if (response.content_length or 0) > limit:
            raise too_large(limit)
        body = Body(coding, limit=limit)
        async for piece in response.content.iter_any():
            body.feed(piece)
        return body.finish()

    def _open(self) -> aiohttp.ClientSession:
        """Give the session, made at first use because it belongs to the running loop."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=self._connector(),
                timeout=self._timeouts(),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                trust_env=False,
                middlewares=(_refuse_silent_retry,),
            )
        return self._session

    def _connector(self) -> aiohttp.TCPConnector:
        """No connection is kept: one that idles for half an hour is worth nothing.

        Its number is bounded by the caller, and a name is remembered by the resolver.
        """
        return aiohttp.TCPConnector(
            socket_factory=self._guard.open_socket,
            resolver=self._resolver,
            use_dns_cache=False,
            force_close=True,
            limit=0,
        )

    def _timeouts(self) -> aiohttp.ClientTimeout:
        return aiohttp.ClientTimeout(
            total=None,
            sock_connect=self._fetch.connect_timeout,
            sock_read=_LONGEST_SILENCE,
            ceil_threshold=_NEVER_ROUNDED,
        )


async def wait_turn(hop: Hop, deadline: asyncio.Timeout) -> None:
    """Wait for a turn on the host of a hop; what others do there costs nothing of our time."""
    turn, host = standing_turn(), polite_host(str(hop.url))
    if turn is None or turn.host == host:
        return
    clock = asyncio.get_running_loop().time
    left = (deadline.when() or 0.0) - clock()
    deadline.reschedule(None)
    await turn.move(host)
    deadline.reschedule(clock() + left)


async def _refuse_silent_retry(
    request: aiohttp.ClientRequest,
    handler: Callable[[aiohttp.ClientRequest], Awaitable[aiohttp.ClientResponse]],
) -> aiohttp.ClientResponse:
    """Turn a broken connection into our error, which the client does not retry on its own."""
    try:
        return await handler(request)
    except (aiohttp.ClientConnectorError, ssl.SSLError):
        raise
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as broken:
        words = str(translate(broken, place=redacted(str(request.url))))
        raise Interrupted(words) from broken
