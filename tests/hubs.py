"""A hub (`tests.hub`) as a test runs it.

with hub_process(lease=864000) as hub:
    hub.url                 # where publishers and subscribers go
    hub.told("fetched")     # what it did so far
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from tests.daemon import PATIENCE, environment, get


class RunningHub:
    """The hub as a test sees it."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        self.process = process
        self.url = process.stdout.readline().strip()
        assert self.url, "the hub did not start"

    @property
    def allowed(self) -> str:
        """The line for `fetch.allow_networks` that lets this hub be asked."""
        return f"127.0.0.1/32:{urlsplit(self.url).port}"

    def told(self, event: str | None = None) -> list[dict[str, Any]]:
        """Give what it did so far, or those of one kind."""
        events: list[dict[str, Any]] = json.loads(get(f"{self.url}told").body)
        return [one for one in events if event in (None, one["event"])]


@contextmanager
def hub_process(*, lease: int = 864000, method: str = "sha256") -> Iterator[RunningHub]:
    """Run a hub that gives leases of so many seconds at most, and signs by a method."""
    command = [sys.executable, "-m", "tests.hub", str(lease), method]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment()) as process:
        try:
            yield RunningHub(process)
        finally:
            process.terminate()
            process.wait(PATIENCE)
