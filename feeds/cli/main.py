"""The console script `diemtin`: its commands, its global options, its exit codes."""

import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from feeds.app import program_version
from feeds.cli import (
    editing,
    entries,
    evaluation,
    explaining,
    keeping,
    opml,
    polling,
    reclassifying,
    ruling,
    sources,
    starting,
    topics,
)
from feeds.cli.context import Context
from feeds.cli.output import open_closed_outputs, say, spell_foreign_letters
from feeds.errors import DiemtinError
from feeds.logs import tell_traceback
from store.errors import StoreLocked, StoreTrouble

# exit codes (DESIGN section 3)
DONE = 0
BUG = 1
WRONG = 2
TROUBLE = 74
LOCKED = 75

app = typer.Typer(
    name="diemtin",
    help="Reads news pages and feeds, keeps every entry once, publishes one feed per topic.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
topics_app = typer.Typer(help=topics.HELP, invoke_without_command=True)
eval_app = typer.Typer(help=evaluation.HELP, no_args_is_help=True)

app.command("init", short_help="Make a first configuration.")(starting.init)
app.command("run", short_help="Run the daemon.")(starting.run)
app.command("check", short_help="Say what is wrong with config.toml.")(starting.check)
app.command("refresh", short_help="Do one round now.")(polling.refresh)
app.command("publish", short_help="Render what changed.")(polling.publish)
app.command("sources", short_help="Say how each source is.")(sources.sources)
app.command("add", short_help="Find a feed, try it, add it.")(sources.add)
app.command("release", short_help="Show what came in a flood, or drop it.")(sources.release)
app.command("entries", short_help="List entries, newest first.")(entries.entries)
app.command("explain", short_help="Tell an entry's whole story.")(explaining.explain)
app.command("split", short_help="Undo a merge, for good.")(ruling.split)
app.command("merge", short_help="Force a merge, for good.")(ruling.merge)
app.command("correct", short_help="Correct a title or a date, for good.")(editing.correct)
app.command("withdraw", short_help="Hide an entry from all readers, for good.")(editing.withdraw)
app.command("reclassify", short_help="Apply changed topic rules to all that is stored.")(
    reclassifying.reclassify
)
app.command("export-opml", short_help="Print sources or feeds as OPML.")(opml.export_opml)
app.command("import-opml", short_help="Add the feeds of an OPML list.")(opml.import_opml)
app.command("prune", short_help="Forget old entries.")(keeping.prune)
app.command("migrate", short_help="Bring the store up to date.")(keeping.migrate)
topics_app.callback()(topics.topics)
topics_app.command("test")(topics.try_text)
topics_app.command("put")(editing.put)
topics_app.command("drop")(editing.drop)
eval_app.command("pairs")(evaluation.pairs)
eval_app.command("topics")(evaluation.topics)
app.add_typer(topics_app, name="topics", short_help="List topics, try a text, put or drop entries.")
app.add_typer(eval_app, name="eval", short_help="Measure on labelled rows.")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"diemtin {program_version()}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    config: Annotated[
        Path,
        typer.Option(help="The configuration file.", envvar="DIEMTIN_CONFIG", metavar="PATH"),
    ] = Path("config.toml"),
    verbose: Annotated[bool, typer.Option("--verbose", help="Say more of what happens.")] = False,
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version.", callback=_print_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Remember the global options for the command that follows."""
    context.obj = Context(path=config, verbose=verbose)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; exits with 0, 1, 2, 74 or 75."""
    # what was imported stays: looking through it for garbage, and once more at the end, is a
    # fifth of a command's time
    gc.freeze()
    open_closed_outputs()
    spell_foreign_letters()
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = exit_code(globals_first(given))
    except Exception as bug:
        # told here and not by Python, because its message may quote a URL with a password
        tell_traceback(bug)
        code = BUG
    sys.exit(code)


def exit_code(arguments: Sequence[str]) -> int:
    """Run a command and say how it ended."""
    try:
        app(arguments, prog_name="diemtin")
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else DONE
    except StoreLocked as held:
        say(str(held))
        return LOCKED
    except (StoreTrouble, OSError) as trouble:
        say(str(trouble))
        return TROUBLE
    except DiemtinError as wrong:
        say(str(wrong))
        return WRONG
    return DONE


def globals_first(arguments: Sequence[str]) -> list[str]:
    """Move `--config PATH` and `--verbose` before the command, wherever they were typed."""
    front: list[str] = []
    rest: list[str] = []
    given = iter(arguments)
    for argument in given:
        if argument == "--":
            return [*front, *rest, argument, *given]
        if argument == "--config":
            front += [argument, *[value for value in [next(given, None)] if value is not None]]
        elif argument.startswith("--config=") or argument == "--verbose":
            front.append(argument)
        else:
            rest.append(argument)
    return [*front, *rest]
