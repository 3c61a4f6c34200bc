"""Commands of the editor's hand: `topics put`, `topics drop`, `correct` and `withdraw`."""

from collections.abc import Iterator
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from feeds.app import publish_stale, utc_now
from feeds.cli.context import context_of
from feeds.cli.output import iso, say, tell
from feeds.corrections import Correction, read_when, shown
from feeds.editing import Edited, Verdict, is_in, place, unplace
from feeds.editing import correct as correct_entry
from feeds.editing import uncorrect as uncorrect_entry
from feeds.ruling import CannotRule
from feeds.text import one_line
from feeds.withdrawing import Withdrawn, restore
from feeds.withdrawing import withdraw as withdraw_entry
from store.records import Entry

Name = Annotated[str, typer.Argument(metavar="ID", help="An id, a number or a URL.")]
Topic = Annotated[str, typer.Argument(metavar="TOPIC", help="A topic of config.toml.")]
Undo = Annotated[bool, typer.Option("--undo", help="Take it back: the rules decide again.")]


def put(context: typer.Context, name: Name, topic: Topic, undo: Undo = False) -> None:
    """Put an entry into a topic, whatever rules and later edits say.

    A duplicate stands for the entry that it repeats.
    """
    _place(context, name, topic, "put", undo)


def drop(context: typer.Context, name: Name, topic: Topic, undo: Undo = False) -> None:
    """Drop an entry out of a topic, whatever rules and later edits say.

    A duplicate stands for the entry that it repeats.
    """
    _place(context, name, topic, "drop", undo)


def _place(context: typer.Context, name: str, topic: str, verdict: Verdict, undo: bool) -> None:
    with context_of(context).installation() as installation:
        rules, decide = installation.rules(), unplace if undo else place
        with installation.store.write() as connection:
            edited = decide(connection, name, topic, verdict, rules, utc_now())
            inside = is_in(connection, edited.entry, topic)
        publish_stale(installation)
    _tell_kept(edited)
    where = f"{'in' if inside else 'not in'} {topic}"
    if undo:
        tell(f"{edited.entry.tag} is {where}, as the rules say")
    else:
        tell(f"{edited.entry.tag} is {where}, whatever the rules say")


def _tell_kept(edited: Edited) -> None:
    if edited.named.id != edited.entry.id:
        say(f"{edited.named.tag} repeats {edited.entry.tag}: it is done to that one")


def correct(
    context: typer.Context,
    name: Name,
    title: Annotated[str | None, typer.Option(help="The title that readers see.")] = None,
    published: Annotated[
        str | None,
        typer.Option(metavar="WHEN", help="2026-11-21T14:05:00+07:00, or a day: 2026-11-21."),
    ] = None,
    undo: Annotated[
        bool, typer.Option("--undo", help="Take it back: the entry says its own again.")
    ] = False,
) -> None:
    """Correct an entry's title or date, whatever later edits of its source say.

    A duplicate stands for the entry that it repeats.
    """
    with context_of(context).installation() as installation:
        zone = ZoneInfo(installation.config.site.timezone)
        correction = _read_correction(title, published, zone)
        if undo is (correction != Correction()):
            raise CannotRule("give --title or --published, or --undo alone")
        rules, now = installation.rules(), utc_now()
        with installation.store.write() as connection:
            if undo:
                edited = uncorrect_entry(connection, name, rules, now)
            else:
                edited = correct_entry(connection, name, correction, rules, now)
        publish_stale(installation)
    _tell_kept(edited)
    for line in corrected_lines(edited.entry):
        tell(line)


def _read_correction(title: str | None, published: str | None, zone: ZoneInfo) -> Correction:
    words = None if title is None else one_line(title)
    if words == "":
        raise CannotRule("a title needs words")
    when = None if published is None else read_when(published, zone)
    if published is not None and when is None:
        raise CannotRule(
            f"{published!r} is no date since 1990: "
            "write 2026-11-21T14:05:00+07:00, or a day as 2026-11-21"
        )
    return Correction(title=words, published=when)


def corrected_lines(entry: Entry) -> Iterator[str]:
    """Say how an entry stands now."""
    seen = shown(entry)
    by_hand = entry.corrected_title is not None
    yield f"{entry.tag} is titled {seen.title!r}{_by(by_hand)}"
    if seen.published is None:
        yield "  and undated, so that it stands where it was seen"
    else:
        by_hand = entry.corrected_published is not None
        yield (
            f"  and published {iso(seen.published)}, "
            f"known to the {seen.published_precision}{_by(by_hand)}"
        )


def _by(hand: bool) -> str:
    return ", as the editor says" if hand else ", as it says itself"


def withdraw(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID-or-URL", help="An id, a number or a URL.")],
    undo: Annotated[
        bool, typer.Option("--undo", help="Put it back as it was, under the same id.")
    ] = False,
) -> None:
    """Hide an entry, with all that repeats it, from feeds, pages and archives, for good.

    Feeds and archives tell of it by a tombstone (RFC 6721). Of a duplicate only its credit is
    withdrawn: the entry that it repeats stays.
    """
    with context_of(context).installation() as installation:
        decide = restore if undo else withdraw_entry
        with installation.store.write() as connection:
            found = decide(connection, name, installation.rules(), utc_now())
        publish_stale(installation)
    for line in _withdrawn_lines(found, undo):
        tell(line)


def _withdrawn_lines(found: Withdrawn, undo: bool) -> Iterator[str]:
    if found.kept is None:
        yield f"{found.tag} is {'put back as it was' if undo else 'withdrawn'}"
    elif undo:
        yield f"{found.tag} is credited again in {found.kept.tag}, which it repeats"
    else:
        yield f"{found.tag} is withdrawn: it is no longer credited in {found.kept.tag}"
        yield f"  which it repeats, and which stays: `diemtin withdraw {found.kept.tag}` hides that"
