"""What operators watch, in the Prometheus text format; the home of prometheus-client.

A registry of its own: nothing that a library registers globally is published.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.process_collector import ProcessCollector

Outcome = Literal["ok", "unchanged", "failed", "held", "gone"]

MEDIA_TYPE = CONTENT_TYPE_LATEST
_TICK_BUCKETS = (0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300)
# 0.1 is what RELIABILITY 6 judges by
_LAG_BUCKETS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5)
# seconds between two looks at how late the event loop is
_LOOK = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What one piece of work did: counts to add up, and the state it left behind."""

    # sources polled, by outcome
    polls: Mapping[Outcome, int] = field(default_factory=dict)
    # entries stored that are no duplicates
    new: int = 0
    duplicates: int = 0
    updated: int = 0
    # documents whose bytes changed
    published: int = 0
    # seconds; None where no tick was measured
    tick_seconds: float | None = None
    # what hubs were told or told us, by what came of it
    websub: Mapping[str, int] = field(default_factory=dict)
    # ticks that were lost, by why
    lost_ticks: Mapping[str, int] = field(default_factory=dict)
    # reasons why less is done than should be; None where nobody looked
    degraded: int | None = None
    # sources that fail now; None where that was not counted
    failing: int | None = None


class Metrics:
    """Running totals since the process began; counting never fails and waits for nothing."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._polls = self._counter("polls", "Sources polled", "outcome")
        self._entries = self._counter("entries", "Entries taken", "kind")
        self._published = self._counter("documents_published", "Documents whose bytes changed")
        self._websub = self._counter("websub", "Pings and pushes, by what came of them", "outcome")
        self._lost = self._counter("ticks_lost", "Ticks that failed or were left out", "why")
        self._degraded = Gauge(
            "diemtin_degraded",
            "Reasons why less is done than should be",
            registry=self._registry,
        )
        self._requests = self._counter("requests", "Requests answered", "status")
        self._failing = Gauge(
            "diemtin_sources_failing", "Sources that fail now", registry=self._registry
        )
        self._ticks = Histogram(
            "diemtin_tick_seconds",
            "Length of a tick",
            buckets=_TICK_BUCKETS,
            registry=self._registry,
        )
        self._lag = Histogram(
            "diemtin_loop_lag_seconds",
            "How late the event loop did what was due, looked at ten times a second",
            buckets=_LAG_BUCKETS,
            registry=self._registry,
        )
        # asked for once: a look-up by label costs more than the counting
        self._by_class = tuple(self._requests.labels(f"{first}xx") for first in range(1, 6))

    def _counter(self, name: str, text: str, *labels: str) -> Counter:
        return Counter(f"diemtin_{name}", text, labels, registry=self._registry)

    def record(self, measure: Measure) -> None:
        """Add a measure to the totals."""
        for outcome, count in measure.polls.items():
            self._polls.labels(outcome).inc(count)
        for kind in ("new", "duplicates", "updated"):
            self._entries.labels(kind).inc(getattr(measure, kind))
        self._published.inc(measure.published)
        for result, count in measure.websub.items():
            self._websub.labels(result).inc(count)
        if measure.tick_seconds is not None:
            self._ticks.observe(measure.tick_seconds)
        for why, count in measure.lost_ticks.items():
            self._lost.labels(why).inc(count)
        if measure.degraded is not None:
            self._degraded.set(measure.degraded)
        if measure.failing is not None:
            self._failing.set(measure.failing)

    def count_request(self, status: int) -> None:
        """Count an answer by the class of its status, 100 to 599."""
        self._by_class[status // 100 - 1].inc()

    def observe_lag(self, seconds: float) -> None:
        """Add how late the event loop was at one look."""
        self._lag.observe(seconds)

    def exposition(self) -> str:
        """Write all totals as MEDIA_TYPE says."""
        return generate_latest(self._registry).decode()


async def watch_lag(metrics: Metrics) -> None:
    """Measure how late the running event loop is, until cancelled."""
    clock = asyncio.get_running_loop().time
    while True:
        due = clock() + _LOOK
        await asyncio.sleep(_LOOK)
        metrics.observe_lag(max(0.0, clock() - due))
