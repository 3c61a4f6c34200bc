"""What tests share: where the real material lies, and what to do when something is missing."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import Cluster, find_server, may_run, running_cluster

from store.database import Store, open_store

PROJECT = Path(__file__).resolve().parent.parent


def missing(what: str) -> None:
    """Skip where a server, browser, client or material is missing; fail where all must be there."""
    if os.environ.get("DIEMTIN_REQUIRE_ALL"):
        pytest.fail(f"missing, though DIEMTIN_REQUIRE_ALL is set: {what}")
    pytest.skip(f"missing: {what}")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real feeds and labelled data that lies beside the project."""
    folder = PROJECT.parent / "shared"
    if not folder.is_dir():
        missing("the folder ../shared")
    return folder


@pytest.fixture(scope="session")
def project() -> Path:
    """The project's own folder."""
    return PROJECT


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A PostgreSQL server of the tests' own; each worker of pytest-xdist has one."""
    programs = find_server()
    if programs is None or not may_run():
        missing("PostgreSQL")
    assert programs is not None
    with running_cluster(programs) as cluster:
        yield cluster


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a store that nobody has opened yet, in each database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/store/diemtin.db"
        return
    cluster: Cluster = request.getfixturevalue("postgres")
    url = cluster.empty()
    yield url
    cluster.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty store with the newest schema, in each database."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/diemtin.db"
        open_store(url).close()
        yield url
        return
    cluster: Cluster = request.getfixturevalue("postgres")
    url = cluster.migrated()
    yield url
    cluster.drop(url)


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An open, empty store, in each database."""
    opened = open_store(store_url)
    yield opened
    opened.close()
