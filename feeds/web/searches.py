"""Documents made on request: by few threads, for few who wait, and remembered while they hold.

Whatever is asked costs the event loop nothing but a look into memory, so that no flood of searches
delays a published document.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from feeds.web.answers import Answer, Asked, answer_document, plain_answer
from feeds.web.document import Document

Key = TypeVar("Key")
Value = TypeVar("Value")

_TICK = timedelta(seconds=1)
# seconds after which one who was refused may ask again
_RETRY_AFTER = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a question is not answered, in a sentence for whoever asked."""

    status: int
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something that only the store can answer; equal keys get equal answers."""

    key: str
    # runs in a thread, and may take a while; the document's date is that of its making
    make: Callable[[], Document | Refusal]


class Interpret(Protocol):
    """Reads a path and what stands behind its `?`; None where a published document is meant."""

    def __call__(self, path: str, query: str) -> Question | Refusal | None:
        """Read a request without asking anybody else: this runs in the event loop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What searches may cost."""

    # threads that read and render
    threads: int = 2
    # questions that run or wait for their turn
    most: int = 16
    # answers that are remembered, some 100 kB each with their packed forms
    remembered: int = 256
    # answers whose date is remembered, so that readers that know only dates get their 304
    dated: int = 4096


class Searches:
    """Answers questions; `renew` is told the state of the store, and may be called by any thread.

    An answer holds until the state changes. Its `Last-Modified` is when these bytes were first
    made, as far as that is remembered, else now: never too old.
    """

    def __init__(self, interpret: Interpret, bounds: Bounds | None = None) -> None:
        self._interpret = interpret
        self._bounds = bounds or Bounds()
        self._threads = ThreadPoolExecutor(self._bounds.threads, thread_name_prefix="search")
        self._state = ""
        self._running: dict[tuple[str, str], asyncio.Future[Document | Refusal]] = {}
        self._answers: OrderedDict[tuple[str, str], Document | Refusal] = OrderedDict()
        self._dates: OrderedDict[str, tuple[str, datetime]] = OrderedDict()

    def renew(self, state: str) -> None:
        """Take note of the state of the store: equal states give equal answers."""
        self._state = state

    def close(self) -> None:
        """Begin no further question; those that run end by their own deadlines."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def read(self, path: str, query: str) -> Question | Refusal | None:
        """Read a request; None where a published document is meant."""
        return self._interpret(path, query)

    async def answer(self, asked: Asked, read: Question | Refusal, max_age: int) -> Answer:
        """Answer a request that was read; `max_age` in seconds."""
        found = await self._find(read) if isinstance(read, Question) else read
        if isinstance(found, Refusal):
            retry_after = _RETRY_AFTER if found.status == 503 else None
            return plain_answer(found.status, f"{found.sentence}\n", retry_after=retry_after)
        return answer_document(found, asked, max_age=max_age)

    async def _find(self, question: Question) -> Document | Refusal:
        key = (question.key, self._state)
        if key in self._answers:
            self._answers.move_to_end(key)
            return self._answers[key]
        running = self._running.get(key)
        if running is None:
            if len(self._running) >= self._bounds.most:
                return BUSY
            running = self._begin(key, question)
        # one who goes away ends neither the work nor the waiting of others
        return await asyncio.shield(running)

    def _begin(
        self, key: tuple[str, str], question: Question
    ) -> "asyncio.Future[Document | Refusal]":
        task = asyncio.ensure_future(self._work(key, question))
        self._running[key] = task
        task.add_done_callback(lambda _: self._running.pop(key, None))
        return task

    async def _work(self, key: tuple[str, str], question: Question) -> Document | Refusal:
        loop = asyncio.get_running_loop()
        made = await loop.run_in_executor(self._threads, question.make)
        kept = made if isinstance(made, Refusal) else self._dated(question.key, made)
        _remember(self._answers, key, kept, self._bounds.remembered)
        return kept

    def _dated(self, key: str, made: Document) -> Document:
        """Give a document the date on which its bytes were first made."""
        etag, modified = self._dates.get(key, (made.etag, made.last_modified))
        if etag != made.etag:
            modified = max(made.last_modified, modified + _TICK)
        _remember(self._dates, key, (made.etag, modified), self._bounds.dated)
        return replace(made, last_modified=modified)


BUSY = Refusal(status=503, sentence="Too many searches at this moment: ask again in a while")


def _remember(held: OrderedDict[Key, Value], key: Key, value: Value, most: int) -> None:
    held[key] = value
    held.move_to_end(key)
    while len(held) > most:
        held.popitem(last=False)
