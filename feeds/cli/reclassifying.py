"""The command `reclassify`: changed topic rules, shown or applied to all that is stored."""

from collections.abc import Iterable, Iterator, Sequence
from math import ceil
from typing import Annotated

import typer

from feeds.app import Installation, publish_stale, utc_now
from feeds.cli.context import context_of
from feeds.cli.output import progress, say, tell, tell_json
from feeds.moves import Move, Tally
from feeds.reclassify import TOGETHER, Older, foresee, older_than
from feeds.reclassify import reclassify as reclassify_stored

# what a shell says of a program that was interrupted
INTERRUPTED = 130

_SIGNS = {"enters": "+", "leaves": "-"}


def reclassify(
    context: typer.Context,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would move, and write nothing.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """Apply the topic rules of config.toml to all that is stored, in batches.

    It may be stopped at any time; the next run goes on from there. An entry that enters a topic
    keeps its id and its dates, and stands in the feed where they say.
    """
    with context_of(context).installation() as installation:
        with installation.store.read() as reading:
            older = older_than(reading, installation.rulebook)
        tally = _run(installation, older, dry_run)
        if not dry_run:
            publish_stale(installation)
        slugs = list(installation.config.topics)
    if as_json:
        for moves in tally.by_topic(slugs).values():
            for move in moves:
                tell_json(move.plain())
    else:
        for line in tally_lines(tally, slugs, dry_run):
            tell(line)


def _run(installation: Installation, older: Older, dry_run: bool) -> Tally:
    if not older.entries:
        return Tally()
    say(older.line())
    store, rules = installation.store, installation.rules()
    parts = foresee(store, rules, utc_now()) if dry_run else _apply(installation)
    with progress("Reclassifying", ceil(older.entries / TOGETHER)) as steps:
        tally = Tally()
        for part in parts:
            tally = tally.plus(part)
            steps.step(f"{tally.entries} of {older.entries} entries")
    return tally


def _apply(installation: Installation) -> Iterator[Tally]:
    """Classify batch after batch; what was done until an interrupt stays done."""
    try:
        yield from reclassify_stored(installation.store, installation.rules(), utc_now)
    except KeyboardInterrupt:
        with installation.store.read() as reading:
            left = older_than(reading, installation.rulebook).entries
        say(f"stopped: {left} entries still wait, `diemtin reclassify` goes on with them")
        raise typer.Exit(INTERRUPTED) from None


def tally_lines(tally: Tally, slugs: Iterable[str], dry_run: bool) -> Iterator[str]:
    """Tell what came of it, or would: every move beforehand, the numbers afterwards."""
    if not tally.entries:
        yield "nothing to do: all entries are classified by the rules in force"
        return
    for slug, moves in tally.by_topic(slugs).items():
        yield _topic_line(slug, moves, dry_run)
        if dry_run:
            for move in moves:
                yield f"  {_SIGNS[move.change]} {move.number}  {move.title}"
                yield f"      {move.id}: {move.reason}"
    would = "would move" if dry_run else "moved"
    yield (
        f"{tally.moved()} of {tally.entries} entries {would}; "
        f"{tally.rescored} stay where they are with another score or evidence"
    )
    if dry_run:
        yield "nothing was written: `diemtin reclassify` does it"


def _topic_line(slug: str, moves: Sequence[Move], dry_run: bool) -> str:
    if not moves:
        return f"{slug}: no change"
    entering = sum(move.change == "enters" for move in moves)
    if dry_run:
        return f"{slug}: {entering} would enter, {len(moves) - entering} would leave"
    return f"{slug}: {entering} entered, {len(moves) - entering} left"
