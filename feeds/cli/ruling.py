"""Commands of the editor's hand on duplicates: `split` and `merge`."""

from typing import Annotated

import typer

from feeds.app import publish_stale, utc_now
from feeds.cli.context import context_of
from feeds.cli.output import tell
from feeds.ruling import merge as merge_entries
from feeds.ruling import split as split_entry

Name = Annotated[str, typer.Argument(metavar="ID", help="An id, a number or a URL.")]


def split(context: typer.Context, name: Name) -> None:
    """Undo a merge: the duplicate stands alone from now on, whatever later rounds find."""
    with context_of(context).installation() as installation:
        with installation.store.write() as connection:
            ruled = split_entry(connection, name, installation.rules(), utc_now())
        publish_stale(installation)
    tell(f"{ruled.entry.tag} stands alone now; it repeated {ruled.kept.tag}")


def merge(context: typer.Context, one: Name, other: Name) -> None:
    """Force a merge: the entry that was kept first stays, the other one is credited there."""
    with context_of(context).installation() as installation:
        with installation.store.write() as connection:
            ruled = merge_entries(connection, one, other, installation.rules(), utc_now())
        publish_stale(installation)
    tell(f"{ruled.entry.tag} is linked to {ruled.kept.tag}, which stays published")
