"""Pure: one document's bytes to values: decode, prepare, and the first parser that accepts it.

Runs in a child process (`feeds.parse.child`): hostile bytes may cost it time and memory.
"""

from dataclasses import replace
from datetime import tzinfo
from zoneinfo import ZoneInfo

from feeds.model import ParsedDocument, RawDocument
from feeds.parse import jsonfeed, strict, syndication
from feeds.parse.cleaning import clean_feed
from feeds.parse.decoding import DecodedText, codec_named, decode_document
from feeds.parse.hints import ParseHints
from feeds.parse.page import read_page
from feeds.parse.prolog import Prepared, prepare
from feeds.parse.raw import RawFeed
from feeds.parse.shape import disarm, measure, mended

# RELIABILITY table 2.2
MOST_ENTRIES = 500
_MOST_WARNINGS = 20
_LONGEST_WARNING = 300


def parse_document(raw: RawDocument, hints: ParseHints) -> ParsedDocument:
    """Read a feed or a page.

    Raises feeds.errors.Unreadable: `empty`, `not_a_feed`, or `parse` with the reason in words.
    """
    decoded = decode_document(raw.body, charset=raw.charset, override=hints.encoding)
    if hints.kind == "page":
        page = _read_page(decoded.text, hints)
        return _with_warnings(page, (*_encoding_notes(decoded, hints), *page.warnings))
    prepared = prepare(decoded.text)
    feed = clean_feed(
        read_feed(prepared),
        url=raw.url,
        language=hints.language,
        zone=_zone(hints.timezone),
    )
    notes = (*_encoding_notes(decoded, hints), *prepared.warnings)
    return _with_warnings(feed, (*notes, *feed.warnings))


def _read_page(text: str, hints: ParseHints) -> ParsedDocument:
    if hints.timezone is None:
        return read_page(text, language=hints.language)
    return read_page(text, language=hints.language, timezone=hints.timezone)


def read_feed(prepared: Prepared) -> RawFeed:
    """Read a prepared text by the strict parser, or else by the forgiving one."""
    if prepared.syntax == "json":
        return jsonfeed.read(prepared.text, MOST_ENTRIES)
    found = strict.read(prepared.text, MOST_ENTRIES)
    if found is not None:
        return found
    text = mended(prepared.text)
    found = strict.read(text, MOST_ENTRIES) if text != prepared.text else None
    return found if found is not None else read_forgivingly(text)


def read_forgivingly(text: str) -> RawFeed:
    """Read what is not well-formed; only so much of it is shown to the slow parser as is used."""
    shape = measure(text, MOST_ENTRIES)
    found = syndication.read(disarm(text[: shape.cut]), MOST_ENTRIES)
    unseen = shape.items - MOST_ENTRIES
    return replace(found, dropped=unseen) if unseen > found.dropped else found


def _encoding_notes(decoded: DecodedText, hints: ParseHints) -> tuple[str, ...]:
    if hints.encoding and not codec_named(hints.encoding):
        return (f"the configured encoding {hints.encoding!r} is not known", *decoded.warnings)
    return decoded.warnings


def _with_warnings(document: ParsedDocument, warnings: tuple[str, ...]) -> ParsedDocument:
    shown = tuple(warning[:_LONGEST_WARNING] for warning in warnings[:_MOST_WARNINGS])
    return replace(document, warnings=shown)


def _zone(name: str | None) -> tzinfo | None:
    """Give the zone of an IANA name that the configuration has checked."""
    return ZoneInfo(name) if name else None
