"""What tests put into a store: entries with little said of them, and what is asked of a store."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection

from store import entries, pending
from store.database import Store
from store.records import Entry, NewEntry, Verdict

Result = TypeVar("Result")

PROJECT = Path(__file__).resolve().parent.parent
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)

PLAIN = NewEntry(
    tag="tag:example.org,2026:entry/plain",
    source="site",
    origin="",
    position=0,
    title="Hội nghị bế mạc",
    title_synthetic=False,
    summary="Hội nghị bế mạc sau ba ngày làm việc.",
    content="",
    url=None,
    language="vi",
    published=None,
    published_from=None,
    published_precision=None,
    first_seen=NOW,
    updated=NOW,
    ordered=NOW,
    digest="0" * 32,
    authors=(),
    categories=(),
    links=(),
    captions=(),
    dates_mentioned=(),
    credit=None,
    url_key=None,
    text_key=None,
    source_id=None,
    keys=(),
)


def make_new(name: str, **said: Any) -> NewEntry:
    """Make an entry to store, whose tag ends in a name."""
    return replace(PLAIN, tag=f"tag:example.org,2026:entry/{name}", **said)


def ask(store: Store, question: Callable[[Connection], Result]) -> Result:
    """Read an answer in a transaction of its own."""
    with store.read() as connection:
        return question(connection)


def tell(store: Store, work: Callable[[Connection], Result]) -> Result:
    """Write something in a transaction of its own."""
    with store.write() as connection:
        return work(connection)


def keep(store: Store, *new: NewEntry) -> list[int]:
    """Store entries and decide that each stands alone; gives their numbers."""

    def work(connection: Connection) -> list[int]:
        numbers = entries.add(connection, new)
        pending.settle(connection, [Verdict(entry=number) for number in numbers])
        return numbers

    return tell(store, work)


def link(store: Store, duplicate: int, kept: int) -> None:
    """Decide that an entry says what another one says."""
    verdict = Verdict(entry=duplicate, duplicate_of=kept, reason="same-text", score=1.0)
    tell(store, lambda connection: pending.settle(connection, [verdict]))


def load(store: Store, number: int) -> Entry:
    """Give an entry that must be there."""
    return ask(store, lambda connection: entries.load(connection, [number]))[number]


def run_python(
    code: str, *arguments: object, program: Path = PROJECT, **options: Any
) -> "subprocess.Popen[str]":
    """Start another process that runs some code against the program in a folder."""
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", code, *map(str, arguments)],
        cwd=program,
        env=os.environ | {"PYTHONPATH": f"{program}:{PROJECT / 'tests'}"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def finish(process: "subprocess.Popen[str]", said: str = "") -> str:
    """Wait for a process that must end well; gives what it printed."""
    out, trouble = process.communicate(said, timeout=300)
    assert process.returncode == 0, trouble
    return out
