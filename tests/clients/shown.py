"""What a client shows, and how its programs are started: in a home of their own."""

import os
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

# seconds; far beyond what anything here takes
PATIENCE = 120


@dataclass(frozen=True, kw_only=True)
class Shown:
    """An entry as a client has it; "" is what it does not say."""

    id: str
    title: str
    link: str


# by format: what the client shows after asking once more
Fetch = Callable[[], Mapping[str, list[Shown]]]


def surroundings(home: Path, **more: str) -> dict[str, str]:
    """Give the environment of a client: its own home, no proxy, no settings of the machine's."""
    kept = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TZ": "UTC"}
    return {**kept, "HOME": str(home), **more}


def run(home: Path, *command: str, stdin: str = "") -> str:
    """Run a program in its home, and give what it prints; it must end well."""
    done = subprocess.run(
        command,
        cwd=home,
        env=surroundings(home),
        input=stdin,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, f"{command[0]} ended with {done.returncode}: {done.stderr[-2000:]}"
    return done.stdout
