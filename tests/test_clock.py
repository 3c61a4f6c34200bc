"""The daemon's ticks, when the system's clock jumps."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from feeds.clock import keep_ticking, make_clock
from feeds.web.metrics import Metrics


@pytest.fixture
async def ticking() -> AsyncIterator[AsyncIOScheduler]:
    """A clock like the daemon's, not started."""
    clock = make_clock(Metrics())
    yield clock
    if clock.running:
        clock.shutdown(wait=False)


class Jumping:
    """A wall clock that is put forward or back after its first look."""

    def __init__(self, jump: timedelta) -> None:
        self.jump = jump
        self.looks = 0
        self.looked_often = asyncio.Event()

    def __call__(self) -> datetime:
        """Give the time."""
        self.looks += 1
        if self.looks > 4:
            self.looked_often.set()
        return datetime.now(UTC) + (self.jump if self.looks > 1 else timedelta())


async def test_clock_put_back(ticking: AsyncIOScheduler, caplog: pytest.LogCaptureFixture) -> None:
    """After the clock is put back an hour, the next tick does not wait for that hour to pass."""
    ticked = asyncio.Event()

    async def tick() -> None:
        ticked.set()

    # as APScheduler sees it then: the next tick is an hour away
    later = datetime.now(UTC) + timedelta(hours=1)
    ticking.add_job(tick, "interval", seconds=3600, next_run_time=later)
    ticking.start()
    # the time it was just now, an hour ago as the clock tells it
    clock = Jumping(-timedelta(hours=1))
    watching = asyncio.create_task(keep_ticking(ticking, clock, look=0.01))
    await asyncio.wait_for(ticked.wait(), 60)
    watching.cancel()
    assert "clock jumped seconds=-3600" in caplog.text


@pytest.mark.parametrize(
    ("jump", "told"),
    [
        pytest.param(timedelta(), False, id="steady"),
        pytest.param(timedelta(seconds=1), False, id="adjusted"),
        pytest.param(timedelta(hours=1), True, id="an-hour-ahead"),
        pytest.param(-timedelta(days=3650), True, id="ten-years-back"),
    ],
)
async def test_jumps_are_told(
    ticking: AsyncIOScheduler, caplog: pytest.LogCaptureFixture, jump: timedelta, told: bool
) -> None:
    """A jump is told once; small adjustments and time that passes are none."""
    clock = Jumping(jump)
    watching = asyncio.create_task(keep_ticking(ticking, clock, look=0.01))
    await asyncio.wait_for(clock.looked_often.wait(), 60)
    watching.cancel()
    lines = [line for line in caplog.messages if "jumped" in line]
    assert len(lines) == told


async def test_lost_ticks_are_counted() -> None:
    """A tick that fails, and one that finds its work still going on, show in the metrics."""
    metrics = Metrics()
    clock = make_clock(metrics)
    go_on = asyncio.Event()

    async def fail() -> None:
        raise ValueError("a bug")

    clock.add_job(fail, "interval", seconds=0.05)
    clock.add_job(go_on.wait, "interval", seconds=0.05)
    clock.start()
    async with asyncio.timeout(60):
        for line in ('ticks_lost_total{why="failed"}', 'ticks_lost_total{why="still_busy"}'):
            while line not in metrics.exposition():  # noqa: ASYNC110
                await asyncio.sleep(0.01)
    go_on.set()
    clock.shutdown(wait=False)
