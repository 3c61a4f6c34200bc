"""Sources: when each is due, who polls it now, and what came of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    bindparam,
    case,
    null,
    or_,
    select,
    update,
)

from store import engine, schema
from store.records import Source

_sources = schema.sources
_holds = schema.holds
_COLUMNS = tuple(_sources.c[field.name] for field in fields(Source))

# A poll or a lease that lies so far ahead was noted by a clock that has been put back since; less
# is the difference of two machines' clocks, and how long a lease may be.
AHEAD = timedelta(minutes=15)
# a hold's end that lies further behind a newer one's was noted by such a clock as well
LONGEST_HOLD = timedelta(days=1)

# what a changed URL makes worthless
_FORGOTTEN = {
    "etag": None,
    "last_modified": None,
    "body_hash": None,
    "next_due": None,
    "leased_until": None,
    "ttl": None,
    "skip_hours": (),
    "skip_days": (),
    "fresh_for": None,
    "last_whole": None,
    "asked_url": None,
    "moved_to": None,
    "moved_since": None,
    "moved_polls": 0,
    "gone_since": None,
    "gone_polls": 0,
    "hub": None,
    "hub_topic": None,
    "claim": _sources.c.claim + 1,
}


def _source(row: Row[Any]) -> Source:
    return Source(**row._mapping)


def sync(connection: Connection, wanted: Mapping[str, str]) -> None:
    """Make a row for each source of the configuration (key to URL).

    A source whose URL changed keeps its entries and is due at once, without validators; a poll
    of the old URL loses its claim. Sources that left the configuration keep their rows.
    """
    rows = [{"key": key, "url": url} for key, url in wanted.items()]
    engine.insert_missing(connection, _sources, rows)
    known = connection.execute(select(_sources.c.key, _sources.c.url))
    for key, url in known:
        if wanted.get(key, url) != url:
            connection.execute(
                update(_sources).where(_sources.c.key == key).values(url=wanted[key], **_FORGOTTEN)
            )


def load(connection: Connection, keys: Iterable[str]) -> dict[str, Source]:
    """Give the sources with these keys, by key."""
    found: dict[str, Source] = {}
    for batch in engine.batches(list(keys)):
        rows = connection.execute(select(*_COLUMNS).where(_sources.c.key.in_(batch)))
        found |= {row.key: _source(row) for row in rows}
    return found


def due_keys(connection: Connection, now: datetime) -> list[str]:
    """Give the keys of sources that are due and that nobody polls, those waiting longest first."""
    statement = select(_sources.c.key).where(_due(now), _free(now)).order_by(*_LONGEST_WAITING)
    return list(connection.execute(statement).scalars())


def next_due(connection: Connection, keys: Collection[str]) -> datetime | None:
    """Say when the first of some sources is due; None where one is due at once, or none ever."""
    times: list[datetime | None] = []
    for batch in engine.batches(list(keys)):
        statement = select(_sources.c.next_due).where(_sources.c.key.in_(batch))
        times += connection.execute(statement).scalars()
    known = [time for time in times if time is not None]
    return min(known) if known and len(known) == len(times) else None


def claim_due(
    connection: Connection, keys: Iterable[str], *, now: datetime, until: datetime
) -> list[Source]:
    """Take those of some sources that are due and that nobody else polls.

    Those waiting longest come first. The claim ends at `until`; each raises the source's claim
    number.
    """
    return _claim(connection, list(keys), and_(_due(now), _free(now)), until)


def claim_named(
    connection: Connection, keys: Iterable[str], *, now: datetime, until: datetime
) -> list[Source]:
    """Take the sources with these keys, due or not, unless somebody polls them now."""
    return _claim(connection, list(keys), _free(now), until)


def _due(now: datetime) -> ColumnElement[bool]:
    """Due is what was never polled, what has its time, and what was polled in the future."""
    return or_(
        _sources.c.next_due.is_(None),
        _sources.c.next_due <= now,
        _sources.c.last_polled > now + AHEAD,
    )


def _free(now: datetime) -> ColumnElement[bool]:
    return or_(
        _sources.c.leased_until.is_(None),
        _sources.c.leased_until <= now,
        _sources.c.leased_until > now + AHEAD,
    )


_LONGEST_WAITING = (_sources.c.next_due.asc().nulls_first(), _sources.c.key)


def _claim(
    connection: Connection, keys: list[str], which: ColumnElement[bool], until: datetime
) -> list[Source]:
    taken: list[Source] = []
    for batch in engine.batches(keys):
        statement = (
            select(_sources.c.key)
            .where(_sources.c.key.in_(batch), which)
            .order_by(*_LONGEST_WAITING)
            .with_for_update(skip_locked=True)
        )
        chosen = list(connection.execute(statement).scalars())
        taken += _take(connection, chosen, until)
    return taken


def _take(connection: Connection, keys: Sequence[str], until: datetime) -> list[Source]:
    connection.execute(
        update(_sources)
        .where(_sources.c.key.in_(keys))
        .values(claim=_sources.c.claim + 1, leased_until=until)
    )
    taken = load(connection, keys)
    return [taken[key] for key in keys]


_FINISH = update(_sources).where(
    _sources.c.key == bindparam("the_key"), _sources.c.claim == bindparam("the_claim")
)


def finish(connection: Connection, key: str, claim: int, values: Mapping[str, Any]) -> bool:
    """Write what came of a poll and give the source free.

    False where the claim was lost meanwhile: nothing is written then, and the caller must roll
    back what else it wrote for this poll.
    """
    done = connection.execute(
        _FINISH, {**values, "leased_until": None, "the_key": key, "the_claim": claim}
    )
    return done.rowcount == 1


def forgive(connection: Connection, keys: Iterable[str], due: datetime) -> None:
    """Take back the last failure of some sources, which was not theirs; they are due at a time."""
    is_only = _sources.c.failures == 1
    values = {
        "failures": _sources.c.failures - 1,
        "error_kind": case((is_only, null()), else_=_sources.c.error_kind),
        "error_message": case((is_only, null()), else_=_sources.c.error_message),
        "next_due": due,
    }
    for batch in engine.batches(list(keys)):
        connection.execute(
            update(_sources)
            .where(_sources.c.key.in_(batch), _sources.c.failures > 0)
            .values(values)
        )


def release(connection: Connection, claims: Mapping[str, int]) -> None:
    """Give claimed sources free without having polled them."""
    for key, claim in claims.items():
        finish(connection, key, claim, {})


def release_all(connection: Connection) -> None:
    """Give all sources free: for a daemon that starts and knows that it is the only one."""
    connection.execute(update(_sources).values(leased_until=None))


def hold(connection: Connection, host: str, until: datetime, reason: str) -> None:
    """Leave a host alone until a time; a later time wins over an earlier one.

    One further off than any hold is nothing to go by (`LONGEST_HOLD`).
    """
    known = held(connection)
    if host not in known or known[host] < until or known[host] > until + LONGEST_HOLD:
        engine.upsert(connection, _holds, [{"host": host, "until": until, "reason": reason}])


def held(connection: Connection) -> dict[str, datetime]:
    """Give the hosts that asked to be left alone, and until when; past times are among them."""
    return {row.host: row.until for row in connection.execute(select(_holds))}
