"""Pure: how well topics do on labelled entries (`diemtin eval topics`)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from feeds.languages.choose import telling_text
from feeds.languages.detect import detect_language
from feeds.topics.classify import classify
from feeds.topics.compiled import CompiledTopics


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledEntry:
    """A row of the file: what the entry is about, and what it only mentions."""

    id: str
    title: str
    text: str
    topics: frozenset[str]
    mentions: frozenset[str]
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicFigures:
    """Shares from 0 to 1; strict: a labelled mention is wrong; lenient: it is right.

    A share of nothing is 1: no wrong answer was given.
    """

    precision_strict: float
    precision_lenient: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RowResult:
    """What one row got; sorted slugs."""

    id: str
    labels: tuple[str, ...]
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicReport:
    """Figures by topic, and every row in the file's order."""

    topics: Mapping[str, TopicFigures]
    rows: tuple[RowResult, ...]

    @property
    def wrong(self) -> tuple[RowResult, ...]:
        """The rows whose topics are not their labels, mentions counted as wrong."""
        return tuple(row for row in self.rows if row.labels != row.topics)

    def as_json(self) -> dict[str, Any]:
        """Give the report in the shape of `diemtin eval topics --json`."""
        return {
            "topics": {
                slug: {
                    "precision_strict": figures.precision_strict,
                    "precision_lenient": figures.precision_lenient,
                    "recall": figures.recall,
                    "f1": figures.f1,
                }
                for slug, figures in self.topics.items()
            },
            "rows": [
                {"id": row.id, "labels": list(row.labels), "topics": list(row.topics)}
                for row in self.rows
            ],
        }


def read_row(row: Mapping[str, Any]) -> LabelledEntry:
    """Read one row of topic_labels.jsonl; raises ValueError that says what is missing or wrong."""
    if not isinstance(row.get("id"), str) or not isinstance(row.get("topics"), list):
        raise ValueError('a row needs "id", a string, and "topics", a list of slugs')
    texts = [row.get(key) or "" for key in ("title", "text")]
    mentions = row.get("mentions") or []
    if not all(isinstance(text, str) for text in texts) or not isinstance(mentions, list):
        raise ValueError(f'row {row["id"]!r}: "title" and "text" are strings, "mentions" is a list')
    return LabelledEntry(
        id=row["id"],
        title=texts[0],
        text=texts[1],
        topics=frozenset(row["topics"]),
        mentions=frozenset(mentions),
        language=row.get("language"),
    )


def evaluate_topics(rows: Iterable[Mapping[str, Any]], compiled: CompiledTopics) -> TopicReport:
    """Classify labelled rows and compare; raises ValueError on a row that cannot be read."""
    entries = [read_row(row) for row in rows]
    given = [_topics_of(entry, compiled) for entry in entries]
    return TopicReport(
        topics={slug: _figures(slug, entries, given) for slug in compiled.settings},
        rows=tuple(
            RowResult(id=entry.id, labels=tuple(sorted(entry.topics)), topics=topics)
            for entry, topics in zip(entries, given, strict=True)
        ),
    )


def _topics_of(entry: LabelledEntry, compiled: CompiledTopics) -> tuple[str, ...]:
    fields = {"title": entry.title, "summary": entry.text}
    # as an entry of a source that declares nothing
    language = entry.language or detect_language(telling_text(entry.title, entry.text, ""))
    matches = classify(compiled, fields, language)
    return tuple(sorted(match.topic for match in matches if match.belongs))


def _figures(
    slug: str, entries: Iterable[LabelledEntry], given: Iterable[tuple[str, ...]]
) -> TopicFigures:
    pairs = list(zip(entries, given, strict=True))
    chosen = [entry for entry, topics in pairs if slug in topics]
    wanted = sum(slug in entry.topics for entry, _ in pairs)
    right = sum(slug in entry.topics for entry in chosen)
    named = sum(slug in entry.topics | entry.mentions for entry in chosen)
    precision, recall = _share(right, len(chosen)), _share(right, wanted)
    both = precision + recall
    return TopicFigures(
        precision_strict=precision,
        precision_lenient=_share(named, len(chosen)),
        recall=recall,
        f1=2 * precision * recall / both if both else 0.0,
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
