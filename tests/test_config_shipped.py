"""The shipped config.toml: it runs as it is, tells every key, and teaches."""

import re
import tomllib
from pathlib import Path

import pytest
from pydantic_core import PydanticUndefined

from feeds.config.load import check_text, load_config
from feeds.config.places import plain_tables
from feeds.config.schema import (
    Combine,
    Config,
    Guard,
    SourceSettings,
    Table,
    Terms,
    TopicSettings,
)
from feeds.config.shipped import shipped_text, write_first
from feeds.errors import ConfigurationError

DEFAULT = re.compile(r"(?m)^#(?=[a-z_]+ =)")
EXAMPLE = re.compile(r"(?m)^#   (?=\S)")
HEADER = re.compile(r"\[\[?([^\]]+)\]\]?$")


def keys_by_table(text: str) -> dict[str, dict[str, str]]:
    """Collect the lines `key = value` below each header of a file."""
    tables: dict[str, dict[str, str]] = {}
    table = tables.setdefault("", {})
    for line in text.splitlines():
        if header := HEADER.match(line):
            table = tables.setdefault(header[1], {})
        elif pair := re.match(r"([a-z_]+) = (.+)$", line):
            table.setdefault(pair[1], pair[2])
    return tables


def default_of(shape: type[Table], key: str) -> object:
    field = shape.model_fields[key]
    default = field.get_default(call_default_factory=True)
    return None if default is PydanticUndefined else default


def test_shipped_file_loads_without_warnings(project: Path) -> None:
    """The file as shipped is right, and nothing about it is worth a warning."""
    loaded = load_config(project / "config.toml", environ={})
    assert loaded.warnings == ()
    assert loaded.config.sources[0].key == "seeds"
    assert len(loaded.config.sources) == 15


def test_shipped_text_is_the_checkouts(project: Path) -> None:
    """In a checkout the shipped file is the one beside the package."""
    assert shipped_text() == (project / "config.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(plain_tables()))
def test_every_key_of_fixed_tables_is_shown(name: str) -> None:
    """Each key stands under its table: with its default, or as an example where it has none."""
    shape = plain_tables()[name]
    defaults = keys_by_table(DEFAULT.sub("", shipped_text()))[name]
    examples = keys_by_table(EXAMPLE.sub("", shipped_text()))[name]
    for key in shape.model_fields:
        expected = default_of(shape, key)
        if expected is None:
            assert key in examples
        else:
            written = tomllib.loads(f"{key} = {defaults[key]}")
            assert getattr(shape.model_validate(written), key) == getattr(shape(), key)


def test_every_key_of_a_source_is_shown() -> None:
    """The first source shows all keys: its own, defaults, and examples of what is unset."""
    text = shipped_text()
    block = text[
        text.index("[[sources]]") : text.index("[[sources]]", text.index("[[sources]]") + 1)
    ]
    defaults = keys_by_table(DEFAULT.sub("", block))["sources"]
    examples = keys_by_table(EXAMPLE.sub("", block))["sources"]
    for key in SourceSettings.model_fields:
        expected = default_of(SourceSettings, key)
        if expected is None:
            assert key in examples
        else:
            read = tomllib.loads(f"value = {defaults[key]}")["value"]
            assert read == (list(expected) if isinstance(expected, tuple) else expected)


@pytest.mark.parametrize(
    ("table", "shape"),
    [
        pytest.param("topics.energy", TopicSettings, id="topic"),
        pytest.param('topics.energy.guards.vi."dầu"', Guard, id="guard"),
        pytest.param("topics.energy.combine", Combine, id="combine"),
    ],
)
def test_every_key_of_a_topic_is_shown(table: str, shape: type[Table]) -> None:
    """The example of a topic shows all keys, those with a plain default as they are."""
    written = keys_by_table(EXAMPLE.sub("", shipped_text()))[table]
    missing = set(shape.model_fields) - set(written) - {"terms", "guards", "combine"}
    assert missing == set()
    for key, value in written.items():
        default = default_of(shape, key)
        if isinstance(default, bool | float):
            assert tomllib.loads(f"value = {value}")["value"] == default
    if shape is TopicSettings:
        assert tuple(tomllib.loads(f"value = {written['languages']}")["value"]) == default_of(
            shape, "languages"
        )


def test_every_kind_of_term_is_shown() -> None:
    """The example of a topic shows strong, weak and negative terms and stems."""
    tables = keys_by_table(EXAMPLE.sub("", shipped_text()))
    shown = tables["topics.energy.terms.vi"] | tables["topics.energy.terms.ru"]
    assert set(shown) == set(Terms.model_fields)


def test_reclassify_is_shown_with_its_default() -> None:
    """The key that stands among the topics is told with its default."""
    shown = keys_by_table(DEFAULT.sub("", shipped_text()))["topics"]["reclassify"]
    assert shown == f'"{Config().reclassify}"'


def test_commented_defaults_are_the_defaults(project: Path) -> None:
    """Taking the # from every default changes nothing."""
    text = shipped_text()
    plain = check_text(text, "config.toml", project)
    told = check_text(DEFAULT.sub("", text), "config.toml", project)
    assert told.config == plain.config


def test_examples_are_right(project: Path) -> None:
    """Taking the "#   " from every example gives a file that loads, with the new topic."""
    loaded = check_text(EXAMPLE.sub("", shipped_text()), "config.toml", project)
    assert "energy" in loaded.config.topics
    # the addresses of the examples are nobody's
    assert {warning.key for warning in loaded.warnings} <= {"websub.hub", "websub.callback_url"}


def test_marker_stands_once() -> None:
    """One line parts the general settings from the topics."""
    assert shipped_text().count("\n# --- topics ---\n") == 1


def test_init_writes_the_shipped_file(tmp_path: Path) -> None:
    """A first file and an empty folder for pages are made, also where folders are missing."""
    path = write_first(tmp_path / "new" / "folder")
    assert path.read_text(encoding="utf-8") == shipped_text()
    assert list((path.parent / "seeds").iterdir()) == []
    assert load_config(path, environ={}).folder == tmp_path / "new" / "folder"


def test_init_keeps_pages_that_are_there(tmp_path: Path) -> None:
    """A folder of pages that is there stays as it is."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text("x")
    write_first(tmp_path)
    assert (tmp_path / "seeds" / "a.txt").read_text() == "x"


def make_file(folder: Path) -> None:
    (folder / "config.toml").write_text("# mine")


def make_dangling_link(folder: Path) -> None:
    (folder / "config.toml").symlink_to(folder / "nowhere")


@pytest.mark.parametrize("make", [make_file, make_dangling_link])
def test_init_overwrites_nothing(tmp_path: Path, make: object) -> None:
    """A config.toml that is there, be it a dangling link, is refused and left as it is."""
    make(tmp_path)
    with pytest.raises(ConfigurationError, match="is there already"):
        write_first(tmp_path)
    assert not (tmp_path / "seeds").exists()
    assert not (tmp_path / "nowhere").exists()


def test_init_says_what_is_in_the_way(tmp_path: Path) -> None:
    """A file where a folder must be is told, and no config.toml is written."""
    (tmp_path / "seeds").write_text("a file")
    with pytest.raises(ConfigurationError, match="seeds: cannot be written"):
        write_first(tmp_path)
    assert not (tmp_path / "config.toml").exists()
