"""Pure: what a poll and a round came to, as values and as the JSON that scripts read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from feeds.errors import ErrorKind

Outcome = Literal["ok", "unchanged", "failed", "held", "gone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why a source could not be read; `message` is for a person and holds no secrets."""

    kind: ErrorKind
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """What came of one source in one round.

    Every item taken counts once: `new` (stored, no duplicate), `duplicates` (stored and linked,
    or a repeat within its document), `updated` or `unchanged`.
    """

    key: str
    outcome: Outcome
    http_status: int | None = None
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicates: int = 0
    error: Trouble | None = None
    seconds: float = 0.0
    # entries stored in this poll; until they are judged they count as new
    stored: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()

    def judged(self, duplicates: frozenset[int]) -> "SourceReport":
        """Count the stored entries that proved to be duplicates as such."""
        linked = sum(entry in duplicates for entry in self.stored)
        return replace(self, new=self.new - linked, duplicates=self.duplicates + linked)

    def plain(self) -> dict[str, object]:
        """Give the report as `refresh --json` prints it."""
        error = self.error and {"kind": self.error.kind, "message": self.error.message}
        return {
            "key": self.key,
            "outcome": self.outcome,
            "http_status": self.http_status,
            "new": self.new,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "duplicates": self.duplicates,
            "error": error,
            "seconds": round(self.seconds, 3),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundReport:
    """What came of one round: its sources by key, and the documents whose bytes changed."""

    sources: tuple[SourceReport, ...]
    published: tuple[str, ...] = ()
    seconds: float = 0.0

    def plain(self) -> dict[str, object]:
        """Give the report as `refresh --json` prints it."""
        return {
            "sources": [report.plain() for report in self.sources],
            "published": list(self.published),
            "seconds": round(self.seconds, 3),
        }


def failing(reports: Sequence[SourceReport]) -> tuple[SourceReport, ...]:
    """Give the reports of sources that could not be read."""
    return tuple(report for report in reports if report.outcome in ("failed", "gone"))
