"""Archives: closed pages, what they hold, and what no closed page holds yet."""

import zlib
from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, select

from store import engine, schema
from store.entries import DECIDED, KEPT, WITHDRAWN
from store.records import plain
from store.records_published import Archived, ArchivePage, Member, OpenPage

ALL = "all"

_pages = schema.archive_pages
_archived = schema.archived
_open = schema.open_pages
_entries = schema.entries
_topics = schema.entry_topics
_withdrawals = schema.withdrawals
_tombstones = schema.tombstones
_PAGE = tuple(_pages.c[field.name] for field in fields(ArchivePage))
_ARCHIVED = tuple(_archived.c[field.name] for field in fields(Archived))
_OPEN = tuple(_open.c[field.name] for field in fields(OpenPage))


def pages(connection: Connection, slugs: Collection[str]) -> list[ArchivePage]:
    """Give the closed pages of archives, by archive and then by month, without their bytes."""
    statement = select(*_PAGE).where(_pages.c.slug.in_(sorted(slugs)))
    rows = connection.execute(statement.order_by(_pages.c.slug, _pages.c.month))
    return [ArchivePage(**row._mapping) for row in rows]


def newest_month(connection: Connection, slug: str) -> str | None:
    """Name the month of an archive's newest closed page."""
    statement = select(_pages.c.month).where(_pages.c.slug == slug)
    return connection.execute(statement.order_by(_pages.c.month.desc()).limit(1)).scalar()


def body(connection: Connection, slug: str, month: str) -> bytes:
    """Give the bytes of a closed page, which must be there."""
    wanted = select(_pages.c.body).where(_pages.c.slug == slug, _pages.c.month == month)
    return zlib.decompress(connection.execute(wanted).scalar_one())


def put(connection: Connection, page: ArchivePage, content: bytes) -> None:
    """Write a closed page, in place of what it was before."""
    row = {**plain(page), "body": zlib.compress(content)}
    engine.upsert(connection, _pages, [row])


def archive(connection: Connection, rows: Sequence[Archived]) -> None:
    """Note in which closed pages entries stand, or keep them as rendered for one to come."""
    engine.upsert(connection, _archived, [_packed(row) for row in rows])


def _packed(row: Archived) -> dict[str, Any]:
    fragment = None if row.fragment is None else zlib.compress(row.fragment)
    return {**plain(row), "fragment": fragment}


def _unpacked(rows: Any) -> list[Archived]:
    return [
        Archived(
            **{
                **row,
                "fragment": None if row["fragment"] is None else zlib.decompress(row["fragment"]),
            }
        )
        for row in rows
    ]


def kept_aside(connection: Connection, slug: str, entries: Collection[int]) -> dict[int, bytes]:
    """Give forgotten entries of an archive as they were rendered."""
    found: dict[int, bytes] = {}
    for batch in engine.batches(sorted(entries)):
        statement = select(_archived.c.entry, _archived.c.fragment).where(
            _archived.c.slug == slug, _archived.c.entry.in_(batch), _archived.c.month.is_(None)
        )
        rows = connection.execute(statement)
        found |= {row.entry: zlib.decompress(row.fragment) for row in rows}
    return found


def named(connection: Connection, tag: str) -> list[Archived]:
    """Give an entry's places in archives by its tag, without what is kept aside."""
    columns = [column for column in _ARCHIVED if column is not _archived.c.fragment]
    rows = connection.execute(select(*columns).where(_archived.c.tag == tag))
    return [Archived(**row._mapping) for row in rows]


def order_of(connection: Connection, slug: str, month: str) -> dict[str, int]:
    """Give the places of a closed page's entries, by tag."""
    statement = select(_archived.c.tag, _archived.c.place)
    here = (_archived.c.slug == slug, _archived.c.month == month)
    return dict(connection.execute(statement.where(*here)).all())


def open_pages(connection: Connection) -> dict[str, OpenPage]:
    """Give what the published pages of months that are not over hold, by archive."""
    return {row.slug: OpenPage(**row._mapping) for row in connection.execute(select(*_OPEN))}


def put_open(connection: Connection, page: OpenPage) -> None:
    """Write what the published page of a month that is not over holds."""
    engine.upsert(connection, _open, [plain(page)])


def members(connection: Connection, slug: str) -> list[Member]:
    """Give the entries of a topic, or of all, that no closed page holds: newest first.

    What was withdrawn of it is among them; forgotten entries come last.
    """
    standing = [
        Member(entry=row.id, tag=row.tag, entered=row.entered)
        for row in connection.execute(_placed(_standing(slug, KEPT), slug))
    ]
    withdrawn = [
        Member(entry=row.entry, tag=row.tag, entered=row.entered, withdrawn=row.withdrawn)
        for row in connection.execute(_withdrawn(slug))
    ]
    return [*standing, *withdrawn, *_forgotten(connection, slug)]


def _standing(slug: str, condition: ColumnElement[bool]) -> Select[Any]:
    if slug == ALL:
        entered = _entries.c.first_seen.label("entered")
        return select(_entries.c.id, _entries.c.tag, entered).where(condition)
    return (
        select(_entries.c.id, _entries.c.tag, _topics.c.entered)
        .join(_topics, _topics.c.entry == _entries.c.id)
        .where(_topics.c.topic == slug, condition)
    )


def _placed(statement: Select[Any], slug: str) -> Select[Any]:
    """Leave out what an archive holds, and put the rest in a feed's order."""
    here = and_(_archived.c.entry == _entries.c.id, _archived.c.slug == slug)
    return (
        statement.outerjoin(_archived, here)
        .where(_archived.c.entry.is_(None))
        .order_by(_entries.c.ordered.desc(), _entries.c.source, _entries.c.origin,
                  _entries.c.position, _entries.c.id)
    )  # fmt: skip


def _withdrawn(slug: str) -> Select[Any]:
    here = and_(_archived.c.entry == _tombstones.c.entry, _archived.c.slug == slug)
    return (
        select(
            _tombstones.c.entry, _withdrawals.c.tag, _tombstones.c.entered, _withdrawals.c.withdrawn
        )
        .join(_withdrawals, _withdrawals.c.entry == _tombstones.c.entry)
        .outerjoin(_archived, here)
        .where(_tombstones.c.slug == slug, _archived.c.entry.is_(None))
        .order_by(_tombstones.c.entry.desc())
    )


def _forgotten(connection: Connection, slug: str) -> list[Member]:
    statement = (
        select(_archived.c.entry, _archived.c.tag, _archived.c.entered, _withdrawals.c.withdrawn)
        .outerjoin(_withdrawals, _withdrawals.c.entry == _archived.c.entry)
        .where(
            _archived.c.slug == slug, _archived.c.fragment.is_not(None), _archived.c.month.is_(None)
        )
        .order_by(_archived.c.entry.desc())
    )
    rows = connection.execute(statement)
    return [Member(**row._mapping, forgotten=True) for row in rows]


def leaving(connection: Connection, slug: str, before: datetime, limit: int) -> list[Member]:
    """Give entries of an archive that no closed page holds and that are about to be forgotten."""
    alone = and_(DECIDED, _entries.c.duplicate_of.is_(None), _entries.c.first_seen < before)
    shown = _placed(_standing(slug, and_(alone, ~WITHDRAWN)), slug).limit(limit)
    return [Member(entry=row.id, tag=row.tag, entered=row.entered)
            for row in connection.execute(shown)]  # fmt: skip


def unsettled(connection: Connection, slug: str) -> dict[str, list[Archived]]:
    """Give what closed pages show though it was withdrawn, or hide though it no longer is."""
    buried = (
        select(*_ARCHIVED)
        .join(
            _tombstones,
            and_(_tombstones.c.entry == _archived.c.entry, _tombstones.c.slug == _archived.c.slug),
        )
        .where(_archived.c.slug == slug, _archived.c.fragment.is_(None))
    )
    raised = (
        select(*_ARCHIVED)
        .outerjoin(
            _tombstones,
            and_(_tombstones.c.entry == _archived.c.entry, _tombstones.c.slug == _archived.c.slug),
        )
        .where(
            _archived.c.slug == slug,
            _archived.c.fragment.is_not(None),
            _tombstones.c.entry.is_(None),
        )
    )
    found: dict[str, list[Archived]] = {}
    for statement in (buried, raised):
        held = statement.where(_archived.c.month.is_not(None)).order_by(_archived.c.entry)
        for row in _unpacked(connection.execute(held).mappings()):
            found.setdefault(str(row.month), []).append(row)
    return found
