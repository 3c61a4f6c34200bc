"""The command `export-opml`: lists of feeds that readers can take over at once."""

import sys
from typing import Annotated

import typer

from feeds.app import Installation
from feeds.cli.context import context_of
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
