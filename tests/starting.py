"""Starts the program in processes of their own that need not import it first.

Importing takes most of a command's time, and tests start about a hundred of them. A process that
has imported the program once forks itself for each start: what runs then is `main` with its own
folder, environment, arguments and standard streams, and it ends as any process does. What hangs
on the start of Python itself (missing streams, hash seeds, an installed wheel) is tried with
`python -m feeds.cli` instead.

    started = start(["--config", "config.toml", "run"], cwd=folder, environ=..., ...)
    started.wait(60)
"""

import json
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
_NUMBER = struct.Struct("=q")
# bytes; arguments and environment of one start
_LARGEST = 200_000


class Started:
    """A process that was started, with what is used of `subprocess.Popen`."""

    def __init__(self, arguments: Sequence[str], told: int) -> None:
        self.returncode: int | None = None
        self._arguments = arguments
        self._told = told
        self.pid = self._read()

    def _read(self) -> int:
        """Read what the starting process tells: first the process id, then how it ended."""
        said = os.read(self._told, _NUMBER.size)
        assert len(said) == _NUMBER.size, "the process that starts others is gone"
        number: int = _NUMBER.unpack(said)[0]
        return number

    def poll(self) -> int | None:
        """Give how it ended, as Popen does; None while it runs."""
        self._look(0)
        return self.returncode

    def wait(self, timeout: float) -> int:
        """Wait for the end; raises TimeoutExpired after so many seconds."""
        self._look(timeout)
        if self.returncode is None:
            raise subprocess.TimeoutExpired(list(self._arguments), timeout)
        return self.returncode

    def _look(self, seconds: float) -> None:
        if self.returncode is None and select.select([self._told], [], [], seconds)[0]:
            self.returncode = self._read()
            os.close(self._told)

    def send_signal(self, number: int) -> None:
        """Send a signal while it runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it now."""
        self.send_signal(signal.SIGKILL)


class Starter:
    """The process that has imported the program, as tests see it."""

    def __init__(self) -> None:
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.starting", str(theirs.fileno())],
            cwd=PROJECT,
            env={**os.environ, "PYTHONPATH": str(PROJECT)},
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        theirs.close()

    def start(
        self,
        arguments: Sequence[str],
        *,
        cwd: Path,
        environ: Mapping[str, str],
        streams: tuple[int, int, int],
    ) -> Started:
        """Start a command line; `streams` are the files of its standard streams."""
        order = {"arguments": list(arguments), "cwd": str(cwd), "environ": dict(environ)}
        told, tells = os.pipe()
        try:
            socket.send_fds(self._line, [json.dumps(order).encode()], [*streams, tells])
        finally:
            os.close(tells)
        return Started(arguments, told)

    def end(self) -> None:
        """Let it end, which it does when nobody can ask it any more."""
        self._line.close()
        self._process.wait(60)


@cache
def starter() -> Starter:
    """Give the process of this session, started when it is first needed."""
    return Starter()


def end_starter() -> None:
    """End that process, if there is one."""
    if starter.cache_info().currsize:
        starter().end()
        starter.cache_clear()


def serve(line: socket.socket) -> list[str] | None:
    """Fork for each order; gives the arguments in the new process, None at the end of all."""
    running: dict[int, int] = {}

    def tell_ends(*_: object) -> None:
        for process_id in list(running):
            ended, status = os.waitpid(process_id, os.WNOHANG)
            if ended:
                os.write(running[ended], _NUMBER.pack(os.waitstatus_to_exitcode(status)))
                os.close(running.pop(ended))

    signal.signal(signal.SIGCHLD, tell_ends)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        order, files, _, _ = socket.recv_fds(line, _LARGEST, 4)
        if not order:
            return None
        *streams, tells = files
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
        process_id = os.fork()
        if process_id == 0:
            line.close()
            for file in (*running.values(), tells):
                os.close(file)
            return _become(json.loads(order), streams)
        os.write(tells, _NUMBER.pack(process_id))
        running[process_id] = tells
        for file in streams:
            os.close(file)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])


def _become(order: dict[str, object], streams: Sequence[int]) -> list[str]:
    """Take on what a new process has of its own."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
    for number, file in enumerate(streams):
        os.dup2(file, number)
        os.close(file)
    os.chdir(str(order["cwd"]))
    os.environ.clear()
    os.environ.update(order["environ"])  # type: ignore[call-overload]
    time.tzset()
    arguments: list[str] = order["arguments"]  # type: ignore[assignment]
    sys.argv[1:] = arguments
    return arguments


if __name__ == "__main__":
    # the daemon's parts too, which its command imports when it runs
    import scheduler  # noqa: F401
    from feeds.cli.main import main

    wanted = serve(socket.socket(fileno=int(sys.argv[1])))
    if wanted is not None:
        main(wanted)
