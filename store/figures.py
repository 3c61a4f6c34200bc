"""How many entries there were when: what charts are drawn from."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, case, func, select

from store import schema
from store.entries import KEPT, narrowed

_ordered = schema.entries.c.ordered


def count_between(
    connection: Connection,
    bounds: Sequence[datetime],
    *,
    topic: str | None = None,
    source: str | None = None,
) -> list[int]:
    """Count the kept entries between each bound and the next; bounds ascend.

    An entry counts where it stands in feeds. The bounds of days are given, because databases
    know time zones differently and SQLite not at all.
    """
    stretch = case(
        *((_ordered < bound, place) for place, bound in enumerate(bounds[1:])),
    ).label("stretch")
    statement = narrowed(select(stretch, func.count()), topic=topic, source=source)
    statement = statement.where(KEPT, _ordered >= bounds[0], _ordered < bounds[-1])
    # by its name: PostgreSQL takes the same expression with other parameters for another one
    rows: dict[int, int] = dict(connection.execute(statement.group_by("stretch")).all())
    return [rows.get(place, 0) for place in range(len(bounds) - 1)]
