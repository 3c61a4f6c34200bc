"""I/O: one source read: retrieved, and parsed unless its bytes are known; nothing is written."""

import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from feeds.config.schema import SourceSettings
from feeds.errors import PollError, Unreadable
from feeds.model import ParsedDocument, RawDocument, Retrieved, Unchanged
from feeds.parse.hints import ParseHints
from store.records import Source

log = logging.getLogger("diemtin.reading")

# Raised when reading a document gives other entries than before, so that unchanged bodies are
# read again after an upgrade.
READING = 2

Retrieve = Callable[[SourceSettings, Source], Awaitable[Retrieved | Unchanged]]
Parse = Callable[[RawDocument, ParseHints], Awaitable[ParsedDocument]]


class HeldBack(Exception):
    """A source was not asked, because its host wants to be left alone until a time."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a source answered, read: documents by origin, or why there are none."""

    settings: SourceSettings
    # as it was claimed
    source: Source
    documents: tuple[tuple[str, ParsedDocument], ...] = ()
    answer: Retrieved | Unchanged | None = None
    body_hash: str | None = None
    error: PollError | None = None
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0


async def read_source(
    settings: SourceSettings, source: Source, retrieve: Retrieve, parse: Parse
) -> Reading:
    """Retrieve and parse one source; whatever goes wrong is a value in the answer."""
    started = time.monotonic()
    reading = Reading(settings=settings, source=source)
    try:
        answer = await retrieve(settings, source)
        reading = replace(reading, answer=answer)
        if isinstance(answer, Retrieved):
            reading = await _parsed(reading, answer, parse)
    except HeldBack:
        raise
    except PollError as error:
        reading = replace(reading, error=error)
    except Exception as bug:
        log.exception("bug while reading source=%s", source.key)
        reading = replace(reading, error=PollError(f"a bug of ours: {type(bug).__name__}"))
    return replace(reading, seconds=time.monotonic() - started)


async def _parsed(reading: Reading, answer: Retrieved, parse: Parse) -> Reading:
    """Parse what was retrieved, unless it is what was parsed last time."""
    hints = hints_for(reading.settings)
    digest = body_hash(answer.documents, hints)
    reading = replace(reading, body_hash=digest, warnings=answer.warnings)
    if digest == reading.source.body_hash:
        return reading
    parsed: list[tuple[str, ParsedDocument]] = []
    failures: list[PollError] = []
    for raw in answer.documents:
        try:
            parsed.append((raw.origin, await parse(raw, hints)))
        except Unreadable as failure:
            failures.append(failure)
    if failures and not parsed:
        raise failures[0]
    warnings = (
        *reading.warnings,
        *(str(failure) for failure in failures),
        *(_warning(origin, line) for origin, document in parsed for line in document.warnings),
    )
    return replace(reading, documents=tuple(parsed), warnings=warnings)


def _warning(origin: str, line: str) -> str:
    return f"{origin}: {line}" if origin else line


def hints_for(settings: SourceSettings) -> ParseHints:
    """Say how a source's documents are to be read where they do not say."""
    return ParseHints(
        kind="page" if settings.is_folder else "feed",
        language=settings.language,
        timezone=settings.timezone,
        encoding=settings.encoding,
    )


def body_hash(raws: Sequence[RawDocument], hints: ParseHints) -> str:
    """Digest all that decides what parsing gives, so that equal digests need no parsing."""
    digest = sha256(f"{READING}{hints!r}".encode())
    for raw in raws:
        digest.update(f"\x1f{raw.origin}\x1f{raw.charset}\x1f{len(raw.body)}\x1f".encode())
        digest.update(raw.body)
    return digest.hexdigest()
