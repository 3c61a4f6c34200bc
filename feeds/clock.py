"""I/O: the daemon's clock, which does pieces of work again and again; the home of APScheduler."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from apscheduler.events import (
    EVENT_JOB_ERROR,
    EVENT_JOB_MAX_INSTANCES,
    EVENT_JOB_MISSED,
    JobEvent,
    JobExecutionEvent,
)
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from feeds.app import utc_now
from feeds.web.metrics import Measure, Metrics

log = logging.getLogger("diemtin.daemon")

# seconds between two looks at the system's clock, and a jump of it that matters
LOOK = 1.0
JUMP = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A piece of work that comes round every so many seconds."""

    work: Callable[[], Awaitable[None]]
    seconds: float


def make_clock(metrics: Metrics) -> AsyncIOScheduler:
    """Make a clock that loses no tick and never runs one piece of work twice at once.

    Ticks without their work are counted in the metrics.
    """
    clock = AsyncIOScheduler(
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        timezone="UTC",
    )
    clock.add_listener(_report_error, EVENT_JOB_ERROR)
    clock.add_listener(partial(_count_lost, metrics), sum(_LOST))
    return clock


def start_clock(clock: AsyncIOScheduler, rounds: Sequence[Round]) -> None:
    """Let a clock do these pieces of work from now on, each for the first time after its period."""
    for one in rounds:
        tick = partial(_tick, one.work)
        clock.add_job(tick, "interval", seconds=one.seconds, name=one.work.__name__)
    clock.start()


async def _tick(work: Callable[[], Awaitable[None]]) -> None:
    """Do a piece of work; that a stop cuts it short is no failure of it."""
    try:
        await work()
    except asyncio.CancelledError:
        log.debug("a tick was cut short")


async def keep_ticking(
    clock: AsyncIOScheduler, now: Callable[[], datetime] = utc_now, look: float = LOOK
) -> None:
    """Let all jobs tick anew whenever the system's clock has jumped; never ends.

    APScheduler waits for a time of day: a clock that is put back an hour would stop it for an
    hour (RELIABILITY finding 14). Time that passes is measured by a clock that cannot be put.
    """
    told, passed = now(), time.monotonic()
    while True:
        await asyncio.sleep(look)
        told_now, passed_now = now(), time.monotonic()
        jump = (told_now - told).total_seconds() - (passed_now - passed)
        if abs(jump) > JUMP:
            log.warning("the system's clock jumped seconds=%.0f", jump)
            for job in clock.get_jobs():
                job.modify(next_run_time=told_now)
        told, passed = told_now, passed_now


# ticks without their work, and what they are called where they are counted
_LOST = {
    EVENT_JOB_ERROR: "failed",
    EVENT_JOB_MISSED: "missed",
    EVENT_JOB_MAX_INSTANCES: "still_busy",
}


def _count_lost(metrics: Metrics, event: JobEvent) -> None:
    metrics.record(Measure(lost_ticks={_LOST[event.code]: 1}))


def _report_error(event: JobExecutionEvent) -> None:
    log.error("tick failed job=%s error=%r", event.job_id, event.exception)
