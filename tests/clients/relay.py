"""Ways to a server that note what is asked and answered: one for each client, no byte changed.

with relays("newsboat", "sfeed") as by_name:
    by_name["sfeed"].target = 8000     # a port of this machine
    ... sfeed reads by_name["sfeed"].url + "/all.atom" ...
    assert by_name["sfeed"].answers("/all.atom") == [200]
"""

import asyncio
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

_REQUEST = re.compile(rb"(?:^|\n)(?:GET|HEAD) (\S+) HTTP/1\.[01]\r\n")
_ANSWER = re.compile(rb"HTTP/1\.[01] (\d{3}) ")
# seconds; far beyond what anything here takes
_PATIENCE = 60


class Relay:
    """One port of this machine that leads to another; `target` is set once that is known."""

    def __init__(self) -> None:
        self.target = 0
        self.port = 0
        self._answers: list[tuple[str, int]] = []
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        """Where a client asks."""
        return f"http://127.0.0.1:{self.port}"

    def answers(self, path: str) -> list[int]:
        """Give the status of every answer so far to a GET or HEAD of a path, as they came."""
        return [status for asked, status in list(self._answers) if asked == path]

    async def start(self) -> None:
        """Listen on a free port."""
        self._server = await asyncio.start_server(self._join, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Listen no more, and end what is under way."""
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        talk = _Talk(self._answers)
        # a client may leave at any time, and the end of the test may come first
        with suppress(OSError, asyncio.CancelledError):
            there, onward = await asyncio.open_connection("127.0.0.1", self.target)
            await asyncio.gather(
                _pass(reader, onward, talk.note_request), _pass(there, writer, talk.note_answer)
            )


class _Talk:
    """What went over one connection, which may carry several requests one after the other."""

    def __init__(self, answers: list[tuple[str, int]]) -> None:
        self._answers = answers
        self._asked, self._answered = bytearray(), bytearray()
        self._count = 0

    def note_request(self, chunk: bytes) -> None:
        self._asked += chunk

    def note_answer(self, chunk: bytes) -> None:
        self._answered += chunk
        paths, statuses = _REQUEST.findall(self._asked), _ANSWER.findall(self._answered)
        for path, status in list(zip(paths, statuses, strict=False))[self._count :]:
            self._answers.append((path.decode(), int(status)))
            self._count += 1


async def _pass(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, note: Callable[[bytes], None]
) -> None:
    try:
        while chunk := await reader.read(65536):
            note(chunk)
            writer.write(chunk)
            await writer.drain()
    finally:
        writer.close()


@contextmanager
def relays(*names: str) -> Iterator[dict[str, Relay]]:
    """Run a relay for each name, on a thread of their own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    by_name = {name: Relay() for name in names}
    try:
        for relay in by_name.values():
            asyncio.run_coroutine_threadsafe(relay.start(), loop).result(_PATIENCE)
        yield by_name
    finally:
        for relay in by_name.values():
            asyncio.run_coroutine_threadsafe(relay.stop(), loop).result(_PATIENCE)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(_PATIENCE)
        loop.close()
