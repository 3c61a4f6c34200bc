"""Schema: brings a store to the newest revision; the home of Alembic."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text

from store import engine
from store.errors import StoreTooNew
from store.schema import REVISION

# the library reads its settings with "%" as a sign of its own
_SCRIPTS = str(Path(__file__).parent / "migrations")


def current(connection: Connection) -> str | None:
    """Name the revision that a store is at; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def bring_up_to_date(url: str, connection: Connection) -> str | None:
    """Upgrade a store within a write transaction, and name the revision it came from.

    Raises StoreTooNew for a revision that this program does not know. A SQLite store that holds
    something is copied beside itself first, as NAME.before-REVISION.
    """
    found = current(connection)
    if found == REVISION:
        return found
    _upgrade(url, connection, found)
    return found


def _upgrade(url: str, connection: Connection, found: str | None) -> None:
    # Alembic takes a tenth of a second to import, and nearly every start has nothing to upgrade
    from alembic import command

    if found is not None and found not in revisions():
        raise StoreTooNew(f"the store is at revision {found}, which this version does not know")
    engine.allow_long_statements(connection)
    if found is None:
        engine.stamp(connection)
    elif engine.is_sqlite(url):
        path = engine.sqlite_path(url)
        engine.back_up_file(url, path.with_name(f"{path.name}.before-{REVISION}"))
    command.upgrade(_alembic(connection), "head")


def revisions() -> tuple[str, ...]:
    """Name all revisions that this program knows, the newest first."""
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory.from_config(_alembic()).walk_revisions()
    return tuple(script.revision for script in scripts)


def _alembic(connection: Connection | None = None) -> Any:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", _SCRIPTS.replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
