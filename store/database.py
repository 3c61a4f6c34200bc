"""The store as the rest of the program sees it: transactions, and the schema they rely on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Connection as Connection  # the one place where others get it

from store import engine, search, upgrade
from store.errors import StoreLocked
from store.locks import lock
from store.schema import REVISION
from store.troubles import translated

Result = TypeVar("Result")


class Store:
    """Opens transactions; each is one snapshot (read) or all or nothing (write).

    Raises StoreTrouble and its kin; never the database's own exceptions. May be used from
    several threads, each with transactions of its own.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._reading = engine.connect(url, write=False)
        self._writing = engine.connect(url, write=True)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one moment of the store."""
        with translated(), self._reading.connect() as connection:
            yield connection

    def ask(self, question: Callable[[Connection], Result]) -> Result:
        """Read one answer, in a transaction of its own."""
        with self.read() as connection:
            return question(connection)

    @contextmanager
    def read_within(self, seconds: float) -> Iterator[Connection]:
        """Give a connection that reads for a stranger: StoreSlow ends what takes longer."""
        with self.read() as connection, engine.deadline(connection, seconds):
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection whose changes are kept all together at the end, or not at all."""
        with translated(), self._writing.begin() as connection:
            yield connection

    def is_tended(self) -> bool:
        """Tell whether a daemon runs on it; a daemon that begins in this moment would not see it.

        The lock is held for no longer than the question takes.
        """
        try:
            lock(self.url).release()
        except StoreLocked:
            return True
        return False

    def close(self) -> None:
        """Close all connections."""
        self._reading.dispose()
        self._writing.dispose()


# entries that are put into the search index in one transaction: a tenth of a second
FILLED_AT_ONCE = 200


def fill_index(store: Store) -> int:
    """Put what an older program stored into the search index; gives how many entries it was.

    In short transactions, so that others may write meanwhile, and so that it goes on after an end.
    """
    filled = 0
    while store.ask(search.is_filling):
        with store.write() as connection:
            filled += search.fill(connection, FILLED_AT_ONCE)
    return filled


def migrate(url: str) -> tuple[str | None, str]:
    """Bring a store's schema up to date; gives the revision before and the one now."""
    store, before = _open(url)
    store.close()
    return before, REVISION


def open_store(url: str) -> Store:
    """Open a store and bring its schema up to date; raises StoreTrouble.

    A SQLite store whose schema must change is copied beside itself first.
    """
    return _open(url)[0]


def _open(url: str) -> tuple[Store, str | None]:
    if engine.is_sqlite(url):
        engine.check_file(url)
        engine.sqlite_path(url).parent.mkdir(parents=True, exist_ok=True)
    store = Store(url)
    try:
        with store.write() as connection:
            before = upgrade.bring_up_to_date(url, connection)
    except BaseException:
        store.close()
        raise
    return store, before
