"""Databases' errors as ours: told by their codes, because their words are in any language."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DatabaseError, DBAPIError, IntegrityError

from store.errors import StoreBusy, StoreForeign, StoreFull, StoreSlow, StoreTrouble

Meaning = tuple[type[StoreTrouble], str]

_BUSY = (StoreBusy, "another process is writing to the store")
_FULL = (StoreFull, "the disk is full")
_UNWRITABLE = (StoreFull, "the disk cannot be written")
_READ_ONLY = (StoreFull, "the store cannot be written")
_FOREIGN = (StoreForeign, "the file is not a store of this program")
_DAMAGED = (StoreForeign, "the store is damaged")
_SLOW = (StoreSlow, "an answer of the store took too long")
_OTHER = (StoreTrouble, "the store failed")

# primary result codes (sqlite.org/rescode.html); an extended one has its primary one in its last
# eight bits
_OF_SQLITE: dict[int, Meaning] = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_IOERR: _UNWRITABLE,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_NOTADB: _FOREIGN,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_INTERRUPT: _SLOW,
}
_PRIMARY = 0xFF

# SQLSTATE (PostgreSQL's manual, appendix A)
_OF_POSTGRES: dict[str, Meaning] = {
    # lock_not_available, deadlock_detected, serialization_failure
    "55P03": _BUSY,
    "40P01": _BUSY,
    "40001": _BUSY,
    # disk_full, io_error, read_only_sql_transaction
    "53100": _FULL,
    "58030": _UNWRITABLE,
    "25006": _READ_ONLY,
    # query_canceled: beyond statement_timeout
    "57014": _SLOW,
    # data_corrupted, index_corrupted
    "XX001": _DAMAGED,
    "XX002": _DAMAGED,
}


@contextmanager
def translated() -> Iterator[None]:
    """Turn a database's exception into the one of ours that says what to do."""
    try:
        yield
    except IntegrityError:
        raise
    except DatabaseError as trouble:
        raise _translate(trouble.orig) from trouble
    except DBAPIError:
        raise
    except sqlite3.DatabaseError as trouble:
        raise _translate(trouble) from trouble


def _translate(cause: BaseException | None) -> StoreTrouble:
    trouble, meaning = _meaning_of(cause)
    said = str(cause).strip()
    return trouble(f"{meaning}: {said}" if trouble is StoreTrouble else f"{meaning} ({said})")


def _meaning_of(cause: BaseException | None) -> Meaning:
    """Look up an error's code; what a driver raises by itself has none."""
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return _OF_SQLITE.get(code & _PRIMARY, _OTHER)
    return _OF_POSTGRES.get(getattr(cause, "sqlstate", None) or "", _OTHER)
