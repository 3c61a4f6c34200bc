"""Where keys stand in the text of a TOML file."""

import tomllib
from collections.abc import Iterator

import pytest
import tomlkit
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.config.lines import KeyPath, find_lines, line_of, read_statements

CASES = [
    pytest.param('a = 1\nb = "x"\n', {("a",): 1, ("b",): 2}, id="plain keys"),
    pytest.param("\n# c = 1\n\na = 1", {("a",): 4}, id="comments, blank lines, no last line end"),
    pytest.param("a = 1\r\n\r\nb = 2\r\n", {("a",): 1, ("b",): 3}, id="CRLF"),
    pytest.param("[a.b]\nc = 1", {("a",): 1, ("a", "b"): 1, ("a", "b", "c"): 2}, id="tables"),
    pytest.param("[ a . 'b.c' ]\nd=1", {("a", "b.c", "d"): 2}, id="blanks and dots in a header"),
    pytest.param('a."b.c".d = 1', {("a", "b.c", "d"): 1, ("a",): 1}, id="dotted and quoted key"),
    pytest.param('"\\u0061\\"" = 1', {('a"',): 1}, id="escapes in a key"),
    pytest.param(
        "[[s]]\nk = 1\n[s.h]\nx = 1\n[[s]]\nk = 2\n[s.h]\ny = 1",
        {("s",): 1, ("s", 0): 1, ("s", 0, "h", "x"): 4, ("s", 1): 5, ("s", 1, "h", "y"): 8},
        id="tables in a list of tables",
    ),
    pytest.param(
        "[[a]]\n[[a.b]]\nc=1\n[[a.b]]\nc=2\n[[a]]\n[[a.b]]\nc=3",
        {("a", 0, "b", 1, "c"): 5, ("a", 1, "b", 0, "c"): 8},
        id="lists within lists",
    ),
    pytest.param(
        'a = [ # one ]\n  1,\n  "]",\n\n  [2,\n3],\n]\nb = 1',
        {("a",): 1, ("a", 0): 2, ("a", 1): 3, ("a", 2): 5, ("a", 2, 1): 6, ("b",): 8},
        id="list of many lines",
    ),
    pytest.param(
        "a = { b = [1, 2], c.d = 1979-05-27 07:32:00 }\ne = 1",
        {("a", "b", 1): 1, ("a", "c", "d"): 1, ("e",): 2},
        id="inline table",
    ),
    pytest.param(
        'a = """\nb = 1\n\\""" " ""\n"""\nc = \'\'\'x\n[y]\'\'\'\nd = 1',
        {("a",): 1, ("c",): 5, ("d",): 7},
        id="texts of many lines hide what looks like keys",
    ),
    pytest.param(
        'a = """x"""""\nb = 1', {("a",): 1, ("b",): 2}, id="quotes before the closing ones"
    ),
    pytest.param(
        "[t.x.y]\n[t]\na = 1", {("t",): 2, ("t", "x"): 1, ("t", "a"): 3}, id="stated beats implied"
    ),
    pytest.param("a = 1\na = 2", {("a",): 1}, id="the first of a repeated key"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_lines_of_keys(text: str, expected: dict[KeyPath, int]) -> None:
    """Every key, table and list item is found in the line in which it begins."""
    found = find_lines(text)
    assert {path: found.get(path) for path in expected} == expected


def test_nearest_table_stands_for_missing_key() -> None:
    """A key that is not there has the line of the table that lacks it."""
    lines = find_lines("[site]\ntitle = 'x'\n[[sources]]\nurl = 'u'\n")
    assert line_of(lines, ("sources", 0, "key")) == 3
    assert line_of(lines, ("site", "title", "deeper")) == 2
    assert line_of(lines, ("nowhere",)) is None


def test_statement_ends_with_its_value() -> None:
    """A statement fills the lines up to the end of its value."""
    (key,) = [found for found in read_statements("\na = [\n1,\n]\n") if found.kind == "key"]
    assert (key.first, key.last) == (2, 4)


NAMES = st.text(min_size=1, max_size=6).filter(lambda name: "\r" not in name)
VALUES = st.recursive(
    st.integers(-99, 99) | st.booleans() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=12,
)


def every_path(value: object, path: KeyPath = ()) -> Iterator[KeyPath]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for name, inner in pairs:
        yield (*path, name)
        if isinstance(inner, dict | list):
            yield from every_path(inner, (*path, name))


@settings(max_examples=100)
@given(st.dictionaries(NAMES, VALUES, max_size=5))
def test_every_key_of_any_file_has_a_line(values: dict[str, object]) -> None:
    """Whatever tomllib reads has a place, and it lies within the file."""
    try:
        text = tomlkit.dumps(values)
        read = tomllib.loads(text)
    except (ValueError, TypeError):
        # tomlkit cannot spell it
        return
    found = find_lines(text)
    assert set(every_path(read)) <= set(found)
    assert all(1 <= line <= text.count("\n") + 1 for line in found.values())


@settings(max_examples=100)
@given(st.text(alphabet="ab.=[]{},\"'#\n\\ 1", max_size=60))
def test_any_text_is_read_to_its_end(text: str) -> None:
    """Text that is no TOML gives some places and never an error."""
    assert all(1 <= line <= text.count("\n") + 1 for line in find_lines(text).values())


def test_deep_nesting_is_read_without_error() -> None:
    """Nesting beyond all sense ends in no recursion error."""
    assert find_lines("a = " + "[" * 5000) == find_lines("a = " + "[" * 5000)
    assert find_lines("a = " + "{b=" * 5000)[("a",)] == 1
