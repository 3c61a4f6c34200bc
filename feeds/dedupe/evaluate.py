"""Pure: how well duplicates are told from news, measured on labelled pairs.

A pair is two entries of different sources, one hour apart. Harmful is an update, or something
else altogether, that is called a duplicate: news would be lost.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from feeds.config.schema import Dedupe
from feeds.dedupe.exact import Candidate, Found, Scope, find_exact, text_key, url_key
from feeds.dedupe.near import verify
from feeds.dedupe.texts import Judgement, Text, read_text

HARMFUL = ("update", "other")
_SHOWN = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class PairResult:
    """What one pair was called."""

    id: object
    kind: str
    label: str
    duplicate: bool
    # why, or what spoke against it
    reason: str
    # the share of the shorter text that stands in the other
    score: float
    # the beginnings of both entries
    texts: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairReport:
    """All pairs, in the order of the file; shares from 0 to 1."""

    rows: tuple[PairResult, ...]

    @property
    def precision(self) -> float:
        """Of the pairs called duplicates, the share that is labelled so."""
        called = [row for row in self.rows if row.duplicate]
        return _share(sum(row.label == "duplicate" for row in called), len(called))

    @property
    def recall(self) -> float:
        """Of the pairs labelled duplicates, the share that is called so."""
        labelled = [row for row in self.rows if row.label == "duplicate"]
        return _share(sum(row.duplicate for row in labelled), len(labelled))

    @property
    def harmful(self) -> float:
        """Of the updates and others, the share that is called duplicate."""
        apart = [row for row in self.rows if row.label in HARMFUL]
        return _share(sum(row.duplicate for row in apart), len(apart), of_nothing=0.0)

    @property
    def stories(self) -> int:
        """How many pairs that tell one story in other words are called duplicates."""
        return sum(row.duplicate and row.label == "same-story" for row in self.rows)

    def of_kind(self, kind: str) -> "PairReport":
        """Give the report of the pairs of one kind."""
        return PairReport(rows=tuple(row for row in self.rows if row.kind == kind))

    @property
    def wrong(self) -> tuple[PairResult, ...]:
        """The pairs that were called other than they are labelled."""
        return tuple(row for row in self.rows if row.duplicate != (row.label == "duplicate"))

    @property
    def kinds(self) -> dict[tuple[str, str], tuple[int, int]]:
        """By kind and label: how many pairs there are, and how many were called duplicates."""
        groups = sorted({(row.kind, row.label) for row in self.rows})
        return {
            group: (
                sum((row.kind, row.label) == group for row in self.rows),
                sum((row.kind, row.label) == group and row.duplicate for row in self.rows),
            )
            for group in groups
        }

    def plain(self) -> dict[str, object]:
        """Give the report as `eval pairs --json` prints it."""
        return {
            "precision": self.precision,
            "recall": self.recall,
            "harmful": self.harmful,
            "rows": [
                {
                    "id": row.id,
                    "label": row.label,
                    "duplicate": row.duplicate,
                    "reason": row.reason,
                    "score": row.score,
                }
                for row in self.rows
            ],
        }


def _share(part: int, whole: int, *, of_nothing: float = 1.0) -> float:
    return part / whole if whole else of_nothing


def evaluate_pairs(rows: Iterable[Mapping[str, Any]], settings: Dedupe) -> PairReport:
    """Judge labelled pairs; raises ValueError on a row without id, label, a and b."""
    return PairReport(rows=tuple(_judge(row, settings) for row in rows))


def _judge(row: Mapping[str, Any], settings: Dedupe) -> PairResult:
    missing = [key for key in ("id", "label", "a", "b") if key not in row]
    if missing:
        raise ValueError(f"a row lacks {', '.join(missing)}: {str(row)[:80]}")
    judged = judge_pair(row["a"], row["b"], settings)
    return PairResult(
        id=row["id"],
        kind=str(row.get("kind", "")),
        label=row["label"],
        duplicate=judged.duplicate,
        reason=judged.reason,
        score=judged.score,
        texts=(_shown(row["a"]), _shown(row["b"])),
    )


def _shown(entry: Mapping[str, str]) -> str:
    return f"{entry.get('title') or ''} | {entry.get('text') or ''}"[:_SHOWN]


def judge_pair(first: Mapping[str, str], second: Mapping[str, str], settings: Dedupe) -> Judgement:
    """Say whether the second of two entries repeats the first, and why or why not."""
    found = _find_exact(first, second, settings)
    if found is not None:
        return Judgement(duplicate=True, reason=found.reason, score=found.score)
    if settings.across_sources != "near":
        return Judgement(duplicate=False, reason="neither link nor text is the same", score=0.0)
    return verify(_text(first), _text(second), threshold=settings.threshold)


def _text(entry: Mapping[str, str]) -> Text:
    return read_text(title=entry.get("title") or "", lead=entry.get("text") or "")


def _find_exact(
    first: Mapping[str, str], second: Mapping[str, str], settings: Dedupe
) -> Found | None:
    one, other = _candidate(first, "a"), _candidate(second, "b")
    same_url = _equal(url_key(first.get("url")), url_key(second.get("url")))
    same_text = _equal(_text_key(first), _text_key(second))
    return find_exact(
        other,
        by_url=[one] if same_url else [],
        by_text=[one] if same_text else [],
        scope=Scope(across=settings.across_sources != "off"),
    )


def _candidate(entry: Mapping[str, str], origin: str) -> Candidate:
    return Candidate(origin=origin, title=entry.get("title") or "", kept=0)


def _text_key(entry: Mapping[str, str]) -> int | None:
    return text_key(entry.get("title") or "", entry.get("text") or "")


def _equal(one: int | None, other: int | None) -> bool:
    return one is not None and one == other
