"""What talking with hubs needs of the outside world, as functions."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from feeds.config.schema import Config
from feeds.errors import Unreachable
from feeds.urls import redacted
from feeds.writer import Writer
from store.database import Connection, Store

Result = TypeVar("Result")

# sends a form to a hub; raises PollError
Post = Callable[[str, Mapping[str, str]], Awaitable[None]]


async def post_to_nobody(url: str, fields: Mapping[str, str]) -> None:
    """Stand for a network that reaches no hub: raises Unreachable."""
    raise Unreachable(f"{redacted(url)}: there is no way to hubs here")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A configuration in force, its store, and the way to hubs."""

    config: Config
    store: Store
    writer: Writer
    post: Post
    # the time, UTC
    now: Callable[[], datetime]

    async def read(self, question: Callable[[Connection], Result]) -> Result:
        """Read an answer from the store in a transaction of its own, in a thread of its own."""
        return await asyncio.to_thread(self.store.ask, question)
