"""Broken TOML, and many mistakes at once: all are told, in the order of the lines."""

from pathlib import Path

import pytest

from feeds.config.load import check_text
from feeds.errors import ConfigurationError, Problem

FOLDER = Path("/srv/diemtin")


def problems_of(text: str) -> tuple[Problem, ...]:
    with pytest.raises(ConfigurationError) as refused:
        check_text(text, "config.toml", FOLDER, {})
    return refused.value.problems


SYNTAX = [
    pytest.param("[site]\ntitle = Điểm Tin", [(2, "site.title", "in quotes")], id="no quotes"),
    pytest.param("[log]\nlevel = 30m", [(2, "log.level", "left over")], id="time without quotes"),
    pytest.param('[log]\nlevel = "x', [(2, "log.level", "a text is not closed")], id="open quote"),
    pytest.param('i = """x\n\n', [(1, "i", "not closed")], id="open quotes of many lines"),
    pytest.param("i = [1,\n2\nj = 3", [(3, "i", "a ] or a comma")], id="open list"),
    pytest.param("i = { a = 1", [(1, "i", "}")], id="open braces"),
    pytest.param("title", [(1, "", "equals sign")], id="key alone"),
    pytest.param("[site", [(1, "site", "]")], id="open header"),
    pytest.param('i = "C:\\dir"', [(1, "i", "backslash")], id="backslash"),
    pytest.param("i = 1\x00", [(1, "i", "")], id="control character"),
    pytest.param("i = True", [(1, "i", "small letters")], id="capital letter"),
    pytest.param("i = " + "9" * 5000, [(None, "", "digits")], id="endless number"),
    pytest.param("i = " + "[" * 5000, [(None, "", "deeply")], id="endless nesting"),
    pytest.param(
        "[site]\ntitle = 'a'\n\ntitle = 'b'",
        [(4, "site.title", "this key stands twice (first in line 2)")],
        id="key twice",
    ),
    pytest.param(
        "[site]\n[log]\n[site]\ntitle = 'a'",
        [(3, "site", "this table stands twice (first in line 1)")],
        id="table twice",
    ),
    pytest.param(
        "[site]\nlanguage = vi\n[log]\nlevel = 'loud'\n[site]\n[serve]\nport = x\nhos = 'a'",
        [
            (2, "site.language", "quotes"),
            (4, "log.level", "must be one of"),
            (5, "site", "twice"),
            (7, "serve.port", "quotes"),
            (8, "serve.hos", "did you mean 'host'?"),
        ],
        id="mistakes of syntax and of sense together",
    ),
    pytest.param(
        "[[sources]]\nkey = a\nurl = 'file:a/'\n",
        [(2, "sources[#1].key", "quotes")],
        id="what a mistake hides is not called missing",
    ),
]
SEVERAL = [
    pytest.param(
        "[topics.all]\ntitle = 'All'\nthreshold = '1'\n\n[serve]\nport = 'x'\n"
        "[fetch]\ntimout = '1s'\nmax_body = '1'\n"
        "[[sources]]\nkey = 'a'\n[[sources]]\nkey = 'a'\nurl = 'http://e.org'\ntopics = ['y']",
        [
            (1, "topics.all", "taken"),
            (3, "topics.all.threshold", "number without quotes"),
            (6, "serve.port", "whole number"),
            (8, "fetch.timout", "'timeout'"),
            (9, "fetch.max_body", "unit"),
            (10, "sources[a].url", "missing"),
            (13, "sources[a].key", "two sources"),
            (15, "sources[a].topics[#1]", "no topic 'y'"),
        ],
        id="many at once, sorted by line",
    ),
]


@pytest.mark.parametrize(("text", "expected"), SYNTAX + SEVERAL)
def test_problems_are_told_together(text: str, expected: list[tuple[int | None, str, str]]) -> None:
    """All mistakes of a file are told at once, in the order of its lines."""
    found = problems_of(text)
    assert [(problem.line, problem.key) for problem in found] == [
        (line, key) for line, key, _ in expected
    ]
    for problem, (_, _, words) in zip(found, expected, strict=True):
        assert words in problem.message
