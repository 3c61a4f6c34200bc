"""The structure that ARCHITECTURE.md draws, held against the imports of the code."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent

# From the bottom to the top; a module imports only from rows before its own, and from its own
# package. ARCHITECTURE.md draws the same list.
ROWS: tuple[tuple[str, ...], ...] = (
    (
        "store.records",
        "store.records_published",
        "store.records_hubs",
        "store.records_health",
        "store.errors",
        "store.words",
    ),
    ("store.queries", "store.columns"),
    ("store.tables",),
    ("store.schema", "store.troubles"),
    ("store.engine",),
    ("store.fulltext", "store.locks"),
    ("store.migrations",),
    ("store.upgrade",),
    (
        "store.meta",
        "store.sources",
        "store.sightings",
        "store.documents",
        "store.phrases",
        "store.rulings",
        "store.placements",
        "store.classified",
        "store.pending",
        "store.websub",
        "store.health",
        "store.withdrawals",
    ),
    ("store.search",),
    ("store.entries",),
    ("store.topics", "store.telling", "store.figures", "store.archives", "store.finding"),
    ("store.database",),
    (
        "feeds.model",
        "feeds.errors",
        "feeds.text",
        "feeds.urls",
        "feeds.timing",
        "feeds.proofs",
        "feeds.rhythm",
    ),
    ("feeds.languages", "feeds.presence"),
    ("feeds.reports",),
    ("feeds.config",),
    ("feeds.logs", "feeds.dedupe", "feeds.topics", "feeds.render"),
    ("feeds.order", "feeds.kindred", "feeds.corrections", "feeds.rulebook", "feeds.wording"),
    ("feeds.sharing",),
    ("feeds.resemblance",),
    (
        "feeds.identity",
        "feeds.judge",
        "feeds.listing",
        "feeds.narrowing",
        "feeds.parse",
        "feeds.retrieve",
        "feeds.web",
    ),
    ("feeds.surroundings", "feeds.placing", "feeds.edits"),
    ("feeds.floods", "feeds.habits", "feeds.learning"),
    ("feeds.publisher",),
    ("feeds.showing",),
    (
        "feeds.decide",
        "feeds.settle",
        "feeds.shelves",
        "feeds.files",
        "feeds.writer",
        "feeds.reading",
        "feeds.pace",
        "feeds.soundness",
    ),
    ("feeds.moves", "feeds.overview"),
    ("feeds.ruling", "feeds.comparison", "feeds.reclassify", "feeds.archives"),
    ("feeds.running",),
    ("feeds.editing", "feeds.withdrawing"),
    ("feeds.incidents",),
    ("feeds.afterwards", "feeds.samples", "feeds.health"),
    ("feeds.advice",),
    ("feeds.status",),
    ("feeds.drafting",),
    ("feeds.publish", "feeds.pipeline", "feeds.adding"),
    ("feeds.websub",),
    ("feeds.polling", "feeds.searching"),
    ("feeds.app",),
    (
        "feeds.rounds",
        "feeds.front",
        "feeds.serving",
        "feeds.forgetting",
        "feeds.watching",
        "feeds.clock",
    ),
    ("feeds.tend",),
    ("scheduler",),
    ("feeds.cli",),
)

# Each library, and where it is at home: nowhere else is it imported.
HOMES: dict[str, tuple[str, ...]] = {
    "aiohttp": ("feeds.retrieve", "feeds.web"),
    "yarl": ("feeds.retrieve",),
    "multidict": ("feeds.retrieve", "feeds.web"),
    "alembic": ("store.upgrade", "store.migrations"),
    "apscheduler": ("feeds.clock",),
    "babel": ("feeds.topics.names", "feeds.render.messages"),
    "brotli": ("feeds.web.document",),
    "feedgen": ("feeds.render.generator",),
    "feedparser": ("feeds.parse.syndication",),
    "jinja2": ("feeds.render.html",),
    "lxml": ("feeds.parse.strict", "feeds.render"),
    "msgspec": ("feeds.parse.wire",),
    "nh3": ("feeds.parse.markup",),
    "prometheus_client": ("feeds.web.metrics",),
    "pydantic": ("feeds.config",),
    "pydantic_core": ("feeds.config",),
    "rapidfuzz": ("feeds.dedupe.align",),
    "rich": ("feeds.cli.output",),
    "sqlalchemy": ("store",),
    "tomlkit": ("feeds.config.edit",),
    "typer": ("feeds.cli",),
    "uvloop": ("scheduler",),
    "watchfiles": ("feeds.watching",),
}

# What a pure module has no business with: clocks, chance, logs, files, sockets, processes.
IMPURE = frozenset(
    {
        "aiohttp", "asyncio", "fcntl", "logging", "os", "random", "secrets", "shutil", "signal",
        "socket", "sqlalchemy", "sqlite3", "subprocess", "tempfile", "threading", "time",
        "urllib.request",
    }
)  # fmt: skip


def modules() -> dict[str, ast.Module]:
    """Read every module of the program, by its dotted name."""
    files = [
        *PROJECT.glob("feeds/**/*.py"),
        *PROJECT.glob("store/**/*.py"),
        PROJECT / "scheduler.py",
    ]
    return {dotted(file): ast.parse(file.read_text(encoding="utf-8")) for file in sorted(files)}


def dotted(file: Path) -> str:
    """Give a file's module name; a package is called like its folder."""
    parts = file.relative_to(PROJECT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports(tree: ast.Module) -> tuple[str, ...]:
    """Name every module that a module imports, wherever the import stands."""
    return tuple(_imports(tree))


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def row_of(name: str) -> int | None:
    """Give the row of a module; None for what is not ours or for a bare package."""
    for number, row in enumerate(ROWS):
        if any(is_within(name, place) for place in row):
            return number
    return None


def is_within(name: str, place: str) -> bool:
    """Tell whether a module is a place or lies in it."""
    return name == place or name.startswith(place + ".")


@cache
def every() -> dict[str, ast.Module]:
    """Give every module, read once, by the one process of the tests that asks."""
    return modules()


@cache
def code() -> dict[str, ast.Module]:
    """Give every module that has a row of its own: the two roots hold nothing."""
    return {name: tree for name, tree in every().items() if name not in ("feeds", "store")}


def test_every_module_stands_in_a_row() -> None:
    """Every module has its place in the drawing: in ARCHITECTURE.md and here."""
    assert code()
    assert [name for name in code() if row_of(name) is None] == []


def test_modules_import_only_from_rows_before_their_own() -> None:
    """A module knows what lies below it, never what lies above or beside it."""
    wrong = [fault for name, tree in code().items() for fault in upward(name, tree)]
    assert wrong == []


def upward(name: str, tree: ast.Module) -> Iterator[str]:
    """Tell of every import of a module that is not from below."""
    own = row_of(name)
    assert own is not None
    package = next(place for place in ROWS[own] if is_within(name, place))
    for imported in imports(tree):
        row = row_of(imported)
        if row is not None and not is_within(imported, package) and row >= own:
            yield f"{name} imports {imported}, which stands in row {row}, not below {own}"


@pytest.mark.parametrize("library", sorted(HOMES))
def test_library_is_imported_at_home_only(library: str) -> None:
    """Each third-party library has one home, so that it can be replaced in one place."""
    strangers = [
        name
        for name, tree in code().items()
        for imported in imports(tree)
        if is_within(imported, library)
        if not any(is_within(name, home) for home in HOMES[library])
    ]
    assert strangers == []


def test_every_library_has_a_home() -> None:
    """What is imported and is neither ours nor Python's own stands in the list of homes."""
    import sys

    known = set(HOMES) | {"feeds", "store", "scheduler"} | set(sys.stdlib_module_names)
    foreign = {imported.split(".")[0] for tree in code().values() for imported in imports(tree)}
    assert foreign - known == set()


def test_no_cycles() -> None:
    """No module imports itself by way of others."""
    edges = {
        name: {target for target in imports(tree) if target in code() and target != name}
        for name, tree in code().items()
    }
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " -> ".join([*path, name])
        if name not in done:
            for target in sorted(edges[name]):
                visit(target, (*path, name))
            done.add(name)

    for name in sorted(edges):
        visit(name, ())


def test_pure_modules_touch_nothing() -> None:
    """A module that calls itself pure imports nothing that reads a clock, a file or the network."""
    pure = [n for n, tree in code().items() if (ast.get_docstring(tree) or "").startswith("Pure:")]
    found = {name: sorted(IMPURE.intersection(imports(code()[name]))) for name in pure}
    assert found
    assert {name: impure for name, impure in found.items() if impure} == {}


def test_every_module_says_what_it_is() -> None:
    """Every module begins with a docstring, and a package holds nothing else."""
    assert [name for name, tree in every().items() if not ast.get_docstring(tree)] == []
    packages = [name for name in every() if (PROJECT / Path(*name.split("."))).is_dir()]
    assert [name for name in packages if len(every()[name].body) != 1] == []
