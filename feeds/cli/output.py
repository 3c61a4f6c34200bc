"""What commands print: lines and tables for people, JSON lines for scripts; the home of rich."""

import io
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from feeds.logs import printable


def open_closed_outputs() -> None:
    """Give outputs that were closed before we started (`>&-`) a place to write to: nowhere.

    Else a file that is opened next, such as the store, would take their number.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_RDWR)
            if nowhere != number:
                os.dup2(nowhere, number)
                os.close(nowhere)
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115


def spell_foreign_letters() -> None:
    """Let an output whose encoding lacks our letters show their numbers, rather than fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def say(message: str) -> None:
    """Say something on standard error, so that standard output stays clean."""
    print(printable(message), file=sys.stderr)  # noqa: T201


def tell(line: str = "") -> None:
    """Print a line on standard output."""
    print(printable(line))  # noqa: T201


def tell_json(value: Mapping[str, object]) -> None:
    """Print one object on one line, in UTF-8 whatever the terminal's encoding."""
    line = json.dumps(value, ensure_ascii=False, default=_plain)
    sys.stdout.buffer.write(line.encode("utf-8", "replace") + b"\n")
    sys.stdout.flush()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return iso(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def iso(moment: datetime | None) -> str | None:
    """Write a UTC time as scripts read it (RFC 3339)."""
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")


def short(moment: datetime | None) -> str:
    """Write a UTC time as people read it in a table."""
    return "-" if moment is None else moment.strftime("%Y-%m-%d %H:%M")


def tell_table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table that fits the terminal; plain columns where the output is no terminal."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*(Text(printable(str(cell))) for cell in row))
    Console(soft_wrap=False, highlight=False, width=_width()).print(table)


def _width() -> int | None:
    """A pipe has no width: give tables all that they need."""
    return None if sys.stdout.isatty() else 200


@contextmanager
def progress(title: str, total: int) -> Iterator["Steps"]:
    """Show a bar on a terminal; elsewhere each step is a line."""
    if not sys.stderr.isatty():
        yield Steps(None)
        return
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        bar.add_task(title, total=total)
        yield Steps(bar)


class Steps:
    """Counts the steps of long work."""

    def __init__(self, bar: Progress | None) -> None:
        self._bar = bar

    def step(self, line: str) -> None:
        """Say that one step is done."""
        if self._bar is None:
            say(line)
        else:
            self._bar.advance(self._bar.task_ids[0])
