"""I/O: a file that somebody edits, watched until it was saved; the home of watchfiles."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from watchfiles import awatch

from feeds.config.load import stamp_of

# seconds for which a changed config.toml has to stay as it is, and how often that is waited for
STILL = 0.1
SAVING = 30


async def changes_of(path: Path) -> AsyncIterator[None]:
    """Tell of every change of a file with an absolute path.

    Its folder is watched, because editors replace files.
    """
    async for changes in awatch(path.parent, recursive=False):
        if any(Path(changed) == path for _, changed in changes):
            yield


async def until_saved(path: Path) -> None:
    """Wait until a file stays as it is for a moment, as it does once an editor has written it."""
    seen = stamp_of(path)
    for _ in range(SAVING):
        await asyncio.sleep(STILL)
        now = stamp_of(path)
        if now is not None and now == seen:
            return
        seen = now
