"""Commands that do the daemon's work once: `refresh` and `publish`."""

import asyncio
from typing import Annotated

import typer

from feeds.app import (
    Installation,
    announce_published,
    open_workshop,
    unknown_keys,
    utc_now,
)
from feeds.cli.context import context_of
from feeds.cli.output import progress, say, tell, tell_json
from feeds.errors import ConfigurationError, Problem
from feeds.publish import publish as publish_documents
from feeds.reports import RoundReport, SourceReport, failing
from feeds.rounds import Progress, run_round

# seconds for which a command waits for our hub; what it was not told of then waits in the store
ANNOUNCING = 10.0


def refresh(
    context: typer.Context,
    keys: Annotated[
        list[str] | None, typer.Argument(metavar="KEY", help="Sources; none: all.")
    ] = None,
    force: Annotated[
        bool,
        typer.Option(
            "--force",
            help="Poll whether due or not: back-off, holds and `enabled` are passed over.",
        ),
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="End with 1 if a source failed.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Do one round: poll what is due, find duplicates and topics, publish."""
    with context_of(context).installation() as installation:
        _refuse_unknown(installation, keys or [])
        total = len(keys or installation.config.sources)
        with progress("Polling", total) as steps:
            report = asyncio.run(
                _round(
                    installation,
                    keys or [],
                    force,
                    lambda one: steps.step(f"{one.key}: {one.outcome}"),
                )
            )
    if as_json:
        tell_json(report.plain())
    else:
        _tell_round(report)
    if strict and failing(report.sources):
        raise typer.Exit(1)


def _refuse_unknown(installation: Installation, keys: list[str]) -> None:
    unknown = unknown_keys(installation, keys)
    if unknown:
        problems = tuple(Problem(message=f"there is no source {key!r}") for key in unknown)
        raise ConfigurationError(str(installation.loaded.path), problems)


async def _round(
    installation: Installation, keys: list[str], force: bool, step: Progress
) -> RoundReport:
    async with open_workshop(installation) as workshop:
        report = await run_round(workshop, keys, force=force, progress=step)
        _say_untold(await workshop.announce(ANNOUNCING))
        return report


def _say_untold(waiting: int) -> None:
    if waiting:
        say(f"the hub is not told of {waiting} documents yet: that is done with the next command")


def source_line(report: SourceReport) -> str:
    """Say in one line what came of a source."""
    if report.error is not None:
        return f"{report.key}: {report.outcome}: {report.error.kind}: {report.error.message}"
    counts = (
        f"{report.new} new, {report.updated} updated, {report.unchanged} unchanged, "
        f"{report.duplicates} duplicates"
    )
    return f"{report.key}: {report.outcome}" + (f": {counts}" if report.outcome == "ok" else "")


def _tell_round(report: RoundReport) -> None:
    for source in report.sources:
        tell(source_line(source))
        for warning in source.warnings:
            say(f"  {source.key}: warning: {warning}")
    new = sum(source.new for source in report.sources)
    duplicates = sum(source.duplicates for source in report.sources)
    tell(
        f"{len(report.sources)} sources, {len(failing(report.sources))} failed; {new} new, "
        f"{duplicates} duplicates; {len(report.published)} documents changed; "
        f"{report.seconds:.1f} s"
    )


def publish(
    context: typer.Context,
    everything: Annotated[
        bool, typer.Option("--all", help="Render every document, changed or not.")
    ] = False,
) -> None:
    """Render every document whose content changed."""
    with context_of(context).installation() as installation:
        changed = publish_documents(
            installation.store,
            installation.publisher(),
            installation.public_folder,
            utc_now(),
            everything=everything,
        )
        for path in changed:
            tell(path)
        tell(f"{len(changed)} documents changed in {installation.public_folder}")
        if installation.config.websub.hub is not None:
            _say_untold(asyncio.run(announce_published(installation, ANNOUNCING)))
