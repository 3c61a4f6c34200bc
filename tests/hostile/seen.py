"""What came of the rounds, read as scripts read it, and held against the truth table."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml import etree

from tests.daemon import Desk
from tests.hostile.row import Row

_ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The state after the rounds: all by the key of the source."""

    # of each round, what `refresh --json` says; empty where a daemon did the rounds
    rounds: Sequence[Mapping[str, Mapping[str, Any]]]
    sources: Mapping[str, Mapping[str, Any]]
    entries: Mapping[str, Sequence[Mapping[str, Any]]]
    # how many entries stand in the source's own feed
    shown: Mapping[str, int]
    documents: Mapping[str, bytes]


def look(desk: Desk, rounds: Sequence[Mapping[str, Mapping[str, Any]]] = ()) -> Seen:
    """Ask the installation how everything is."""
    entries: dict[str, list[Mapping[str, Any]]] = {}
    for entry in desk.entries("--duplicates"):
        entries.setdefault(entry["sightings"][0]["source"], []).append(entry)
    documents = desk.documents()
    shown = {
        path.removeprefix("source/").removesuffix(".atom"): _count(body)
        for path, body in documents.items()
        if path.startswith("source/") and path.endswith(".atom")
    }
    listed = {line["key"]: line for line in desk.run("sources", "--json").lines}
    return Seen(rounds=rounds, sources=listed, entries=entries, shown=shown, documents=documents)


def _count(body: bytes) -> int:
    return len(etree.fromstring(body).findall(f"{_ATOM}entry"))


def faults(row: Row, seen: Seen) -> list[str]:
    """Say how a source differs from its row; nothing where all is as it should be."""
    found = [*_state(row, seen), *_content(row, seen)]
    return [*found, *_history(row, seen)] if seen.rounds else found


def _state(row: Row, seen: Seen) -> Iterable[str]:
    source = seen.sources[row.key]
    kind = (source["error"] or {}).get("kind", "")
    if kind not in row.error.split("|"):
        yield f"error {_why(source)}, not {row.error or 'none'}"
    if source["state"] not in row.states:
        yield f"state {source['state']}, not {row.states}"
    if source["entries"] != row.entries:
        yield f"{source['entries']} entries, not {row.entries}{_why(source)}"
    told = " ".join(source["warnings"])
    if row.warned and not any(word in told for word in row.warned.split("|")):
        yield f"no warning of {row.warned!r} in {told!r}"


def _why(source: Mapping[str, Any]) -> str:
    error = source["error"]
    return f" ({error['kind']}: {error['message'][:90]})" if error else ""


def _content(row: Row, seen: Seen) -> Iterable[str]:
    entries = seen.entries.get(row.key, ())
    for name, wanted, field in (
        ("titles", row.titles, "title"),
        ("dates", row.published, "published"),
        ("links", row.links, "url"),
    ):
        if wanted is not None and (differ := _differ([one[field] for one in entries], wanted)):
            yield f"{name}: {differ}"
    for entry in entries:
        if len(entry["title"]) > 1024 or len(entry["summary"]) > 256 * 1024:
            yield "a field beyond its limit"
    if row.shown is not None and seen.shown.get(row.key, 0) > row.shown:
        yield f"{seen.shown[row.key]} entries are published at once, not {row.shown} at most"


def _differ(found: Sequence[object], wanted: Sequence[object]) -> str:
    more, fewer = Counter(found) - Counter(wanted), Counter(wanted) - Counter(found)
    return f"{_first(more)} instead of {_first(fewer)}" if more or fewer else ""


def _first(values: Iterable[object]) -> str:
    return ", ".join(repr(value)[:80] for value in list(values)[:2]) or "nothing"


def _history(row: Row, seen: Seen) -> Iterable[str]:
    reports = [one[row.key] for one in seen.rounds]
    last = reports[-1]["outcome"]
    if last not in row.outcomes:
        yield f"outcome {last}, not {row.outcomes}"
    updated = sum(report["updated"] for report in reports)
    if row.updated is not None and updated != row.updated:
        yield f"{updated} updates, not {row.updated}"
    source = seen.sources[row.key]
    if row.waits is not None:
        least, most = row.waits
        wait = _moment(source["next_poll"]) - _moment(source["last_polled"])
        if not least <= wait <= most:
            yield f"next poll after {wait:.0f} s, not {least:.0f} to {most:.0f}"


def _moment(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()
