"""A retriever as tests use it: a fixed clock, servers of this machine allowed."""

from datetime import UTC, datetime

import pytest
from aiohttp.abc import AbstractResolver

from feeds.config.schema import Fetch
from feeds.errors import PollError
from feeds.model import Retrieved
from feeds.retrieve.http import HttpRetriever
from feeds.retrieve.targets import HttpRequest
from tests.loopback import Handler, Loopback

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
AGENT = "diemtin-test/1 (+https://example.org/)"
FEED = b'<rss version="2.0"><channel><title>Tin</title></channel></rss>'
LIMIT = 64 * 1024
# seconds; far beyond what a good answer of this machine takes, however busy it is
PATIENCE = 60.0


class Asking:
    """Makes retrievers and closes them at the end of `async with`."""

    def __init__(self) -> None:
        self._retrievers: list[HttpRetriever] = []

    async def __aenter__(self) -> "Asking":
        return self

    async def __aexit__(self, *error: object) -> None:
        for retriever in self._retrievers:
            await retriever.close()

    def allow(
        self,
        *servers: Loopback,
        timeout: float = PATIENCE,
        resolver: AbstractResolver | None = None,
        retry_pause: float = 0.01,
    ) -> HttpRetriever:
        """Make a retriever that may read these servers besides the open Internet."""
        fetch = Fetch(
            timeout=f"{timeout}s",
            connect_timeout=f"{timeout}s",
            max_body=f"{LIMIT}B",
            allow_networks=tuple(server.allowed for server in servers),
        )
        retriever = HttpRetriever(
            fetch,
            user_agent=AGENT,
            resolver=resolver,
            clock=lambda: NOW,
            retry_pause=retry_pause,
        )
        self._retrievers.append(retriever)
        return retriever


async def ask(retriever: HttpRetriever, url: str, **wishes: object) -> Retrieved:
    """Ask for a document; whatever else comes fails the test."""
    answer = await retriever.retrieve(HttpRequest(url=url, **wishes))  # type: ignore[arg-type]
    assert isinstance(answer, Retrieved)
    return answer


async def fail(retriever: HttpRetriever, url: str, **wishes: object) -> PollError:
    """Ask and give the error; its message is one clean line."""
    with pytest.raises(PollError) as caught:
        await retriever.retrieve(HttpRequest(url=url, **wishes))  # type: ignore[arg-type]
    message = str(caught.value)
    assert message
    assert message.isprintable()
    return caught.value


def with_headers(**headers: str) -> Handler:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda request: (200, named, FEED)


def with_status(status: int, **headers: str) -> Handler:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda request: (status, named, b"some words")
