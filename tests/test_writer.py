"""The writer: one thread that writes for all, each piece of work whole or not at all."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError
from stored import ask, make_new, tell

from feeds.writer import TOGETHER, Writer
from store import entries, meta
from store.database import Store
from store.errors import StoreBusy


@pytest.fixture
async def writer(store: Store) -> AsyncIterator[Writer]:
    """A writer on an empty store."""
    opened = Writer(store)
    yield opened
    await asyncio.to_thread(opened.close)


class Gate:
    """Work that stays in the writer's thread until it is let go, so that other work piles up."""

    def __init__(self) -> None:
        self.entered = threading.Event()
        self.open = threading.Event()

    def wait(self) -> None:
        """Stay in the writer's thread."""
        self.entered.set()
        assert self.open.wait(60)

    async def close(self, writer: Writer) -> "asyncio.Task[None]":
        """Hold the writer up; gives what ends once the gate is open."""
        waiting = asyncio.create_task(writer.call(self.wait))
        await asyncio.to_thread(self.entered.wait, 60)
        return waiting


def put(name: str, value: str = "x") -> Callable[[Connection], None]:
    return lambda connection: meta.put(connection, name, value)


def facts(store: Store, *names: str) -> list[str | None]:
    return ask(store, lambda c: [meta.get(c, name) for name in names])


async def test_result(writer: Writer, store: Store) -> None:
    """Work gives its result once it is kept."""
    (number,) = await writer.write(lambda c: entries.add(c, [make_new("one")]))
    assert set(ask(store, lambda c: entries.load(c, [number]))) == {number}


async def test_thread(writer: Writer) -> None:
    """All work is done in one thread, which is not that of the event loop."""
    threads = await asyncio.gather(
        *(writer.write(lambda _: threading.get_ident()) for _ in range(9)),
        writer.call(threading.get_ident),
    )
    assert len(set(threads)) == 1
    assert threads[0] != threading.get_ident()


async def test_order(writer: Writer, store: Store) -> None:
    """Work is done in the order in which it was given, whichever kind it is."""
    done: list[int] = []

    def give(number: int) -> "asyncio.Future[None]":
        if number % 7 == 3:
            return asyncio.ensure_future(writer.call(lambda: done.append(number)))
        return asyncio.ensure_future(writer.write(lambda _: done.append(number)))

    await asyncio.gather(*(give(number) for number in range(200)))
    assert done == list(range(200))


async def test_works_share_a_transaction(writer: Writer, store: Store) -> None:
    """Work that piled up is written in one transaction, up to a limit."""
    gate = Gate()
    waiting = await gate.close(writer)
    connections: list[int] = []
    moments: list[str | None] = []

    def work(connection: Connection) -> None:
        connections.append(id(connection))
        meta.put(connection, "count", str(len(connections)))
        moments.append(*facts(store, "count"))

    works = [asyncio.create_task(writer.write(work)) for _ in range(TOGETHER + 10)]
    await asyncio.sleep(0)
    gate.open.set()
    await asyncio.gather(waiting, *works)
    # what a reader sees tells the transactions apart: nothing, then all of the first one
    assert moments == [None] * TOGETHER + [str(TOGETHER)] * 10


class Refused(Exception):
    """What a piece of work raises."""


def refuse(connection: Connection) -> None:
    meta.put(connection, "refused", "x")
    raise Refused


def break_rule(connection: Connection) -> None:
    entries.add(connection, [make_new("same"), make_new("same")])


async def test_work_that_fails(writer: Writer, store: Store) -> None:
    """Work that fails is undone alone, and whoever gave it is told; its neighbours are kept."""
    gate = Gate()
    waiting = await gate.close(writer)
    works = [
        asyncio.create_task(writer.write(work))
        for work in (put("a"), refuse, put("b"), break_rule, put("c"))
    ]
    await asyncio.sleep(0)
    gate.open.set()
    await waiting
    results = await asyncio.gather(*works, return_exceptions=True)
    assert [type(result) for result in results] == [
        type(None), Refused, type(None), IntegrityError, type(None),
    ]  # fmt: skip
    assert facts(store, "a", "refused", "b", "c") == ["x", None, "x", "x"]
    assert ask(store, entries.count_by_source) == {}


async def test_call_that_fails(writer: Writer, store: Store) -> None:
    """A call that opens its own transactions is told of its failure, and the writer goes on."""

    def work() -> None:
        tell(store, put("kept"))
        raise Refused

    with pytest.raises(Refused):
        await writer.call(work)
    await writer.write(put("later"))
    assert facts(store, "kept", "later") == ["x", "x"]


async def test_store_that_is_busy(hasty: Store, store: Store) -> None:
    """Where the store cannot be written everybody in the transaction is told, and may try again."""
    writer = Writer(hasty)
    with store.write() as connection:
        meta.put(connection, "other", "x")
        results = await asyncio.gather(
            writer.write(put("a")), writer.write(put("b")), return_exceptions=True
        )
    assert StoreBusy in {type(result) for result in results}
    await writer.write(put("a"))
    await asyncio.to_thread(writer.close)
    assert facts(store, "a", "other") == ["x", "x"]


async def test_work_that_nobody_waits_for(writer: Writer, store: Store) -> None:
    """Work is done though whoever gave it went away; nothing is torn."""
    gate = Gate()
    waiting = await gate.close(writer)
    given_up = asyncio.create_task(writer.write(put("a")))
    await asyncio.sleep(0)
    given_up.cancel()
    with suppress(asyncio.CancelledError):
        await given_up
    gate.open.set()
    await waiting
    await writer.write(put("b"))
    assert facts(store, "a", "b") == ["x", "x"]


async def test_end(store: Store) -> None:
    """At the end all that was given is written, and the thread is gone."""
    writer = Writer(store)
    works = [asyncio.create_task(writer.write(put(f"{number}"))) for number in range(120)]
    await asyncio.sleep(0)
    await asyncio.to_thread(writer.close)
    await asyncio.gather(*works)
    assert facts(store, "0", "119") == ["x", "x"]
    assert "store-writer" not in {thread.name for thread in threading.enumerate()}
