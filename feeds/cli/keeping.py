"""Commands that keep the store in order: `prune` and `migrate`."""

import typer

from feeds.app import utc_now
from feeds.cli.context import context_of
from feeds.cli.output import tell
from feeds.config.load import store_url
from feeds.forgetting import prune as prune_store
from store.database import migrate as migrate_store


def prune(context: typer.Context) -> None:
    """Forget entries older than [retention] keep; they never come back as new."""
    with context_of(context).installation() as installation:
        pruned = prune_store(installation.store, installation, utc_now())
        days = installation.config.retention.keep / 86400
    tell(f"{pruned.entries} entries older than {days:g} days forgotten, and {pruned.keys} marks")


def migrate(context: typer.Context) -> None:
    """Bring the store's schema up to date; every other command does so as well."""
    loaded = context_of(context).load()
    before, after = migrate_store(store_url(loaded.config, loaded.folder))
    tell(
        f"the store is at revision {after}"
        + ("" if before == after else f" (was {before or 'empty'})")
    )
