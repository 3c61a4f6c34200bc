"""The operators' listener."""

import asyncio
import re
import time

import pytest
from serving import (
    CHANGED,
    ask,
    on_both_loops,
    serving,
)

from feeds.web.document import make_document
from feeds.web.metrics import Measure, Metrics, watch_lag
from feeds.web.shelf import Shelf


@on_both_loops
async def test_admin_listener() -> None:
    """Health, readiness and metrics stand on the operators' address and nowhere else."""
    reasons: list[str] = []
    metrics = Metrics()
    metrics.record(
        Measure(polls={"ok": 3, "failed": 1}, new=27, duplicates=1, published=9, failing=1)
    )
    async with serving(metrics=metrics, ready=lambda: reasons[0] if reasons else None) as server:
        for path in ("/healthz", "/readyz", "/metrics"):
            assert (await ask(server.admin_url, path)).status == 200
            assert (await ask(server.public_url, path)).status == 404
        reasons.append("the store is busy")
        unready = await ask(server.admin_url, "/readyz")
        text = (await ask(server.admin_url, "/metrics")).body.decode()
        assert (await ask(server.admin_url, "/healthz")).body == b"ok"
        assert (await ask(server.admin_url, "/russia.atom")).status == 404
    assert (unready.status, unready.body) == (503, b"the store is busy")
    assert 'diemtin_polls_total{outcome="ok"} 3.0' in text
    assert 'diemtin_entries_total{kind="new"} 27.0' in text
    assert "diemtin_documents_published_total 9.0" in text
    assert "diemtin_sources_failing 1.0" in text
    assert 'diemtin_requests_total{status="4xx"} 3.0' in text


@on_both_loops
async def test_how_late_the_loop_is() -> None:
    """What holds up the event loop is told by the metrics, for as long as it did."""
    metrics = Metrics()
    watching = asyncio.create_task(watch_lag(metrics))
    await asyncio.sleep(0)
    time.sleep(0.4)  # noqa: ASYNC251 - the fault that is to be seen
    while "diemtin_loop_lag_seconds_count 0.0" in metrics.exposition():  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    watching.cancel()
    at_most = dict(re.findall(r'lag_seconds_bucket{le="(\S+)"} (\S+)', metrics.exposition()))
    assert float(at_most["+Inf"]) > float(at_most["0.25"])


@on_both_loops
async def test_status_documents() -> None:
    """Documents about the running of the thing are served to operators only."""
    status = Shelf()
    status.put([make_document("/status.html", b"<!doctype html>", CHANGED)])
    async with serving(status=status) as server:
        assert (await ask(server.admin_url, "/status.html")).body == b"<!doctype html>"
        assert (await ask(server.public_url, "/status.html")).status == 404


@on_both_loops
async def test_broken_callback(caplog: pytest.LogCaptureFixture) -> None:
    """A bug of ours is logged, and answered in constant words."""

    def fail() -> None:
        raise RuntimeError("secret detail")

    async with serving(ready=fail) as server:
        reply = await ask(server.admin_url, "/readyz")
    assert (reply.status, reply.body) == (500, b"Internal error\n")
    assert "secret detail" in caplog.text
