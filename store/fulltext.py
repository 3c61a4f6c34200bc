"""The full-text index in SQLite (FTS5) and PostgreSQL (tsvector): all that they differ in there.

Its rows are numbered by the time and the id of their entries, so that the newest that match are
read first, however many match.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    MetaData,
    Select,
    Table,
    Text,
    cast,
    delete,
    insert,
    literal_column,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from store import engine
from store.queries import Query, Term
from store.words import folded

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)
# bits of a place that hold the entry's id; the others hold the minute
_ID_BITS = 34
_IDS = (1 << _ID_BITS) - 1
# minutes from 1970 that places can tell apart, a thousand years either way
_FARTHEST = (1 << (63 - _ID_BITS)) - 1
# parts title and text, so that no phrase is found across
_GAP = "·"
# rows that PostgreSQL walks from the newest on, 4 µs each, before it looks up all that match; more
# where many are wanted
_STEPS = 10_000
_STEPS_FOR_ONE = 40
# before the form without marks of a word that has some
_WITHOUT_MARKS = "~"

# a virtual table of SQLite, and a plain one of PostgreSQL: neither is part of the schema's own
_apart = MetaData()
_sqlite = Table(
    "search",
    _apart,
    Column("rowid", BigInteger, primary_key=True),
    Column("title", Text),
    Column("body", Text),
    Column("plain", Text),
)
_postgres = Table(
    "search",
    MetaData(),
    Column("place", BigInteger, primary_key=True, autoincrement=False),
    Column("words", TSVECTOR, nullable=False),
)

_CREATE = {
    # the words come ready made: whatever is not ASCII is part of one. They are not kept beside the
    # index (content=''), which would be twice its size; so it must be told them to take them away
    "sqlite": (
        "CREATE VIRTUAL TABLE search "
        "USING fts5(title, body, plain, tokenize='ascii', columnsize=0, content='')",
    ),
    "postgresql": (
        "CREATE TABLE search (place bigint CONSTRAINT pk_search PRIMARY KEY, "
        "words tsvector NOT NULL)",
        "CREATE INDEX ix_search_words ON search USING gin (words)",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexed:
    """The words of one entry, as the index holds them."""

    place: int
    title: Sequence[str]
    body: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """The rows that match a query: where they stand, their places, and the condition."""

    table: Table
    place: ColumnElement[int]
    condition: ColumnElement[bool]

    @property
    def entry(self) -> ColumnElement[int]:
        """Give the number of a row's entry."""
        return self.place.op("&")(_IDS)


def place_of(entry: int, ordered: datetime) -> int:
    """Give the place of an entry in the index: by the minute, and then by its number."""
    minutes = (ordered - _EPOCH) // _MINUTE
    return (min(max(minutes, -_FARTHEST), _FARTHEST) << _ID_BITS) | entry


def entry_at(place: int) -> int:
    """Give the number of the entry at a place."""
    return place & _IDS


def create(connection: Connection) -> None:
    """Make an empty index."""
    for statement in _CREATE[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def put(connection: Connection, rows: Sequence[Indexed]) -> None:
    """Write the words of entries at places where nothing stands."""
    if not rows:
        return
    if engine.is_file(connection):
        connection.execute(insert(_sqlite), [_columns(row) for row in rows])
    else:
        connection.execute(
            insert(_postgres), [{"place": row.place, "words": _vector(row)} for row in rows]
        )


def remove(connection: Connection, rows: Sequence[Indexed]) -> None:
    """Take the words of entries away, which must be those that were put."""
    if not rows:
        return
    if engine.is_file(connection):
        connection.execute(_FORGET, [_columns(row) for row in rows])
        return
    for batch in engine.batches([row.place for row in rows]):
        connection.execute(delete(_postgres).where(_postgres.c.place.in_(batch)))


_FORGET = text(
    "INSERT INTO search (search, rowid, title, body, plain) "
    "VALUES ('delete', :rowid, :title, :body, :plain)"
)


def _columns(row: Indexed) -> dict[str, object]:
    words = [*row.title, _GAP, *row.body]
    plain = list(map(folded, words))
    return {
        "rowid": row.place,
        "title": " ".join(row.title),
        "body": " ".join(row.body),
        # most Russian and English entries have no marks, and need it only once
        "plain": "" if plain == words else " ".join(plain),
    }


def _vector(row: Indexed) -> str:
    """Write words as a tsvector: those of the title weigh more, both forms share a place."""
    return " ".join(_lexemes(row))


def _lexemes(row: Indexed) -> Iterator[str]:
    at = 0
    for words, weight in ((row.title, "A"), (row.body, "")):
        for at, word in enumerate(words, at + 1):  # noqa: B020
            yield f"'{word}':{at}{weight}"
            if (plain := folded(word)) != word:
                yield f"'{_WITHOUT_MARKS}{plain}':{at}{weight}"
        at += 1


def matching(connection: Connection, query: Query) -> Matching:
    """Give the rows that match a query that has terms."""
    if engine.is_file(connection):
        table: Any = literal_column("search")
        return Matching(
            table=_sqlite,
            place=_sqlite.c.rowid,
            condition=table.op("MATCH", is_comparison=True)(_match_text(query)),
        )
    return Matching(
        table=_postgres,
        place=_postgres.c.place,
        condition=_postgres.c.words.op("@@", is_comparison=True)(cast(_tsquery(query), TSQUERY)),
    )


def newest(connection: Connection, found: Select[int], limit: int | None, skip: int) -> list[int]:
    """Give the places that a statement over `matching` finds, the newest first.

    SQLite finds them in this order, and stops when it has enough. PostgreSQL can walk from the
    newest row of all, which takes long where few match, or look up all that match, which takes
    long where many do. It cannot know: it walks a little, and looks up where that was not enough.
    """
    (place,) = found.selected_columns
    in_order = found.order_by(place.desc())
    if engine.is_file(connection):
        return list(connection.execute(in_order.limit(limit).offset(skip)).scalars())
    if limit is not None:
        steps = max(_STEPS, _STEPS_FOR_ONE * (limit + skip))
        farthest = _farthest(connection, steps)
        near = in_order if farthest is None else in_order.where(place >= farthest)
        walked = list(connection.execute(near.limit(limit + skip)).scalars())
        if farthest is None or len(walked) == limit + skip:
            return walked[skip:]
    # a sum stands in no index, so that there is no order to walk in
    looked_up = found.order_by((place + 0).desc()).limit(limit).offset(skip)
    return list(connection.execute(looked_up).scalars())


def _farthest(connection: Connection, steps: int) -> int | None:
    """Give the place of a row so many from the newest; None where there are fewer."""
    places = select(_postgres.c.place).order_by(_postgres.c.place.desc())
    return connection.execute(places.limit(1).offset(steps)).scalar()


def _match_text(query: Query) -> str:
    """Write a query as FTS5 reads it; its words hold neither quotes nor operators."""
    columns = "{title body}" if query.is_exact else "{title body plain}"
    return " AND ".join(f"{columns} : {_phrase(term, query.is_exact)}" for term in query.terms)


def _phrase(term: Term, is_exact: bool) -> str:
    words = " ".join(term.indexed if is_exact else term.folded)
    return f'"{words}"' + " *" * term.is_beginning


def _tsquery(query: Query) -> str:
    return " & ".join(f"({_neighbours(term, query.is_exact)})" for term in query.terms)


def _neighbours(term: Term, is_exact: bool) -> str:
    words = term.indexed if is_exact else term.folded
    lasts = [False] * (len(words) - 1) + [term.is_beginning]
    return " <-> ".join(
        _alternatives(word, is_exact, ":*" if last else "")
        for word, last in zip(words, lasts, strict=True)
    )


def _alternatives(word: str, is_exact: bool, ending: str) -> str:
    exact = f"'{word}'{ending}"
    return exact if is_exact else f"({exact} | '{_WITHOUT_MARKS}{word}'{ending})"
