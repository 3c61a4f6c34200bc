"""Commands that begin something: `init`, `check`, `run`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from feeds.cli.context import context_of
from feeds.cli.output import say, tell
from feeds.config.schema import Config
from feeds.config.shipped import write_first
from feeds.errors import ConfigurationError, Problem, problem_line
from feeds.topics.rules import stray_guards


def init(
    folder: Annotated[
        Path, typer.Argument(help="Where to put it; made if it is not there.")
    ] = Path("."),
) -> None:
    """Make a first configuration: config.toml and an empty folder seeds/."""
    path = write_first(folder)
    tell(f"{path} is written. Edit it, then start with: diemtin --config {path} run")


def check(
    context: typer.Context,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings end with 1.")] = False,
) -> None:
    """Read the configuration and say all that is wrong with it, or that it is right."""
    loaded = context_of(context).load()
    config = loaded.config
    warnings = (*loaded.warnings, *_idle_guards(config))
    for warning in warnings:
        say(f"warning: {problem_line(str(loaded.path), warning)}")
    tell(f"{loaded.path} is right: {len(config.sources)} sources, {len(config.topics)} topics.")
    if strict and warnings:
        raise typer.Exit(1)


def _idle_guards(config: Config) -> Iterator[Problem]:
    """Warn of guards that guard nothing: a typing error in the term would go unseen."""
    stray = stray_guards(config.topics, home_territory=config.site.home_territory)
    for slug, language, term in stray:
        key = f'topics.{slug}.guards.{language}."{term}"'
        yield Problem(message="this topic has no such term; the guard does nothing", key=key)


def run(context: typer.Context) -> None:
    """Run the daemon: poll, publish and serve until it is stopped (Ctrl+C or SIGTERM)."""
    # no other command pays for the web server, the scheduler and the watching of files
    import scheduler

    with context_of(context).installation() as installation:
        try:
            scheduler.run(installation)
        except scheduler.AddressTaken as taken:
            problem = Problem(message=str(taken), key="serve")
            raise ConfigurationError(str(installation.loaded.path), (problem,)) from taken
