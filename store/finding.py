"""Finding entries by their words, topic, sources, languages and date."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, exists, func, or_, select, true

from store import entries, fulltext, schema
from store.queries import Query
from store.records import Entry

_entries = schema.entries
_topics = schema.entry_topics
_seen = schema.sightings


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for; all that is given must hold, and one of several sources or languages."""

    query: Query | None = None
    topic: str | None = None
    # the key of a source whose own feed is narrowed: it must have had the entry as well
    feed_source: str | None = None
    # keys of sources, any of which had the entry
    sources: tuple[str, ...] = ()
    # in small letters; "vi" finds "vi-VN" as well
    languages: tuple[str, ...] = ()
    # the entry's place in a feed, in UTC
    since: datetime | None = None
    duplicates: bool = False
    withdrawn: bool = False


def find(
    connection: Connection, wanted: Wanted, *, limit: int | None = None, skip: int = 0
) -> list[Entry]:
    """Give the entries that hold what is wanted, newest first; a query without words finds none.

    Of several entries of one minute, those stored last are the first to be found.
    """
    if wanted.languages:
        wanted = replace(wanted, languages=_spelled(connection, wanted.languages))
        if not wanted.languages:
            return []
    if wanted.query is None:
        numbers = _listed(connection, wanted, limit, skip)
    else:
        numbers = _matching(connection, wanted, wanted.query, limit, skip)
    found = entries.load(connection, numbers)
    return sorted((found[number] for number in numbers if number in found), key=_newest_first)


def _newest_first(entry: Entry) -> tuple[object, ...]:
    return (-entry.ordered.timestamp(), entry.source, entry.origin, entry.position, entry.id)


def _listed(connection: Connection, wanted: Wanted, limit: int | None, skip: int) -> list[int]:
    statement = (
        select(_entries.c.id)
        .where(*_conditions(wanted))
        .order_by(_entries.c.ordered.desc(), *entries.PLACE)
        .limit(limit)
        .offset(skip)
    )
    return list(connection.execute(statement).scalars())


def _matching(
    connection: Connection, wanted: Wanted, query: Query, limit: int | None, skip: int
) -> list[int]:
    if not query.terms:
        return []
    rows = fulltext.matching(connection, query)
    # a subquery for each row keeps the databases from beginning with the entries
    fits = exists(select(1).where(_entries.c.id == rows.entry, *_conditions(wanted)))
    found = (
        select(rows.place)
        .select_from(rows.table)
        .where(rows.condition, fits, _since(rows.place, wanted.since))
    )
    places = fulltext.newest(connection, found, limit, skip)
    return [fulltext.entry_at(place) for place in places]


def _since(place: ColumnElement[int], since: datetime | None) -> ColumnElement[bool]:
    return true() if since is None else place >= fulltext.place_of(0, since)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = [entries.visible(wanted.duplicates, wanted.withdrawn)]
    if wanted.topic is not None:
        placed = select(1).where(_topics.c.entry == _entries.c.id, _topics.c.topic == wanted.topic)
        conditions.append(exists(placed))
    if wanted.feed_source is not None:
        conditions.append(_had_by((wanted.feed_source,)))
    if wanted.sources:
        conditions.append(_had_by(wanted.sources))
    if wanted.languages:
        conditions.append(_entries.c.language.in_(wanted.languages))
    if wanted.since is not None:
        conditions.append(_entries.c.ordered >= wanted.since)
    return conditions


def _had_by(sources: Collection[str]) -> ColumnElement[bool]:
    seen = select(_seen.c.entry).where(_seen.c.source.in_(sources))
    return or_(_entries.c.source.in_(sources), _entries.c.id.in_(seen))


def _spelled(connection: Connection, wanted: Collection[str]) -> tuple[str, ...]:
    """Give the languages of entries that are wanted, as feeds spell them."""
    return tuple(
        language
        for language in _languages(connection)
        if any(f"{language.lower()}-".startswith(f"{name}-") for name in wanted)
    )


def _languages(connection: Connection) -> Iterator[str]:
    """Name every language that an entry has; from one to the next without reading the entries."""
    column, last = _entries.c.language, ""
    while True:
        following = select(func.min(column)).where(column > last)
        found = connection.execute(following).scalar()
        if found is None:
            return
        yield found
        last = found
