"""Real feeds: every entry is read, and the fast parser agrees with feedparser."""

import json
from collections import Counter
from pathlib import Path

import pytest

from feeds.model import ParsedDocument, RawDocument
from feeds.parse import strict, syndication
from feeds.parse.cleaning import clean_feed
from feeds.parse.decoding import decode_document
from feeds.parse.document import MOST_ENTRIES, parse_document
from feeds.parse.hints import ParseHints
from feeds.parse.prolog import prepare
from feeds.parse.raw import RawFeed
from feeds.parse.shape import mended
from tests.publishable import assert_fit_to_publish

FEED_URL = "https://example.org/feed"
# documents whose number of entries differs from the index, and why; none does
EXPLAINED: dict[str, int] = {}
# documents that only the forgiving parser can read, and why
FORGIVEN = {
    "238.atom": "an undefined entity",
    "317.rss": "a bad byte where markup is, declared ISO-8859-1",
    "342.rss": "a line break within a namespace",
    "359.rss": "bare ampersands",
}
# what feedparser reads wrongly (the agreement below counts these as disagreement nevertheless):
# 005.rss, titles of authors taken for titles of entries; 018.atom, an empty link taken for the
# base; 075.rss, a picture's caption taken for the summary; 337.atom, xml:base put before ids


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    """Where the real feeds lie."""
    return shared / "feeds" / "real"


@pytest.fixture(scope="module")
def index(folder: Path) -> dict[str, int]:
    """Number of entries by file name, as the majority of six parsers has it."""
    rows = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    return {row["file"]: row["entries"] for row in rows}


@pytest.fixture(scope="module")
def documents(folder: Path, index: dict[str, int]) -> dict[str, ParsedDocument]:
    """All real feeds, read."""
    hints = ParseHints()
    return {
        name: parse_document(RawDocument(body=(folder / name).read_bytes(), url=FEED_URL), hints)
        for name in index
    }


def test_every_entry_is_read(documents: dict[str, ParsedDocument], index: dict[str, int]) -> None:
    """The number of entries is that of the index, or explained."""
    counts = {name: len(document.entries) for name, document in documents.items()}
    assert counts == index | EXPLAINED


def test_every_entry_is_fit_to_publish(documents: dict[str, ParsedDocument]) -> None:
    """NFC, legal XML, titles without tags, http links: in every field of every real entry."""
    for document in documents.values():
        for entry in document.entries:
            assert_fit_to_publish(entry)


def test_nothing_is_dropped(documents: dict[str, ParsedDocument]) -> None:
    """No real feed exceeds a limit on entries."""
    assert sum(document.dropped for document in documents.values()) == 0


def cleaned(feed: RawFeed) -> ParsedDocument:
    """Clean a raw feed as both paths do."""
    return clean_feed(feed, url=FEED_URL, language=None, zone=None)


def test_agreement(folder: Path, index: dict[str, int]) -> None:
    """Both parsers see the same entries: 99 % of titles, links, ids and dates are equal."""
    equal: Counter[str] = Counter()
    entries = 0
    for name in index:
        prepared = prepare(decode_document((folder / name).read_bytes()).text)
        fast = strict.read(prepared.text, MOST_ENTRIES) if prepared.syntax == "xml" else None
        assert (fast is None) == (name in FORGIVEN or prepared.syntax == "json"), name
        if fast is None:
            continue
        slow = syndication.read(mended(prepared.text), MOST_ENTRIES)
        assert fast.kind == slow.kind, name
        assert len(fast.items) == len(slow.items), name
        for one, other in zip(cleaned(fast).entries, cleaned(slow).entries, strict=True):
            entries += 1
            equal.update(
                field
                for field in ("title", "link", "source_id", "published", "authors", "categories")
                if getattr(one, field) == getattr(other, field)
            )
    assert entries > 2700
    assert {field for field, count in equal.items() if count < 0.99 * entries} == set()
    assert equal["published"] == entries
