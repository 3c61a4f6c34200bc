"""Commands about entries: `entries` lists them, `explain` tells one's whole story."""

from collections.abc import Sequence
from typing import Annotated

import typer

from feeds.app import Installation
from feeds.cli.context import context_of
from feeds.cli.output import short, tell_json, tell_table
from feeds.corrections import shown
from feeds.errors import ConfigurationError, Problem
from feeds.listing import entry_plain
from store import entries as stored
from store import sightings, withdrawals
from store import topics as placed
from store.database import Connection, fill_index
from store.finding import Wanted, find
from store.queries import read_query
from store.records import Entry

# far more than any store holds, and what every database can count to
MOST = 1_000_000_000


def entries(
    context: typer.Context,
    topic: Annotated[str | None, typer.Option(help="Only entries of this topic.")] = None,
    source: Annotated[str | None, typer.Option(help="Only entries that this source had.")] = None,
    query: Annotated[
        str | None, typer.Option(help='Only entries with these words; "side by side", beginn*.')
    ] = None,
    duplicates: Annotated[
        bool, typer.Option("--duplicates", help="List duplicates as well.")
    ] = False,
    withdrawn: Annotated[
        bool, typer.Option("--withdrawn", help="List what the editor withdrew as well.")
    ] = False,
    limit: Annotated[int, typer.Option(min=0, max=MOST, help="At most so many; 0: all.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """List entries, newest first."""
    wanted = Wanted(
        query=read_query(query) if query else None,
        topic=topic,
        sources=() if source is None else (source,),
        duplicates=duplicates,
        withdrawn=withdrawn,
    )
    with context_of(context).installation() as installation:
        _refuse_unknown(installation, topic, source)
        if wanted.query is not None:
            fill_index(installation.store)
        with installation.store.read() as reading:
            _tell(reading, find(reading, wanted, limit=limit or None), as_json)


def _tell(reading: Connection, found: Sequence[Entry], as_json: bool) -> None:
    if as_json:
        for line in plain_entries(reading, found):
            tell_json(line)
    else:
        _tell_entries(reading, found)


def _refuse_unknown(installation: Installation, topic: str | None, source: str | None) -> None:
    problems = []
    if topic is not None and topic not in installation.config.topics:
        problems.append(Problem(message=f"there is no topic {topic!r}"))
    if source is not None and source not in {one.key for one in installation.config.sources}:
        problems.append(Problem(message=f"there is no source {source!r}"))
    if problems:
        raise ConfigurationError(str(installation.loaded.path), tuple(problems))


def plain_entries(reading: Connection, found: Sequence[Entry]) -> list[dict[str, object]]:
    """Give entries as JSON prints them."""
    numbers = [entry.id for entry in found]
    seen = sightings.of_entries(reading, numbers)
    rows = placed.of_entries(reading, numbers)
    kept = {entry.duplicate_of for entry in found if entry.duplicate_of is not None}
    tags = {number: entry.tag for number, entry in stored.load(reading, kept).items()}
    hidden = withdrawals.of_entries(reading, numbers)
    return [
        entry_plain(
            entry,
            seen.get(entry.id, ()),
            rows.get(entry.id, ()),
            tags,
            hidden[entry.id].withdrawn if entry.id in hidden else None,
        )
        for entry in found
    ]


def _tell_entries(reading: Connection, found: Sequence[Entry]) -> None:
    numbers = [entry.id for entry in found]
    rows = placed.of_entries(reading, numbers)
    hidden = withdrawals.of_entries(reading, numbers)
    tell_table(
        ("NR", "DATE", "SOURCE", "TOPICS", "TITLE"),
        (
            (
                f"{entry.id}{'' if entry.duplicate_of is None else f' = {entry.duplicate_of}'}"
                + (" withdrawn" if entry.id in hidden else ""),
                short(entry.published or entry.first_seen),
                entry.source,
                " ".join(row.topic for row in rows.get(entry.id, ())),
                entry.title,
            )
            for entry in map(shown, found)
        ),
    )
