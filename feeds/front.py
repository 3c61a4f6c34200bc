"""What the daemon's readers get beyond published files, under the configuration in force."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from feeds.app import Installation, utc_now
from feeds.searching import Desk
from feeds.web.lifetimes import Freshness
from feeds.web.searches import Question, Refusal, Searches
from feeds.writer import Writer
from store import documents, search, sources
from store.database import FILLED_AT_ONCE

log = logging.getLogger("diemtin.daemon")


class Front:
    """Answers searches, and says when documents may change; every method may be called again."""

    def __init__(self, installation: Installation, now: Callable[[], datetime] = utc_now) -> None:
        self._now = now
        self._freshness = Freshness()
        self._filled = 0
        self.searches = Searches(self._interpret)
        self.adopt(installation)

    def adopt(self, installation: Installation) -> None:
        """Answer under a changed configuration."""
        self._installation = installation
        self._desk = Desk(
            store=installation.store, publisher=installation.publisher(), now=self._now
        )

    def _interpret(self, path: str, query: str) -> Question | Refusal | None:
        return self._desk.interpret(path, query)

    def freshness(self) -> Freshness:
        """Say when documents may change next."""
        return self._freshness

    async def renew(self) -> None:
        """Take note of the store's state, and of the earliest poll that may change it."""
        await asyncio.to_thread(self.look)

    def look(self) -> None:
        """Do what `renew` does, in the thread of the caller."""
        installation = self._installation
        enabled = [one for one in installation.config.sources if one.enabled]
        asked = [one.key for one in enabled if not one.is_folder]
        with installation.store.read() as connection:
            state = documents.state(connection)
            filling = search.is_filling(connection)
            due = sources.next_due(connection, asked)
        # while older entries come into the index, answers hold for a moment only
        moment = f"{self._now():%H%M}" if filling else ""
        self.searches.renew(f"{installation.loaded.digest}/{state}/{moment}")
        has_folders = len(asked) < len(enabled)
        self._freshness = Freshness(next_change=due, has_folders=has_folders)

    async def fill(self, writer: Writer) -> None:
        """Put some entries of an older program into the search index, between other writing."""
        if not await asyncio.to_thread(self._installation.store.ask, search.is_filling):
            return
        filled = await writer.write(lambda connection: search.fill(connection, FILLED_AT_ONCE))
        self._filled += filled
        if not filled:
            log.info("the search index is complete entries=%d", self._filled)
