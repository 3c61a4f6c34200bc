"""How sources did: counts of each day, and incidents from when until when."""

from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import Connection, case, delete, insert, select, update

from store import engine, schema
from store.records import plain
from store.records_health import HealthDay, Incident

_health = schema.health
_incidents = schema.incidents
_COLUMNS = tuple(_incidents.c[field.name] for field in fields(Incident))
_COUNTS = ("polls", "failed", "entries", "gaps")


def count(connection: Connection, day: HealthDay) -> None:
    """Add the counts of a poll to those of its source's day."""
    here = (_health.c.source == day.source, _health.c.day == day.day)
    sums = {name: _health.c[name] + getattr(day, name) for name in _COUNTS}
    if connection.execute(update(_health).where(*here).values(sums)).rowcount == 0:
        connection.execute(insert(_health).values(plain(day)))


def days(connection: Connection, since: str) -> dict[str, list[HealthDay]]:
    """Give every source's days from an ISO date on, the oldest first."""
    found: dict[str, list[HealthDay]] = {}
    chosen = select(_health).where(_health.c.day >= since)
    for row in connection.execute(chosen.order_by(_health.c.source, _health.c.day)):
        found.setdefault(row.source, []).append(HealthDay(**row._mapping))
    return found


def lasting(connection: Connection, source: str) -> tuple[Incident, ...]:
    """Give the incidents of a source that last."""
    chosen = select(*_COLUMNS).where(_incidents.c.source == source, _incidents.c.ended.is_(None))
    rows = connection.execute(chosen.order_by(_incidents.c.id))
    return tuple(Incident(**row._mapping) for row in rows)


def newest(connection: Connection, limit: int) -> tuple[Incident, ...]:
    """Give the incidents of all sources, the newest change first; those that last before others."""
    over = case((_incidents.c.ended.is_(None), 0), else_=1)
    chosen = select(*_COLUMNS).order_by(over, _incidents.c.updated.desc(), _incidents.c.id.desc())
    return tuple(Incident(**row._mapping) for row in connection.execute(chosen.limit(limit)))


def begin(
    connection: Connection, source: str, incidents: Sequence[tuple[str, str, bool]], now: datetime
) -> None:
    """Note new incidents of a source, each as kind, message, and whether it lasts."""
    for kind, message, lasts in incidents:
        ended = None if lasts else now
        values = {"source": source, "kind": kind, "message": message, "began": now}
        connection.execute(insert(_incidents).values(**values, ended=ended, updated=now))


def reword(connection: Connection, number: int, message: str, now: datetime) -> None:
    """Note that an incident that lasts is another one by now."""
    here = _incidents.c.id == number
    connection.execute(update(_incidents).where(here).values(message=message, updated=now))


def end(connection: Connection, numbers: Collection[int], now: datetime) -> None:
    """Note that incidents are over."""
    for batch in engine.batches(sorted(numbers)):
        here = _incidents.c.id.in_(batch)
        connection.execute(update(_incidents).where(here).values(ended=now, updated=now))


def forget(connection: Connection, before: datetime) -> None:
    """Forget days before a time, and incidents that were over by then."""
    connection.execute(delete(_health).where(_health.c.day < f"{before:%Y-%m-%d}"))
    connection.execute(delete(_incidents).where(_incidents.c.ended < before))
