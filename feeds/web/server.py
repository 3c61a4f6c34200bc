"""The web server: published documents for everybody, and an operators' listener of its own."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime

from feeds.web.answers import (
    NOT_FOUND,
    Answer,
    Asked,
    answer_document,
    plain_answer,
    refuse,
    shelf_path,
)
from feeds.web.connection import Limits
from feeds.web.lifetimes import Freshness
from feeds.web.listener import Listener
from feeds.web.metrics import MEDIA_TYPE, Metrics
from feeds.web.pages import Pages
from feeds.web.receiving import Receive
from feeds.web.searches import Searches
from feeds.web.shelf import Shelf

# the part of the grace that readers get before operators lose their view
_PUBLIC_SHARE = 0.8


class WebServer:
    """Serves a shelf, and health, readiness, metrics and status documents on another address.

    `ready` gives None when the daemon is ready, else the reason why it is not; `degraded` what else
    is wrong. `status` holds
    documents that only the operators' listener serves; `freshness` is asked for with each answer.
    Without `searches`, what stands behind a `?` means nothing. `receive` answers hubs, on the
    public address alone.
    """

    def __init__(
        self,
        shelf: Shelf,
        *,
        host: str,
        port: int,
        admin_host: str,
        admin_port: int,
        ready: Callable[[], str | None],
        degraded: Callable[[], Sequence[str]] = tuple,
        metrics: Metrics,
        status: Shelf | None = None,
        freshness: Callable[[], Freshness] = Freshness,
        searches: Searches | None = None,
        limits: Limits | None = None,
        receive: Receive | None = None,
    ) -> None:
        self._shelf = shelf
        self._status = status or Shelf()
        self._ready = ready
        self._degraded = degraded
        self._metrics = metrics
        self._freshness = freshness
        self._searches = searches
        self._pages = Pages()
        self._limits = limits or Limits()
        self._receive = receive
        self._public_address = (host, port)
        self._admin_address = (admin_host, admin_port)
        self._public: Listener | None = None
        self._admin: Listener | None = None

    async def start(self) -> None:
        """Listen on both addresses or on none; raises OSError with the address and the reason."""
        public = Listener(
            self._answer_public, self._metrics.count_request, self._limits, self._receive
        )
        admin = Listener(self._answer_admin, _count_nothing, self._limits)
        await public.open(*self._public_address)
        try:
            await admin.open(*self._admin_address)
        except OSError:
            await public.close(0)
            raise
        self._public, self._admin = public, admin

    async def stop(self, grace_seconds: float) -> None:
        """Stop in order: readers are served to the end first, then operators; all in the grace."""
        loop = asyncio.get_running_loop()
        end = loop.time() + grace_seconds
        if self._public is not None:
            await self._public.close(grace_seconds * _PUBLIC_SHARE)
        self._pages.close()
        if self._searches is not None:
            self._searches.close()
        if self._admin is not None:
            await self._admin.close(max(0.0, end - loop.time()))
        self._public = self._admin = None

    @property
    def public_url(self) -> str:
        """Where documents are served, without a closing slash; only while running."""
        assert self._public is not None, "the web server is not running"
        return self._public.url

    @property
    def admin_url(self) -> str:
        """Where operators look, without a closing slash; only while running."""
        assert self._admin is not None, "the web server is not running"
        return self._admin.url

    def _answer_public(self, asked: Asked) -> Answer | Awaitable[Answer]:
        if refusal := refuse(asked):
            return refusal
        path = shelf_path(asked.path)
        if path is None:
            return NOT_FOUND
        max_age = self._freshness().seconds(path, datetime.now(UTC))
        read = self._searches and self._searches.read(path, asked.query)
        if self._searches and read:
            return self._searches.answer(asked, read, max_age)
        document = self._shelf.get(path)
        if document is not None and document.file is not None:
            return self._pages.answer(document, asked, max_age)
        return _answer_from(self._shelf, path, asked, max_age)

    def _answer_admin(self, asked: Asked) -> Answer:
        if refusal := refuse(asked):
            return refusal
        match asked.path:
            case "/healthz":
                return plain_answer(200, "ok")
            case "/readyz":
                return self._answer_readiness()
            case "/metrics":
                return plain_answer(200, self._metrics.exposition(), media_type=MEDIA_TYPE)
            case _:
                return _answer_from(self._status, shelf_path(asked.path), asked, 0)

    def _answer_readiness(self) -> Answer:
        """A daemon that lacks room, say, still serves: nobody is to be sent elsewhere."""
        reason = self._ready()
        if reason is not None:
            return plain_answer(503, reason)
        wrong = self._degraded()
        return plain_answer(200, f"degraded: {'; '.join(wrong)}" if wrong else "ok")


def _answer_from(shelf: Shelf, path: str | None, asked: Asked, max_age: int) -> Answer:
    document = shelf.get(path) if path else None
    if document is None:
        return NOT_FOUND
    return answer_document(document, asked, max_age=max_age)


def _count_nothing(status: int) -> None:
    """Operators' own requests are not counted among those of readers."""
