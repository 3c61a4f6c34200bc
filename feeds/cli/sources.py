"""Commands about sources: `sources` says how each is, `add` takes a new one.

`release` decides of what the flood guard held back.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import typer

from feeds.afterwards import held_until
from feeds.app import publish_stale, samples_folder, try_source, utc_now
from feeds.cli.context import context_of
from feeds.cli.output import say, short, tell, tell_json, tell_table
from feeds.config.edit import append_source
from feeds.config.keys import NewSource
from feeds.config.schema import SourceSettings
from feeds.errors import ConfigurationError, Problem
from feeds.listing import flood_notes, source_notes, source_plain, source_state, subscription_note
from feeds.rhythm import usual_rhythm
from feeds.samples import find_sample
from feeds.settle import settle_all
from feeds.urls import redacted
from store import entries, pending, websub
from store import sources as stored
from store.records import Source
from store.records_hubs import Subscription


def sources(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """List the sources: state, last success, next poll, interval, entries, failures and why."""
    with context_of(context).installation() as installation, installation.store.read() as reading:
        configured = installation.config.sources
        known = stored.load(reading, [source.key for source in configured])
        counts = entries.count_by_source(reading)
        holds = stored.held(reading)
        floods = pending.floods(reading)
        pushed = {one.source: one for one in websub.subscriptions(reading) if not one.ending}
    now = utc_now()
    folder = samples_folder(installation.loaded.folder)
    table = []
    for settings in configured:
        source, count = known[settings.key], counts.get(settings.key, 0)
        held = held_until(settings, source, holds, now)
        flood = floods.get(settings.key)
        found = find_sample(folder, settings.key) if source.failures else None
        sample = None if found is None else str(found)
        if as_json:
            hub = pushed.get(settings.key)
            tell_json(source_plain(settings, source, held, count, sample, flood, hub))
        elif sample and context_of(context).verbose:
            say(f"{settings.key}: what failed begins in {sample}")
        notes = (*flood_notes(settings.key, flood), *_pushed(pushed.get(settings.key), now))
        table.append(_row(settings, source, held, count, notes))
    if not as_json:
        tell_table(
            ("KEY", "STATE", "LAST SUCCESS", "NEXT POLL", "EVERY", "ENTRIES", "FAILURES", "WHY"),
            table,
        )


def _row(
    settings: SourceSettings,
    source: Source,
    held: datetime | None,
    count: int,
    notes: Sequence[str],
) -> tuple[object, ...]:
    return (
        settings.key,
        source_state(settings, source, held),
        short(source.last_success),
        short(source.next_due) if settings.enabled else "-",
        _duration(source.interval),
        count,
        source.failures,
        _why(source, notes),
    )


def _pushed(subscription: Subscription | None, now: datetime) -> list[str]:
    return [] if subscription is None else [subscription_note(subscription, now)]


def _why(source: Source, notes: Sequence[str]) -> str:
    """Say what an operator should know, the last error or the first warning before the rest."""
    trouble = [source.error_message] if source.error_message else list(source.warnings[:1])
    return "; ".join([*trouble, *notes, *source_notes(source), *_pace(source)])


def _pace(source: Source) -> list[str]:
    """Say why a source is asked as often as it is, where that is not as config.toml says."""
    if source.interval_why in (None, usual_rhythm(0.0).why):
        return []
    return [f"every {_duration(source.interval)}: {source.interval_why}"]


def _duration(seconds: float | None) -> str:
    if seconds is None:
        return "-"
    if seconds < 60:
        return f"{seconds:g} s"
    return f"{seconds / 60:g} min" if seconds < 7200 else f"{seconds / 3600:g} h"


def add(
    context: typer.Context,
    url: Annotated[str, typer.Argument(help="A feed, or a page that names its feeds.")],
    key: Annotated[str | None, typer.Option(help="Its name in config.toml.")] = None,
    title: Annotated[str | None, typer.Option(help="Its title; unset: the feed's own.")] = None,
    language: Annotated[str | None, typer.Option(help="The language of its entries.")] = None,
) -> None:
    """Find the feed of a page, or take the feed, try it, and add it to config.toml."""
    given = context_of(context)
    tried = asyncio.run(try_source(given.load().config, url))
    new = NewSource(url=tried.url, title=title or tried.title, key=key, language=language)
    added = append_source(given.path, new)
    found = redacted(tried.url)
    tell(f"{added}: {found} ({tried.entries} entries now) is added to {given.path}")
    for other in tried.others:
        tell(f"  the page names another feed: {redacted(other)}")


def release(
    context: typer.Context,
    key: Annotated[str, typer.Argument(metavar="KEY", help="The source.")],
    drop: Annotated[
        bool, typer.Option("--drop", help="Forget them instead: they never come back as new.")
    ] = False,
) -> None:
    """Show what was held back of a source because very many entries were new at once."""
    with context_of(context).installation() as installation:
        known = {settings.key for settings in installation.config.sources}
        with installation.store.write() as connection:
            # what left config.toml may have left a flood behind
            if key not in known | pending.floods(connection).keys():
                problem = Problem(message=f"there is no source {key!r}")
                raise ConfigurationError(str(installation.loaded.path), (problem,))
            decided = pending.drop if drop else pending.release
            count = decided(connection, key)
        settle_all(installation.store, installation.rules(), utc_now())
        publish_stale(installation)
    tell(f"{key}: {count} entries {'forgotten' if drop else 'released'}")
