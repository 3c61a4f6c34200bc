"""Pure: what an item changes on the entry that it is, and what counts as a change."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from feeds.dedupe.exact import text_key, url_key
from feeds.identity import Item
from feeds.model import Link, ParsedEntry
from feeds.wording import own_text, own_title
from store.records import Entry, EntryUpdate

# A date that lies further ahead is a mistake of the source (RELIABILITY 1.6).
FUTURE = timedelta(hours=24)


def own_field(entry: Entry, name: str) -> object:
    """Give a field as the entry's own source wrote it, whoever's text is shown."""
    return getattr(entry, name) if entry.own_text is None else entry.own_text[name]


def own_title_of(entry: Entry) -> str:
    """Give the title that the source wrote; empty where we made one up."""
    return "" if own_field(entry, "title_synthetic") else str(own_field(entry, "title"))


def compare(item: Item, entry: Entry, now: datetime, *, frozen: bool = False) -> EntryUpdate | None:
    """Say what an item changes on the entry that it is; None where nothing.

    Only title, summary, content and link are changes that readers should see, and none of a
    `frozen` one; a date is taken where there was none, and never changed.
    """
    parsed = item.entry
    fields: dict[str, object] = {}
    if item.digest != entry.digest and not frozen:
        fields |= _edited_fields(item, entry, now)
    if entry.published is None and (published := plausible(parsed.published, now)):
        fields |= {
            "published": published,
            "published_from": parsed.published_from,
            "published_precision": parsed.published_precision,
        }
    if not fields:
        return None
    return EntryUpdate(entry=entry.id, fields=fields, material="digest" in fields)


def _edited_fields(item: Item, entry: Entry, now: datetime) -> dict[str, object]:
    """Give what an edit changes; while another one's text is shown, only what is put aside."""
    fields = content_fields(item.entry, item.digest)
    if entry.own_text is None:
        moved = {} if _is_hidden(fields, entry) else {"updated": max(now, entry.updated)}
        # what was held back stays so: an edit makes no news of it
        return fields | moved | {"pending": "held" if entry.pending == "held" else "edited"}
    keys = ("digest", "url_key", "text_key")
    told = {name: value for name, value in fields.items() if name not in keys}
    return {name: fields[name] for name in keys} | {"own_text": {**entry.own_text, **told}}


def _is_hidden(fields: Mapping[str, object], entry: Entry) -> bool:
    """Tell whether an edit changes the title alone, in whose place the editor's is shown."""
    told = ("summary", "content", "url")
    return entry.corrected_title is not None and all(
        fields[name] == getattr(entry, name) for name in told
    )


def content_fields(parsed: ParsedEntry, digest: str) -> dict[str, object]:
    """Give the columns of an entry that say what it says."""
    return {
        "title": parsed.title,
        "title_synthetic": parsed.title_synthetic,
        "summary": parsed.summary,
        "content": parsed.content,
        "url": parsed.link,
        "language": parsed.language,
        "digest": digest,
        "authors": parsed.authors,
        "categories": parsed.categories,
        "links": plain_links(parsed.links),
        "captions": tuple(asdict(caption) for caption in parsed.captions),
        "dates_mentioned": tuple(asdict(mention) for mention in parsed.dates_mentioned),
        "credit": parsed.credit,
        "url_key": url_key(parsed.link),
        "text_key": text_key(own_title(parsed), own_text(parsed)),
    }


def plain_links(links: Sequence[Link]) -> tuple[dict[str, object], ...]:
    """Give links as plain mappings without what they do not say."""
    return tuple(
        {name: value for name, value in asdict(link).items() if value is not None} for link in links
    )


def plausible(moment: datetime | None, now: datetime) -> datetime | None:
    """Give a date unless it lies more than a day ahead."""
    return moment if moment is not None and moment <= now + FUTURE else None
