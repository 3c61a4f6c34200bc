"""By which rules entries were classified, so that changed rules find those that wait for them.

Rules are known by their digest. Every decided entry has its row here.
"""

from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, Connection, delete, func, or_, select

from store import engine, schema

_classified = schema.classified
_rulebooks = schema.rulebooks


def stamp(connection: Connection, entries: Collection[int], rules: str) -> None:
    """Note that entries are classified by some rules."""
    rows = [{"entry": entry, "rules": rules} for entry in sorted(entries)]
    engine.upsert(connection, _classified, rows)


def _by_other(rules: str) -> ColumnElement[bool]:
    """Ask for what was classified by other rules, in a form that an index answers."""
    return or_(_classified.c.rules < rules, _classified.c.rules > rules)


def count_others(connection: Connection, rules: str) -> dict[str, int]:
    """Count the entries that were classified by other rules, by these rules."""
    counted = select(_classified.c.rules, func.count()).where(_by_other(rules))
    return dict(connection.execute(counted.group_by(_classified.c.rules)).all())


def others(
    connection: Connection, rules: str, *, limit: int, below: int | None = None
) -> list[int]:
    """Give entries that were classified by other rules, the newest first.

    `below` leaves out those from that number on, so that a long run reads on where it was.
    """
    if not _any_other(connection, rules):
        return []
    chosen = select(_classified.c.entry).where(_classified.c.rules != rules)
    if below is not None:
        chosen = chosen.where(_classified.c.entry < below)
    ordered = chosen.order_by(_classified.c.entry.desc()).limit(limit)
    return list(connection.execute(ordered).scalars())


def _any_other(connection: Connection, rules: str) -> bool:
    found = select(_classified.c.entry).where(_by_other(rules)).limit(1)
    return connection.execute(found).first() is not None


def is_by_other(connection: Connection, entry: int, rules: str) -> bool:
    """Tell whether an entry was classified by other rules."""
    own = select(_classified.c.rules).where(_classified.c.entry == entry)
    return connection.execute(own).scalar() not in (None, rules)


def keep_rulebook(connection: Connection, rules: str, topics: Mapping[str, str]) -> None:
    """Remember what rules hold, a digest for each topic; those of nobody are forgotten."""
    known = select(_rulebooks.c.rules).where(_rulebooks.c.rules == rules)
    if connection.execute(known).first() is not None:
        return
    used = select(_classified.c.rules).distinct()
    connection.execute(delete(_rulebooks).where(_rulebooks.c.rules.not_in(used)))
    engine.insert_missing(connection, _rulebooks, [{"rules": rules, "topics": topics}])


def rulebooks(connection: Connection) -> dict[str, Mapping[str, str]]:
    """Give all rules that are remembered."""
    return dict(connection.execute(select(_rulebooks.c.rules, _rulebooks.c.topics)).all())
