"""Pure: TOML text to raw values, and what is wrong with its syntax in plain words.

tomllib stops at the first mistake. A mistake that fills one line is taken out and the rest is read
on, so that the operator learns of all mistakes at once.
"""

import re
import tomllib
from dataclasses import dataclass
from typing import Any

from feeds.config.lines import KeyPath, Statement, line_of, lines_of_statements, read_statements
from feeds.config.places import key_name
from feeds.errors import Problem

_MOST_MISTAKES = 20
# the name of a table that takes up the keys below a repeated header
_STAND_IN = "\u2028repeated"
_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_HEADER = re.compile(r"^\s*\[[^\[]")
_PAIR = re.compile(r"""^\s*[\w."'-][\w."' -]*=""")

_QUOTES = 'text, times and sizes stand in quotes, as in interval = "30m"'
# what tomllib says (3.11 to 3.14) and what it means
_MEANINGS = (
    ("Expected newline or end of document", f"something is left over after the value; {_QUOTES}"),
    ("Invalid value", f"no value that TOML knows; {_QUOTES}; true and false have small letters"),
    ("Expected '='", "a key needs an equals sign and a value, as in port = 8000"),
    ("Invalid initial character for a key part", "a key is missing before this place"),
    ("Invalid statement", "neither a key with a value, nor a [table], nor a # comment"),
    ("Unclosed array", "a list is not closed: a ] or a comma is missing before this place"),
    ("Unclosed inline table", "a table in braces is not closed: a } or a comma is missing"),
    ("Unescaped", "a backslash within \"…\" is written twice; or use '…', where it is itself"),
    ("Invalid hex value", "after \\u stand 4 hexadecimal digits, after \\U 8"),
    ("not a Unicode scalar value", "this escape names no character"),
    ("Unterminated string", "a text is not closed: its closing quotes are missing"),
    ("Illegal character '\\n'", "a text is not closed: its closing quote is missing on this line"),
    ("Illegal character", "a control character stands here; delete it"),
    ("Found invalid character", "a control character stands here; delete it"),
    ("Expected ']", "the ] that closes a table's name is missing, or something follows it"),
    ("Invalid date or datetime", "no such date or time"),
    ("Cannot mutate immutable", "this was given in one piece above and cannot be extended here"),
    ("Cannot redefine namespace", "this was given in one piece above and cannot be extended here"),
)
_REPEATED = ("Cannot overwrite a value", "Cannot declare", "Duplicate inline table key")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A TOML text, read as far as it goes."""

    # empty where `usable` is false
    values: dict[str, Any]
    # where each key stands
    lines: dict[KeyPath, int]
    problems: tuple[Problem, ...]
    # whether `values` tells something, though lines with mistakes were left out
    usable: bool


def read_toml(text: str) -> Reading:
    """Read a TOML text; never raises. Line ends may be LF or CRLF, as TOML has it."""
    problems: list[Problem] = []
    values: dict[str, Any] | None = None
    statements = read_statements(text)
    rest = text.replace("\r\n", "\n").split("\n")
    while values is None and len(problems) < _MOST_MISTAKES:
        outcome = _try("\n".join(rest))
        if isinstance(outcome, dict):
            values = outcome
            break
        message, line = outcome
        problems.append(_problem(message, line, statements))
        if line is None or not _take_out(rest, line, message, statements):
            break
    return Reading(
        values={key: value for key, value in (values or {}).items() if _STAND_IN not in key},
        lines=lines_of_statements(statements),
        problems=tuple(problems),
        usable=values is not None,
    )


def _try(text: str) -> dict[str, Any] | tuple[str, int | None]:
    """Read a text, or say what is wrong and in which line (None: at its end, or unknown)."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as mistake:
        message = str(mistake)
        place = _PLACE.search(message)
        line = int(place[1]) if place and place[1] else None
        return _PLACE.sub("", message), line or (text.rstrip().count("\n") + 1 if place else None)
    except RecursionError:
        return "lists or tables are nested too deeply", None
    except ValueError:
        # int() refuses thousands of digits
        return "a number has too many digits", None


def _take_out(rest: list[str], line: int, message: str, statements: tuple[Statement, ...]) -> bool:
    """Take the mistake out of the text where that leaves the rest's meaning as it is."""
    if line > len(rest):
        return False
    if message.startswith(_REPEATED) and _HEADER.match(rest[line - 1]):
        rest[line - 1] = f'["{_STAND_IN}-{line}"]'
        return True
    if _PAIR.match(rest[line - 1]) is None or _inside_longer_value(line, statements):
        return False
    rest[line - 1] = ""
    return True


def _inside_longer_value(line: int, statements: tuple[Statement, ...]) -> bool:
    return any(
        statement.kind == "key"
        and statement.first <= line <= statement.last
        and statement.first < statement.last
        for statement in statements
    )


def _problem(message: str, line: int | None, statements: tuple[Statement, ...]) -> Problem:
    here = [
        statement
        for statement in statements
        if line is not None and statement.first <= line <= statement.last
    ]
    here.sort(key=lambda statement: len(statement.path))
    key = key_name(here[0].path) if here else ""
    return Problem(message=_explain(message, here, statements), key=key, line=line)


def _explain(message: str, here: list[Statement], statements: tuple[Statement, ...]) -> str:
    if message.startswith(_REPEATED):
        return _explain_repetition(here, statements)
    for beginning, meaning in _MEANINGS:
        if beginning in message:
            return meaning
    return message


def _explain_repetition(here: list[Statement], statements: tuple[Statement, ...]) -> str:
    if not here:
        return "this stands twice; keep one of them"
    first = line_of(lines_of_statements(statements), here[0].path)
    what = "table" if here[0].kind == "table" else "key"
    place = f" (first in line {first})" if first is not None and first < here[0].first else ""
    return f"this {what} stands twice{place}; keep one of them"
