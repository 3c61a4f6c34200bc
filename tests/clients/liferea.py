"""Liferea, which has a window: run on a screen of its own, with a message bus of its own."""

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import quoteattr

from tests.clients.programs import by_format, rows
from tests.clients.relay import Relay
from tests.clients.shown import PATIENCE, Fetch, Shown, surroundings
from tests.daemon import eventually, get

_OUTLINE = '<outline type="{ending}" id="{ending}" text="Tin" xmlUrl={url} updateInterval="-1"/>'
_BUS = ("--dest=org.gnome.feed.Reader", "/org/gnome/feed/Reader")
_REFRESH = ("dbus-send", "--session", "--print-reply", *_BUS, "org.gnome.feed.Reader.Refresh")


@contextmanager
def liferea(home: Path, urls: Mapping[str, str], relay: Relay) -> Iterator[Fetch]:
    """Run Liferea until the end of the `with`; what it gives asks it to refresh, and waits."""
    _subscribe(home, urls)
    with (
        _screen() as display,
        _bus(home, display) as environment,
        _running(["liferea", "--mainwindow-state=hidden"], environment),
    ):
        yield lambda: _refresh(home, urls, relay, environment)


def _subscribe(home: Path, urls: Mapping[str, str]) -> None:
    outlines = "".join(
        _OUTLINE.format(ending=ending, url=quoteattr(url)) for ending, url in urls.items()
    )
    head = "<head><title>Liferea Feed List Export</title></head>"
    (home / ".config" / "liferea").mkdir(parents=True)
    (home / ".config" / "liferea" / "feedlist.opml").write_text(
        f'<?xml version="1.0"?><opml version="1.0">{head}<body>{outlines}</body></opml>'
    )


@contextmanager
def _running(command: list[str], environment: Mapping[str, str], **more: Any) -> Iterator[Any]:
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **more}
    process = subprocess.Popen(command, env=dict(environment), **silent)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(PATIENCE)


@contextmanager
def _screen() -> Iterator[str]:
    """Run a screen that nobody sees; the number is one that no other has."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "640x480x24"]
    with (
        os.fdopen(reading) as said,
        _running([*command, "-nolisten", "tcp"], os.environ, pass_fds=[writing]),
    ):
        os.close(writing)
        yield f":{said.readline().strip()}"


@contextmanager
def _bus(home: Path, display: str) -> Iterator[dict[str, str]]:
    """Run a message bus, and give the environment in which programs find it."""
    environment = surroundings(
        home,
        DISPLAY=display,
        XDG_RUNTIME_DIR=str(home),
        GSETTINGS_BACKEND="memory",
        NO_AT_BRIDGE="1",
        # its sandbox needs more than a container gives; what it shows is ours
        WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS="1",
    )
    command = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
    with _running(command, environment, stdout=subprocess.PIPE, text=True) as bus:
        address = bus.stdout.readline().strip()
        yield {**environment, "DBUS_SESSION_BUS_ADDRESS": address}
        bus.stdout.close()


def _refresh(
    home: Path, urls: Mapping[str, str], relay: Relay, environment: Mapping[str, str]
) -> Mapping[str, list[Shown]]:
    """Have it ask once more, and give what it keeps when it has taken the answers in."""
    asked = {url: len(relay.answers(_path(url))) for url in urls.values()}
    eventually("liferea on its bus", lambda: _ask(environment))
    eventually(
        "its visits", lambda: all(len(relay.answers(_path(url))) > asked[url] for url in asked)
    )
    served = get(f"http://127.0.0.1:{relay.target}/all.json").body
    ids = {item["id"] for item in json.loads(served)["items"]}
    return eventually("its entries", lambda: _kept(home, urls, ids))


def _path(url: str) -> str:
    return urlsplit(url).path


def _ask(environment: Mapping[str, str]) -> bool:
    done = subprocess.run(_REFRESH, env=dict(environment), capture_output=True, check=False)
    return done.returncode == 0


def _kept(home: Path, urls: Mapping[str, str], ids: set[str]) -> Mapping[str, list[Shown]] | None:
    """Give what it keeps, once that is all that was served."""
    file = home / ".local" / "share" / "liferea" / "liferea.db"
    if not file.exists():
        return None
    found = rows(file, "SELECT node_id, source_id, title, source FROM items")
    shown = by_format({ending: ending for ending in urls}, found)
    return shown if all(ids <= {one.id for one in shown[ending]} for ending in urls) else None
