"""What the JSON of each command looks like (DESIGN section 3): keys in order, and their types."""

from types import NoneType
from typing import Any

Shape = dict[str, type | tuple[type, ...]]

TEXT, OPTIONAL, NUMBER = str, (str, NoneType), (int, float)

REFRESH: Shape = {"sources": list, "published": list, "seconds": NUMBER}
REFRESHED: Shape = {
    "key": TEXT,
    "outcome": TEXT,
    "http_status": (int, NoneType),
    "new": int,
    "updated": int,
    "unchanged": int,
    "duplicates": int,
    "error": (dict, NoneType),
    "seconds": NUMBER,
}
TROUBLE: Shape = {"kind": TEXT, "message": TEXT}

ENTRY: Shape = {
    "id": TEXT,
    "title": TEXT,
    "title_synthetic": bool,
    "summary": TEXT,
    "url": OPTIONAL,
    "language": OPTIONAL,
    "published": OPTIONAL,
    "published_from": OPTIONAL,
    "published_precision": OPTIONAL,
    "dates_mentioned": list,
    "first_seen": TEXT,
    "updated": TEXT,
    "sightings": list,
    "topics": list,
    "duplicate_of": OPTIONAL,
    "duplicate_reason": OPTIONAL,
    # these are more than DESIGN promises
    "content": TEXT,
    "authors": list,
    "categories": list,
    "captions": list,
    "links": list,
    "credit": OPTIONAL,
    "withdrawn": OPTIONAL,
}
SIGHTING: Shape = {"source": TEXT, "id": OPTIONAL, "url": OPTIONAL, "title": OPTIONAL, "seen": TEXT}
PLACED: Shape = {"topic": TEXT, "score": NUMBER, "evidence": list}
EVIDENCE: Shape = {"term": TEXT, "field": TEXT, "start": int, "end": int, "weight": NUMBER}
MATCH: Shape = {
    "topic": TEXT,
    "belongs": bool,
    "score": NUMBER,
    "threshold": NUMBER,
    "evidence": list,
    "blocked": list,
}
STORY: Shape = {
    **ENTRY,
    "number": int,
    "waiting": OPTIONAL,
    "kept": list,
    "compared": list,
    "resembles": list,
    "duplicates": list,
    "judged_now": list,
    "waits_for_reclassify": bool,
    "placements": list,
    "correction": (dict, NoneType),
    "held_back": (dict, NoneType),
}
HELD_BACK: Shape = {"source": TEXT, "entries": int, "since": TEXT}
PLACEMENT: Shape = {"topic": TEXT, "verdict": TEXT, "ruled": TEXT}
CORRECTION: Shape = {
    "ruled": TEXT,
    "title": OPTIONAL,
    "published": OPTIONAL,
    "published_precision": OPTIONAL,
    "own_title": TEXT,
    "own_published": OPTIONAL,
    "own_published_from": OPTIONAL,
    "own_published_precision": OPTIONAL,
}
MOVE: Shape = {"topic": TEXT, "change": TEXT, "id": TEXT, "title": TEXT, "score": NUMBER}
SOURCE: Shape = {
    "key": TEXT,
    "url": TEXT,
    "title": OPTIONAL,
    "state": TEXT,
    "last_polled": OPTIONAL,
    "last_success": OPTIONAL,
    "next_poll": OPTIONAL,
    "held_until": OPTIONAL,
    "interval": (float, NoneType),
    "interval_why": OPTIONAL,
    "entries": int,
    "failures": int,
    "http_status": (int, NoneType),
    "error": (dict, NoneType),
    "warnings": list,
    "asked_url": OPTIONAL,
    "notes": list,
    "sample": OPTIONAL,
    "held_back": int,
    "held_back_since": OPTIONAL,
    # hub, until, pushed, error; null where no hub is asked
    "websub": (dict, type(None)),
}
TOPIC: Shape = {"topic": TEXT, "title": TEXT, "entries": int, "newest": OPTIONAL}
PAIRS: Shape = {"precision": NUMBER, "recall": NUMBER, "harmful": NUMBER, "rows": list}
PAIR: Shape = {
    "id": (int, str),
    "label": TEXT,
    "duplicate": bool,
    "reason": OPTIONAL,
    "score": (int, float, NoneType),
}
TOPICS: Shape = {"topics": dict, "rows": list}
FIGURES: Shape = {
    "precision_strict": NUMBER,
    "precision_lenient": NUMBER,
    "recall": NUMBER,
    "f1": NUMBER,
}
LABELLED: Shape = {"id": TEXT, "labels": list, "topics": list}


def check(value: dict[str, Any], shape: Shape) -> dict[str, Any]:
    """Assert the keys, their order and their types; a bool is no number."""
    assert list(value) == list(shape)
    for key, kinds in shape.items():
        wanted = kinds if isinstance(kinds, tuple) else (kinds,)
        assert type(value[key]) in wanted, f"{key}: {value[key]!r}"
    return value
