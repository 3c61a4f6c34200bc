"""Commands as they explain themselves: every one of them, and all that it takes."""

from collections.abc import Iterator
from typing import Any

import pytest
import typer

from feeds.cli.main import app
from tests.daemon import run


def every_command() -> Iterator[tuple[str, Any]]:
    """Walk all commands with their full names."""
    waiting = [("diemtin", typer.main.get_command(app))]
    while waiting:
        name, command = waiting.pop()
        yield name, command
        waiting += [(f"{name} {sub}", one) for sub, one in getattr(command, "commands", {}).items()]


COMMANDS = dict(every_command())

# of DESIGN section 3, those that there are
LISTED = {
    "init", "run", "refresh", "publish", "check", "sources", "add", "entries", "explain", "topics",
    "eval", "export-opml", "import-opml", "prune", "migrate", "split", "merge", "correct",
    "reclassify", "release", "withdraw",
}  # fmt: skip


@pytest.mark.parametrize("name", COMMANDS)
def test_help(name: str) -> None:
    """Every command, argument and option says what it is for."""
    command = COMMANDS[name]
    ended = run(*name.split()[1:], "--help")
    assert (ended.code, ended.err) == (0, "")
    said = {parameter.name: getattr(parameter, "help", None) for parameter in command.params}
    # narrow terminals fold lines, at hyphens too
    shown = "".join(ended.out.split())
    for subject, words in {"the command": command.help, **said}.items():
        assert words, f"{subject} has no help"
        assert "".join(words.split()) in shown


def test_overview_lists_all_commands() -> None:
    """The first help has every command, each with a line of its own."""
    lines = run("--help").out.partition("Commands:")[2].split("\n")
    assert {line.split()[0] for line in lines if line.strip()} == LISTED
    assert all(len(line.split()) > 2 for line in lines if line.strip())


def test_version() -> None:
    """The version is one line and needs no configuration."""
    ended = run("--version")
    assert (ended.code, ended.out.split()[0], len(ended.out.splitlines())) == (0, "diemtin", 1)
