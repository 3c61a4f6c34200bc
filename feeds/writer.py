"""One thread that writes to the store, so that whole polls can share a transaction.

1,000 to 2,000 rows a commit cost half of a commit for every poll (SPEED 2.4); each piece of work
stands behind a savepoint of its own, so that one that fails takes nothing else with it.
"""

import asyncio
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from store.database import Connection, Store

Result = TypeVar("Result")

# pieces of work in one transaction at the most
TOGETHER = 50


@dataclass(slots=True)
class _Work:
    """Something to do in the writer's thread, and who waits for it."""

    write: Callable[[Connection], Any] | None = None
    # opens transactions of its own; None beside `write`
    call: Callable[[], Any] | None = None
    done: asyncio.Future[Any] | None = None
    result: Any = None
    error: BaseException | None = None

    def run(self, connection: Connection) -> None:
        """Write behind a savepoint, and keep the result or what went wrong."""
        assert self.write is not None
        try:
            with connection.begin_nested():
                self.result = self.write(connection)
        except Exception as error:
            self.error = error

    def run_alone(self) -> None:
        """Do the work in transactions of its own, and tell at once."""
        assert self.call is not None
        try:
            self.result = self.call()
        except Exception as error:
            self.error = error
        self.tell()

    def tell(self, trouble: BaseException | None = None) -> None:
        """Wake the task that waits, with the result or with what went wrong."""
        assert self.done is not None
        self.error = trouble or self.error
        self.done.get_loop().call_soon_threadsafe(self._settle)

    def _settle(self) -> None:
        assert self.done is not None
        if self.done.cancelled():
            return
        if self.error is not None:
            self.done.set_exception(self.error)
        else:
            self.done.set_result(self.result)


_CLOSE = _Work()


class Writer:
    """Takes work from the event loop and does it, in order, in one thread."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: queue.SimpleQueue[_Work] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="store-writer", daemon=True)
        self._thread.start()

    async def write(self, work: Callable[[Connection], Result]) -> Result:
        """Do some work in a write transaction, and give its result once that is kept.

        Raises what the work raised, after undoing it alone, or StoreTrouble.
        """
        done: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.put(_Work(write=work, done=done))
        return await done

    async def call(self, work: Callable[[], Result]) -> Result:
        """Do some work that opens its own transactions, in its turn; raises what it raised."""
        done: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.put(_Work(call=work, done=done))
        return await done

    def close(self) -> None:
        """Finish what was given, then end the thread."""
        self._waiting.put(_CLOSE)
        self._thread.join()

    def _work(self) -> None:
        work = self._waiting.get()
        while work is not _CLOSE:
            if work.call is not None:
                work.run_alone()
                work = self._waiting.get()
            else:
                work = self._write_together(work)

    def _write_together(self, first: _Work) -> _Work:
        """Write a piece of work and those behind it in one transaction; gives what comes next."""
        batch, following = self._gather(first)
        trouble: BaseException | None = None
        try:
            with self._store.write() as connection:
                for work in batch:
                    work.run(connection)
        except Exception as error:
            trouble = error
        for work in batch:
            work.tell(trouble)
        return following or self._waiting.get()

    def _gather(self, first: _Work) -> tuple[list[_Work], _Work | None]:
        batch = [first]
        while len(batch) < TOGETHER and not self._waiting.empty():
            work = self._waiting.get()
            if work.write is None:
                return batch, work
            batch.append(work)
        return batch, None
