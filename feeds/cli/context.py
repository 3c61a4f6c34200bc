"""What every command starts from: the configuration file, its store, and how much to say."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import typer

from feeds.app import Installation, open_installation
from feeds.config.load import LoadedConfig, load_config
from feeds.logs import start_logging


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The global options."""

    path: Path
    verbose: bool = False

    def load(self) -> LoadedConfig:
        """Read the configuration; raises ConfigurationError."""
        loaded = load_config(self.path)
        start_logging(loaded.config.log, verbose=self.verbose)
        return loaded

    @contextmanager
    def installation(self) -> Iterator[Installation]:
        """Open the store for the length of a command."""
        self.load()
        installation = open_installation(self.path)
        try:
            yield installation
        finally:
            installation.store.close()


def context_of(context: typer.Context) -> Context:
    """Give the global options that were typed before the command."""
    found = context.find_object(Context)
    assert found is not None
    return found
