"""What a round by hand does beside a daemon that polls the same sources."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from feeds import rounds
from feeds.app import Workshop, open_workshop
from feeds.pipeline import LEASE
from store import sources
from tests.daemon import Desk, source


@pytest.fixture
async def workshop(tmp_path: Path) -> AsyncIterator[Workshop]:
    """What a command works with, for one source that is a folder."""
    (tmp_path / "pages").mkdir()
    installation = Desk(tmp_path, sources=[source("tin", "file:pages/")]).prepare().open()
    try:
        async with open_workshop(installation) as opened:
            yield opened
    finally:
        installation.store.close()


async def poll_elsewhere(workshop: Workshop) -> dict[str, int]:
    """Claim the sources as a daemon does; gives what gives them free again."""
    now = workshop.outside.now()
    claimed = await workshop.writer.write(
        lambda c: sources.claim_named(c, ["tin"], now=now, until=now + LEASE)
    )
    return {one.key: one.claim for one in claimed}


async def test_force_waits_for_the_poll_of_another(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a daemon polls just now is polled by force as soon as that poll has ended."""
    monkeypatch.setattr(rounds, "_OTHERS_POLL", 60.0)
    claims = await poll_elsewhere(workshop)
    assert list(claims) == ["tin"]
    forced = asyncio.create_task(rounds.run_round(workshop, ["tin"], force=True))
    # the round has asked in vain once, for what is written is written in turn
    await asyncio.sleep(0)
    await workshop.writer.write(lambda c: sources.release(c, claims))

    (told,) = (await forced).sources
    assert told.outcome != "held"


async def test_force_does_not_wait_for_ever(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A source whose poll elsewhere does not end is left alone, and said to be held."""
    monkeypatch.setattr(rounds, "_OTHERS_POLL", 0.3)
    assert await poll_elsewhere(workshop)
    (told,) = (await rounds.run_round(workshop, ["tin"], force=True)).sources
    assert told.outcome == "held"
