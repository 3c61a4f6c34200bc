"""Pure: stored things as scripts read them: stable keys, plain values, times as RFC 3339."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from feeds.config.schema import SourceSettings
from feeds.corrections import shown
from feeds.proofs import is_gone
from feeds.urls import redacted
from store.records import Entry, Flood, Sighting, Source, TopicRow
from store.records_hubs import Subscription


def iso(moment: datetime | None) -> str | None:
    """Write a UTC time as scripts read it."""
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")


def entry_plain(
    entry: Entry,
    seen: Sequence[Sighting],
    rows: Sequence[TopicRow],
    tags: Mapping[int, str],
    withdrawn: datetime | None = None,
) -> dict[str, object]:
    """Give an entry as `entries --json` prints it (DESIGN section 3); `tags` names kept entries."""
    entry = shown(entry)
    kept = entry.duplicate_of
    return {
        "id": entry.tag,
        "title": entry.title,
        "title_synthetic": entry.title_synthetic,
        "summary": entry.summary,
        "url": entry.url,
        "language": entry.language,
        "published": iso(entry.published),
        "published_from": entry.published_from,
        "published_precision": entry.published_precision,
        "dates_mentioned": list(entry.dates_mentioned),
        "first_seen": iso(entry.first_seen),
        "updated": iso(entry.updated),
        "sightings": [sighting_plain(sighting) for sighting in seen],
        "topics": [topic_plain(row) for row in rows],
        "duplicate_of": None if kept is None else tags.get(kept),
        "duplicate_reason": entry.duplicate_reason,
        "content": entry.content,
        "authors": list(entry.authors),
        "categories": list(entry.categories),
        "captions": list(entry.captions),
        "links": list(entry.links),
        "credit": entry.credit,
        "withdrawn": iso(withdrawn),
    }


def sighting_plain(sighting: Sighting) -> dict[str, object]:
    """Give a sighting; on a page, its id is the page's path and the item's place in it."""
    id_ = sighting.source_id
    if sighting.origin:
        id_ = f"{sighting.origin}#{id_}" if id_ else sighting.origin
    return {
        "source": sighting.source,
        "id": id_,
        "url": sighting.url,
        "title": sighting.title,
        "seen": iso(sighting.seen),
    }


def topic_plain(row: TopicRow) -> dict[str, object]:
    """Give an entry's place in a topic with its evidence."""
    return {"topic": row.topic, "score": row.score, "evidence": list(row.evidence)}


def source_plain(
    settings: SourceSettings,
    source: Source | None,
    held_until: datetime | None,
    entries: int,
    sample: str | None = None,
    flood: Flood | None = None,
    subscription: Subscription | None = None,
) -> dict[str, object]:
    """Give a source as `sources --json` prints it; `sample` is the file of what failed."""
    known = source or Source(key=settings.key, url=settings.url)
    error = known.error_kind and {"kind": known.error_kind, "message": known.error_message}
    return {
        "key": settings.key,
        "url": redacted(settings.url),
        "title": settings.title or known.title,
        "state": source_state(settings, known, held_until),
        "last_polled": iso(known.last_polled),
        "last_success": iso(known.last_success),
        "next_poll": iso(known.next_due) if settings.enabled else None,
        "held_until": iso(held_until),
        "interval": known.interval,
        "interval_why": known.interval_why,
        "entries": entries,
        "failures": known.failures,
        "http_status": known.http_status,
        "error": error or None,
        "warnings": list(known.warnings),
        "asked_url": known.asked_url and redacted(known.asked_url),
        "notes": list(source_notes(known)),
        "sample": sample,
        "held_back": flood.entries if flood else 0,
        "held_back_since": iso(flood.since) if flood else None,
        "websub": None if subscription is None else subscription_plain(subscription),
    }


def subscription_plain(subscription: Subscription) -> dict[str, object]:
    """Give a subscription without its token and secret, which are the hub's and ours alone."""
    return {
        "hub": redacted(subscription.hub),
        "until": iso(subscription.lease_until),
        "pushed": iso(subscription.pushed),
        "error": subscription.trouble,
    }


def subscription_note(subscription: Subscription, now: datetime) -> str:
    """Say to an operator who pushes a source and until when, or why nobody does."""
    hub, until = redacted(subscription.hub), subscription.lease_until
    trouble = f" ({subscription.trouble})" if subscription.trouble else ""
    if until is not None and now < until:
        return f"pushed by {hub} until {until:%Y-%m-%d %H:%M} UTC{trouble}"
    return f"not pushed yet by {hub}{trouble}"


def source_state(settings: SourceSettings, known: Source, held_until: datetime | None) -> str:
    """Say in a word how a source is: disabled, gone, held, failing, new or ok."""
    if not settings.enabled:
        return "disabled"
    if _has_gone(known):
        return "gone"
    if held_until is not None:
        return "held"
    if known.failures:
        return "failing"
    return "new" if known.last_success is None else "ok"


def _has_gone(known: Source) -> bool:
    return is_gone(known.gone_polls, known.gone_since, known.last_polled)


def source_notes(known: Source) -> tuple[str, ...]:
    """Say what an operator should know of a source beyond its last error, a line each."""
    notes = []
    if _has_gone(known):
        notes.append(f"gone (410) since {_day(known.gone_since)}: asked once in 30 days")
    if known.asked_url:
        notes.append(f"moved for good: {redacted(known.asked_url)} is asked in its place")
    if known.moved_to:
        notes.append(
            f"redirects for good to {redacted(known.moved_to)} since {_day(known.moved_since)}"
        )
    return tuple(notes)


def flood_notes(key: str, flood: Flood | None) -> tuple[str, ...]:
    """Say how many entries of a source are held back, why, and what to do; nothing where none."""
    if flood is None:
        return ()
    return (
        f"{flood.entries} entries held back in a flood since {_day(flood.since)}: "
        f"`diemtin release {key}` shows them, with --drop forgets them",
    )


def _day(moment: datetime | None) -> str:
    return "?" if moment is None else f"{moment:%Y-%m-%d}"
