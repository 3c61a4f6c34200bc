"""The children that read documents: started when needed, killed when stuck, replaced when dead.

Not `concurrent.futures.ProcessPoolExecutor`: one killed worker breaks that pool for good
(RELIABILITY table 2.2).
"""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from pathlib import Path

import feeds
from feeds.errors import PollError, Unreadable
from feeds.model import ParsedDocument, RawDocument
from feeds.parse.hints import ParseHints
from feeds.parse.wire import HEAD, LONGEST_ANSWER, READY, Answer, decode_answer, encode_question

# RELIABILITY table 2.2
MOST_DOCUMENTS = 200
LARGEST = 300 * 1024 * 1024
_CLOSING = 2.0
# seconds; a child is ready after half a second, and after ten where twenty others want the
# processor
_STARTING = 120.0


class ChildDied(Exception):
    """A child ended while it held a document; `signal_number` is what ended it, if a signal did."""

    def __init__(self, signal_number: int | None) -> None:
        super().__init__(f"signal {signal_number}" if signal_number else "it ended by itself")
        self.signal_number = signal_number


class ParseChildren:
    """A fixed number of places for children, each of which reads one document at a time.

    Who finds no place free waits, first come, first served: that is the whole queue, and it is as
    long as there are callers. Use it from one event loop; close it when done.
    """

    def __init__(
        self,
        *,
        count: int = 1,
        cpu: float = 10.0,
        memory: int = 1024**3,
        wall: float = 15.0,
        starting: float = _STARTING,
        most_documents: int = MOST_DOCUMENTS,
    ) -> None:
        self._cpu = cpu
        self._memory = memory
        # seconds for a document, from when the child is ready for it
        self._wall = wall
        self._starting = starting
        self._most_documents = most_documents
        self._closed = False
        self._children: set[Child] = set()
        self._leaving: set[asyncio.Future[None]] = set()
        # a place is empty (None) or holds a child that waits for work
        self._places: asyncio.Queue[Child | None] = asyncio.Queue()
        for _ in range(count):
            self._places.put_nowait(None)

    async def parse(self, raw: RawDocument, hints: ParseHints) -> ParsedDocument:
        """Read a document in a child.

        Raises Unreadable of the child's kind, and `parse` when it takes too long, too much CPU, or
        kills two children one after the other; PollError of kind `internal` for a bug of ours.
        """
        child = await self._places.get()
        try:
            child, answer = await self._ask_twice(child, raw, hints)
        except BaseException:
            self._places.put_nowait(None)
            raise
        self._places.put_nowait(self._kept(child, answer))
        return _document(answer)

    async def close(self) -> None:
        """Kill all children and wait for their ends, two seconds at most."""
        self._closed = True
        killed = (asyncio.ensure_future(child.kill()) for child in self._children)
        ending = [*killed, *self._leaving]
        if ending:
            await asyncio.wait(ending, timeout=_CLOSING)
        self._children.clear()

    @property
    def process_ids(self) -> tuple[int, ...]:
        """The children that are alive now."""
        return tuple(child.process_id for child in self._children)

    async def _ask_twice(
        self, child: "Child | None", raw: RawDocument, hints: ParseHints
    ) -> tuple["Child", Answer]:
        """Ask a child, and a fresh one once more when that died of the document or by accident."""
        try:
            return await self._ask(child, raw, hints)
        except ChildDied as death:
            self._judge(death)
        try:
            return await self._ask(None, raw, hints)
        except ChildDied as death:
            self._judge(death)
            raise Unreadable(f"reading it ended two processes: {death}", kind="parse") from death

    def _judge(self, death: ChildDied) -> None:
        """Raise where a second try makes no sense."""
        if death.signal_number == signal.SIGXCPU:
            message = f"reading it takes more than {self._cpu:g} seconds of CPU"
            raise Unreadable(message, kind="parse") from death
        if self._closed:
            raise PollError("stopped while it was read", kind="internal") from death

    async def _ask(
        self, child: "Child | None", raw: RawDocument, hints: ParseHints
    ) -> tuple["Child", Answer]:
        if self._closed:
            raise PollError("no document is read any more", kind="internal")
        child = child or await self._start()
        try:
            # the document is not to blame for how long a process takes to start
            await self._wait_ready(child)
            async with asyncio.timeout(self._wall):
                return child, await child.ask(raw, hints)
        except TimeoutError as error:
            await self._end(child)
            message = f"reading it takes more than {self._wall:g} seconds"
            raise Unreadable(message, kind="parse") from error
        except BaseException:
            # dead, or left in the middle of a document: either way of no more use
            await self._end(child)
            raise

    async def _wait_ready(self, child: "Child") -> None:
        """Wait for a fresh child to start, however busy the machine is."""
        try:
            async with asyncio.timeout(self._starting):
                await child.wait_ready()
        except TimeoutError as error:
            message = f"no parse child was ready in {self._starting:g} seconds"
            raise PollError(message, kind="internal") from error

    async def _start(self) -> "Child":
        child = await Child.start(self._cpu, self._memory)
        if self._closed:
            await child.kill()
            raise PollError("stopped before it was read", kind="internal")
        self._children.add(child)
        return child

    def _kept(self, child: "Child", answer: Answer) -> "Child | None":
        """Give the child back to its place, or let it go when it is used up."""
        if child.documents < self._most_documents and answer.resident < LARGEST:
            return child
        leaving = asyncio.ensure_future(self._dismiss(child))
        self._leaving.add(leaving)
        leaving.add_done_callback(self._leaving.discard)
        return None

    async def _dismiss(self, child: "Child") -> None:
        await child.dismiss()
        self._children.discard(child)

    async def _end(self, child: "Child") -> None:
        self._children.discard(child)
        await asyncio.shield(child.kill())


class Child:
    """One process, and how many documents it has read."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self.process_id = process.pid
        self.documents = 0
        self._is_ready = False

    @staticmethod
    async def start(cpu: float, memory: int) -> "Child":
        """Start a child with this interpreter and this program's own modules."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "feeds.parse.child", f"{cpu}", f"{memory}"),
            stdin=PIPE,
            stdout=PIPE,
            env=_environment(),
        )
        return Child(process)

    async def wait_ready(self) -> None:
        """Wait until the process takes questions; raises ChildDied."""
        if self._is_ready:
            return
        assert self._process.stdout is not None
        try:
            first = await self._process.stdout.readexactly(len(READY))
        except (asyncio.IncompleteReadError, OSError) as error:
            raise ChildDied(await self._death()) from error
        if first != READY:
            raise ChildDied(None)
        self._is_ready = True

    async def ask(self, raw: RawDocument, hints: ParseHints) -> Answer:
        """Send a document and wait for its answer; raises ChildDied."""
        questions, answers = self._process.stdin, self._process.stdout
        assert questions is not None
        assert answers is not None
        self.documents += 1
        try:
            questions.write(encode_question(raw, hints))
            await questions.drain()
            length, _ = HEAD.unpack(await answers.readexactly(HEAD.size))
            if length > LONGEST_ANSWER:
                raise ChildDied(None)
            return decode_answer(await answers.readexactly(length))
        except (asyncio.IncompleteReadError, OSError, RuntimeError, ValueError) as error:
            # uvloop raises RuntimeError for a pipe that is closed
            raise ChildDied(await self._death()) from error

    async def kill(self) -> None:
        """Kill the process if it lives, and wait for its end."""
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.kill()
        await self._process.wait()

    async def dismiss(self) -> None:
        """Let the process end by itself, which it does when no more questions can come."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()

    async def _death(self) -> int | None:
        """Give the signal that ended the process; one that still lives is killed."""
        try:
            async with asyncio.timeout(1):
                status = await self._process.wait()
        except TimeoutError:
            await self.kill()
            return None
        return -status if status < 0 else None


def _document(answer: Answer) -> ParsedDocument:
    if answer.document is not None:
        return answer.document
    if answer.failure is None:
        raise PollError("a parse child answered nothing", kind="internal")
    if answer.failure.kind == "internal":
        raise PollError(answer.failure.message, kind="internal")
    raise Unreadable(answer.failure.message, kind=answer.failure.kind)


def _environment() -> dict[str, str]:
    """Give a child what it needs to find its modules, and none of the daemon's secrets."""
    program = str(Path(feeds.__file__).parent.parent)
    paths = [program, *(path for path in sys.path if path)]
    inherited = ("PATH", "LD_LIBRARY_PATH", "PYTHONHOME", "LANG", "LC_ALL")
    kept = {name: os.environ[name] for name in inherited if name in os.environ}
    return {**kept, "PYTHONPATH": os.pathsep.join(dict.fromkeys(paths)), "PYTHONUTF8": "1"}
