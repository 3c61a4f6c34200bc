"""Why the daemon does less than it should: no room on the disk, or a clock that does not tick.

It goes on serving in each case, and takes up its work by itself when the reason is gone.
"""

import logging
import shutil
import time
from collections.abc import Callable, Iterable
from pathlib import Path

log = logging.getLogger("diemtin.daemon")

# bytes free, RELIABILITY 2.3: below the first nothing is polled or published any more, so that
# what is being written comes to its end; below the second operators are told
STOP = 64 * 1024**2
WARN = 256 * 1024**2
# bytes above STOP from which on work is taken up again, so that it does not stop and go
AGAIN = STOP * 3 // 2
# seconds without a tick after which something is wrong; RELIABILITY 1.8
SILENCE = 300.0


class Soundness:
    """What keeps the daemon from its work, as of the last look.

    `free` gives bytes, and may raise OSError; `clock` gives seconds and cannot be put.
    """

    def __init__(
        self, free: Callable[[], int], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._free = free
        self._clock = clock
        self._ticked = clock()
        self._level = "enough"
        self._silent = False

    def beat(self) -> None:
        """Take note of a tick."""
        self._ticked = self._clock()

    @property
    def is_full(self) -> bool:
        """Whether the disk has no room for more."""
        return self._level == "full"

    def reasons(self) -> tuple[str, ...]:
        """Say what is wrong, in words for an operator; nothing where all is well."""
        full = ("the disk is nearly full: nothing is polled or published",) if self.is_full else ()
        silent = ("the clock does not tick",) if self._silent else ()
        return full + silent

    def look(self) -> None:
        """Look at the disk and at the clock, and tell what changed since the last look."""
        self._look_at_disk()
        silence = self._clock() - self._ticked
        silent = silence > SILENCE
        if silent and not self._silent:
            log.error("the clock does not tick: the last tick was %.0f seconds ago", silence)
        elif self._silent and not silent:
            log.warning("the clock ticks again")
        self._silent = silent

    def _look_at_disk(self) -> None:
        try:
            free = self._free()
        except OSError as trouble:
            log.warning("how much room the disk has is not known: %s", trouble)
            return
        before, self._level = self._level, _level(free, self._level)
        if self._level != before:
            _TOLD[self._level](free // 1024**2)


def _level(free: int, before: str) -> str:
    if free < STOP or (before == "full" and free < AGAIN):
        return "full"
    return "scarce" if free < WARN else "enough"


def _tell_full(mebibytes: int) -> None:
    log.error(
        "the disk is nearly full: %d MiB are free; nothing is polled or published until there are "
        "%d; serving goes on",
        mebibytes,
        AGAIN // 1024**2,
    )


def _tell_scarce(mebibytes: int) -> None:
    log.warning("the disk has little room: %d MiB are free", mebibytes)


def _tell_enough(mebibytes: int) -> None:
    log.info("the disk has room again: %d MiB are free", mebibytes)


_TOLD = {"full": _tell_full, "scarce": _tell_scarce, "enough": _tell_enough}


def least_free(folders: Iterable[Path]) -> int:
    """Give the bytes that are free where least are; a folder that is not there yet counts as its
    nearest parent. Raises OSError."""
    return min(shutil.disk_usage(_existing(folder)).free for folder in folders)


def _existing(folder: Path) -> Path:
    return next(place for place in (folder, *folder.absolute().parents) if place.exists())
