"""Commands about OPML: `export-opml` and `import-opml`, lists of feeds from and to others."""

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from feeds.adding import new_sources
from feeds.app import Installation
from feeds.cli.context import context_of
from feeds.cli.output import say, tell, tell_json
from feeds.config.edit import Addition, append_sources
from feeds.errors import ConfigurationError, Problem
from feeds.parse.outlines import MOST_BYTES, read_outlines
from feeds.render.opml import render_opml, render_sources_opml
from feeds.render.view import SourceLink
from feeds.shelves import topic_links
from feeds.urls import redacted
from store import sources


def export_opml(
    context: typer.Context,
    topics: Annotated[
        bool, typer.Option("--topics", help="Our feeds, to subscribe to all at once.")
    ] = False,
) -> None:
    """Print the sources as OPML, or with --topics the feeds that we publish."""
    with context_of(context).installation() as installation:
        body = _topics(installation) if topics else _sources(installation)
    sys.stdout.buffer.write(body)


def _topics(installation: Installation) -> bytes:
    with installation.store.read() as reading:
        links = topic_links(reading, installation.config)
    return render_opml(installation.publisher().site(), links)


def _sources(installation: Installation) -> bytes:
    """List the network sources; a folder of pages is nothing that another program could read."""
    configured = [source for source in installation.config.sources if not source.is_folder]
    with installation.store.read() as reading:
        known = sources.load(reading, [source.key for source in configured])
    links = tuple(
        SourceLink(
            title=source.title or known[source.key].title or source.key,
            url=redacted(source.url),
            site=known[source.key].link,
        )
        for source in configured
    )
    return render_sources_opml(installation.config.site.title, links)


def import_opml(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="An OPML list (-: standard input).")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be added, and change nothing.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """Add the feeds of an OPML list to config.toml; comments and order stay."""
    given = context_of(context)
    wanted, unusable = new_sources(read_outlines(_read(file)))
    made = (*append_sources(given.path, wanted, dry_run=dry_run), *unusable)
    for one in made:
        if as_json:
            tell_json(_plain(one))
        else:
            tell(_line(one))
    say(_summary(made, given.path, dry_run))


def _read(file: Path) -> bytes:
    """Read a list, one byte more than may be at the most."""
    try:
        with sys.stdin.buffer if str(file) == "-" else file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as failure:
        problem = Problem(message=f"cannot be read: {failure.strerror}")
        raise ConfigurationError(str(file), (problem,)) from failure


def _plain(one: Addition) -> dict[str, object]:
    return {
        "url": redacted(one.source.url),
        "title": one.source.title,
        "outcome": _outcome(one),
        "key": one.key or one.known_as,
        "error": one.wrong,
    }


def _outcome(one: Addition) -> str:
    if one.wrong is not None:
        return "refused"
    return "added" if one.key is not None else "known"


def _line(one: Addition) -> str:
    address = redacted(one.source.url) or one.source.title or "an outline"
    if one.wrong is not None:
        return f"refused: {address}: {one.wrong}"
    return f"{_outcome(one)}: {address} is the source {one.key or one.known_as}"


def _summary(made: Sequence[Addition], path: Path, dry_run: bool) -> str:
    counts = Counter(map(_outcome, made))
    verb = "would be added" if dry_run else "added"
    return (
        f"{counts['added']} {verb} to {path}, {counts['known']} known already, "
        f"{counts['refused']} that cannot be used"
    )
