"""I/O: the beginning of what could not be parsed, kept for the operator to look at.

Beside it stands why: `KEY.bin` and `KEY.txt`, readable by their owner only, for each source the
latest, until the source is read again.
"""

import logging
import os
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from feeds.errors import PollError
from feeds.model import RawDocument, Retrieved
from feeds.reading import Reading
from feeds.urls import redacted

log = logging.getLogger("diemtin.samples")

# under the folder of config.toml
FOLDER = Path("var", "failed")
# bytes of one sample
LONGEST = 64 * 1024
# samples together: 16 MiB
MOST_KEPT = 256
# seconds
OLDEST = 30 * 86400.0
_KINDS = frozenset({"parse", "not_a_feed", "encoding", "internal"})


def changes_samples(reading: Reading) -> bool:
    """Tell whether a reading brings a sample, or ends a time of failures and so the need for it.

    Pages of a folder are not copied: they lie there to be looked at.
    """
    if reading.settings.is_folder:
        return False
    if reading.error is None:
        return reading.source.failures > 0
    return _document(reading) is not None


def keep_sample(folder: Path, reading: Reading, now: datetime) -> None:
    """Keep the beginning of what failed, or remove it where the source is read again.

    A folder that cannot be written is logged and harms nothing else.
    """
    body, why = _files(folder, reading.source.key)
    document = _document(reading)
    try:
        if document is None or reading.error is None:
            body.unlink(missing_ok=True)
            why.unlink(missing_ok=True)
            return
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make_room(folder, body)
        _write(body, document.body[:LONGEST])
        _write(why, _reason(reading.error, document, now).encode("utf-8", "backslashreplace"))
    except OSError as failure:
        log.warning("sample not kept source=%s error=%r", reading.source.key, failure.strerror)


def find_sample(folder: Path, key: str) -> Path | None:
    """Give the file of a source's sample, if there is one."""
    body, _ = _files(folder, key)
    return body if body.is_file() else None


def _document(reading: Reading) -> RawDocument | None:
    error, answer = reading.error, reading.answer
    if error is None or error.kind not in _KINDS or not isinstance(answer, Retrieved):
        return None
    return next(iter(answer.documents), None)


def _files(folder: Path, key: str) -> tuple[Path, Path]:
    # keys differ in more than case, and hold nothing that is not a file's name
    return folder / f"{key}.bin", folder / f"{key}.txt"


def _reason(error: PollError, document: RawDocument, now: datetime) -> str:
    said = {
        "error": f"{error.kind}: {error}",
        "when": f"{now:%Y-%m-%dT%H:%M:%SZ}",
        "url": redacted(document.url or ""),
        "media type": document.media_type or "-",
        "charset": document.charset or "-",
        "bytes": f"{len(document.body)}, of which {min(len(document.body), LONGEST)} are kept",
    }
    return "".join(f"{name}: {value}\n" for name, value in said.items())


def _make_room(folder: Path, wanted: Path) -> None:
    """Remove what is too old, and the oldest beyond the number that is kept."""
    others = [(file.stat().st_mtime, file) for file in folder.glob("*.bin") if file != wanted]
    others.sort(reverse=True)
    for place, (modified, file) in enumerate(others, start=2):
        if place > MOST_KEPT or modified < time.time() - OLDEST:
            file.unlink(missing_ok=True)
            file.with_suffix(".txt").unlink(missing_ok=True)


def _write(path: Path, body: bytes) -> None:
    """Put bytes in a file's place; a sample needs no flush to disk."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        opened = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(opened, "wb") as file:
            file.write(body)
        temporary.rename(path)
    except OSError:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
