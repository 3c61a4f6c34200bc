"""What tests share: where the real material lies, and what to do when something is missing."""

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from databases import Cluster, find_server, may_run, migrated_file, running_cluster
from hypothesis import HealthCheck, settings

import feeds.app
from feeds.config.schema import TopicSettings
from feeds.topics.compiled import CompiledTopics
from feeds.topics.rules import compile_topics
from store import engine
from store.database import Store, open_store
from tests.starting import end_starter

PROJECT = Path(__file__).resolve().parent.parent
# The same examples in every run, and none of them timed: a change is refused for what it does, not
# for chance or a busy machine. To look for more: pytest --hypothesis-profile=search
settings.register_profile(
    "suite",
    max_examples=30,
    derandomize=True,
    database=None,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("search", max_examples=1000, deadline=None, print_blob=True)
settings.load_profile("suite")


# What is compiled is kept, whatever the environment says: each process that a test starts would
# compile the whole program again, and each worker of pytest-xdist all tests.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# The modules with tests that take longest, begun first: otherwise one process is left alone with
# them in the end. Nothing goes wrong when one is missing here or named in vain.
LONGEST = (
    "pages_seen", "hostile", "websub", "secrets_stay", "daemon", "clients", "archives",
    "published", "editing", "following", "reclassify", "near_rounds", "evidence_rounds",
    "topics_classify", "odd_places", "attacks", "children", "commands", "main_job", "take_up",
    "parse_agreement", "refresh_properties", "shipped", "status", "http_certificates",
)  # fmt: skip


def pytest_configure(config: pytest.Config) -> None:
    """Keep pytest-xdist from putting the modules with the most tests first."""
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the modules that take longest; all others keep their order."""
    places = {f"test_{name}": place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(places)))


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


@pytest.fixture(scope="session", autouse=True)
def topics_compiled_once() -> Iterator[None]:
    """Keeps what topics compile to, which never changes; most tests are about the same few.

    It takes half a second for each command that a test runs in this process.
    """
    known: dict[object, CompiledTopics] = {}

    def compile_once(topics: Mapping[str, TopicSettings], *, home_territory: str) -> CompiledTopics:
        said = {slug: topics[slug].model_dump_json() for slug in topics}
        key = (home_territory, *sorted(said.items()))
        if key not in known:
            while len(known) > 7:
                del known[next(iter(known))]
            known[key] = compile_topics(topics, home_territory=home_territory)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(feeds.app, "compile_topics", compile_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def programs_started_by_one() -> Iterator[None]:
    """Ends the process that starts others, which the first of them makes."""
    yield
    end_starter()


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
        file = tmp_path / "diemtin.db"
        file.write_bytes(migrated_file())
        yield f"sqlite:///{file}"
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


@pytest.fixture
def hasty(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The same store, opened by somebody who does not wait long for another writer."""
    monkeypatch.setattr(engine, "BUSY_TIMEOUT", 0.3)
    opened = open_store(store.url)
    yield opened
    opened.close()
