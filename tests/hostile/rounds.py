"""Rounds over the table, by the command `refresh`, in processes of their own or in this one."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

from tests.daemon import Desk, source
from tests.hostile.net import Net
from tests.hostile.row import Row

Reports = Mapping[str, Mapping[str, Any]]


def open_desk(folder: Path, net: Net, rows: Sequence[Row], **tables: Mapping[str, Any]) -> Desk:
    """Write an installation that has every row as a source; `tables` change its config.toml."""
    fetch = {"concurrency": 200, "per_host": 50, "allow_networks": net.allowed}
    usual: dict[str, Any] = {
        "fetch": {**fetch, "host_gap": "0s", **tables.pop("fetch", {})},
        "publish": {"formats": ["atom"], "entries": 100, **tables.pop("publish", {})},
        "parse": {"children": 2},
    }
    wanted = [source(row.key, net.url_of(row), **row.settings) for row in rows]
    return Desk(folder, sources=wanted, **{**usual, **tables})


def proxies(net: Net) -> dict[str, str]:
    """Give an environment that names a trap as the proxy of everything."""
    trap = net.traps["trap"].url()
    names = ("http_proxy", "https_proxy", "all_proxy")
    return {name: trap for lower in names for name in (lower, lower.upper())}


def refresh(desk: Desk, net: Net, rows: Sequence[Row], *, apart: bool = False) -> dict[str, Any]:
    """Do one round, `apart` in a process of its own, and give its report, with sources by key.

    On a busy machine this server may be late: who met that by no fault of his own is asked again,
    as if he had not been asked. What is late three times is late.
    """
    report = _ask(desk, net, apart)
    for _ in range(2):
        late = [row for row in rows if _is_late(row, report["sources"][row.key])]
        if not late:
            break
        for row in late:
            net.forget_visit(row)
        again = _ask(desk, net, apart, *(row.key for row in late))
        report["sources"] |= again["sources"]
        report["published"] += again["published"]
    return report


def _ask(desk: Desk, net: Net, apart: bool, *keys: str) -> dict[str, Any]:
    command = ("refresh", "--force", "--json", *keys)
    with patch.dict(os.environ, proxies(net)):
        # a process of its own takes half a second to start, and its children as long again
        ended = desk.cli(*command) if apart else desk.run(*command)
    assert ended.code == 0, ended.err
    net.log.append(ended.err)
    report: dict[str, Any] = ended.lines[0]
    return {**report, "sources": {one["key"]: one for one in report["sources"]}}


def _is_late(row: Row, report: Mapping[str, Any]) -> bool:
    kind = (report["error"] or {}).get("kind")
    return kind == "timeout" and "timeout" not in row.error
