"""Rounds over the table, by the command `refresh`, in processes of their own or in this one."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

from tests.daemon import Desk, source
from tests.hostile.net import Net
from tests.hostile.row import Row

# what hangs ends as surely after half a second as after fifteen
SOON = {"timeout": "500ms"}
PATIENT = {"timeout": "60s", "connect_timeout": "60s"}

Reports = Mapping[str, Mapping[str, Any]]


def open_desk(
    folder: Path,
    net: Net,
    rows: Sequence[Row],
    *,
    hurry: bool = True,
    **tables: Mapping[str, Any],
) -> Desk:
    """Write an installation that has every row as a source; `tables` change its config.toml.

    In a `hurry` what hangs is given up soon, and whatever does not has all the time that a busy
    machine may need; otherwise all have the deadlines of the shipped configuration.
    """
    fetch: dict[str, Any] = {"concurrency": 200, "per_host": 50, "allow_networks": net.allowed}
    fetch |= PATIENT if hurry else {}
    usual: dict[str, Any] = {
        "fetch": {**fetch, "host_gap": "0s", **tables.pop("fetch", {})},
        "publish": {"formats": ["atom"], "entries": 100, **tables.pop("publish", {})},
        "parse": {"children": 2},
    }
    wanted = [
        source(row.key, net.url_of(row), **row.settings, **(SOON if hurry and row.hangs else {}))
        for row in rows
    ]
    return Desk(folder, sources=wanted, **{**usual, **tables})


def proxies(net: Net) -> dict[str, str]:
    """Give an environment that names a trap as the proxy of everything."""
    trap = net.traps["trap"].url()
    names = ("http_proxy", "https_proxy", "all_proxy")
    return {name: trap for lower in names for name in (lower, lower.upper())}


def refresh(desk: Desk, net: Net, *, apart: bool = False) -> dict[str, Any]:
    """Ask every source, `apart` in a process of its own; give the report, with sources by key."""
    with patch.dict(os.environ, proxies(net)):
        # a process of its own takes half a second to start, and its children as long again
        command = ("refresh", "--force", "--json")
        ended = desk.cli(*command) if apart else desk.run(*command)
    assert ended.code == 0, ended.err
    net.log.append(ended.err)
    report: dict[str, Any] = ended.lines[0]
    return {**report, "sources": {one["key"]: one for one in report["sources"]}}
