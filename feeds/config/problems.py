"""Pure: what the schema refuses, in words that a newcomer understands, with a hint.

No sentence repeats a value of the file, for it may be a secret that stands in the wrong place.
"""

import difflib
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from feeds.config.lines import KeyPath, line_of
from feeds.config.places import key_name, keys_at, plain_tables, tables_with, value_at
from feeds.errors import Problem

_BOUNDS = {
    "greater_than": ("gt", "more than"),
    "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "less than"),
    "less_than_equal": ("le", "at most"),
}
_WANTED = {
    "string_type": 'must be text in quotes, such as "vi"',
    "int_type": "must be a whole number without quotes, such as 50",
    "float_type": "must be a number without quotes, such as 0.95",
    "finite_number": "must be a finite number, such as 0.95",
    "bool_type": "must be true or false, without quotes",
    "tuple_type": 'must be a list in brackets, such as ["vi", "en"]',
    "dict_type": "must be a table",
    "model_type": "must be a table",
}


def tell_problems(
    refused: ValidationError,
    values: Mapping[str, Any],
    lines: Mapping[KeyPath, int],
    *,
    complete: bool,
) -> tuple[Problem, ...]:
    """Say each thing that the schema refused, with its line and key.

    Where the file was not read to its end (`complete` is false), what is missing is not told.
    """
    errors = refused.errors(include_url=False)
    told = [error for error in errors if complete or error["type"] != "missing"]
    return tuple(_problem(error, values, lines) for error in told)


def make_problem(
    path: KeyPath, message: str, values: Mapping[str, Any], lines: Mapping[KeyPath, int]
) -> Problem:
    """Say one thing of one key path."""
    return Problem(message=message, key=key_name(path, values), line=line_of(lines, path))


def _problem(
    error: ErrorDetails, values: Mapping[str, Any], lines: Mapping[KeyPath, int]
) -> Problem:
    path = file_path(error["loc"])
    return make_problem(path, _words(error, path, values), values, lines)


def file_path(location: tuple[str | int, ...]) -> KeyPath:
    """Turn pydantic's location into the key path within the file."""
    # "<text>" and "[key]" tell which rule refused, not where
    path = tuple(part for part in location if not str(part).startswith(("<", "[key]")))
    return ("topics", "reclassify") if path == ("reclassify",) else path


def _words(error: ErrorDetails, path: KeyPath, values: Mapping[str, Any]) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown(path, value_at(values, path))
    if kind == "missing":
        return f"{path[-1]!r} is missing: {_owner(path)} needs it"
    if kind == "literal_error":
        return f"must be one of {context['expected']}".replace("'", '"')
    if kind in _BOUNDS:
        bound, word = _BOUNDS[kind]
        return f"must be {word} {context[bound]:g}"
    if kind in ("value_error", "assertion_error"):
        return str(context["error"])
    if kind in _WANTED:
        return _wrong_type(kind, path, value_at(values, path))
    return error["msg"]


def _owner(path: KeyPath) -> str:
    match path[:-1]:
        case ("sources", *_):
            return "every source"
        case ("topics", *_):
            return "every topic"
    return "this table"


def _wrong_type(kind: str, path: KeyPath, value: object) -> str:
    if path == ("sources",) and isinstance(value, dict):
        return "write [[sources]] with double brackets: there may be many"
    if len(path) == 2 and path[0] == "topics":
        return _unknown(path, value)
    return f"{_WANTED[kind]}; this is {_name_type(value)}"


def _name_type(value: object) -> str:
    match value:
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case list() | tuple():
            return "a list"
        case date() | time():
            return "a date or time"
    return "a table"


def _unknown(path: KeyPath, value: object) -> str:
    name = str(path[-1])
    is_table = isinstance(value, dict | list) and len(path) == 1
    shown = f"table [{name[:60]}]" if is_table else f"key {name[:60]!r}"
    return f"unknown {shown}" + _hint(name, path[:-1])


def _hint(name: str, table: KeyPath) -> str:
    keys = ("reclassify",) if table == ("topics",) else keys_at(table)
    near = _nearest(name, keys)
    if near is not None:
        return f"; did you mean {_headed(near) if table == () else repr(near)}?"
    places = [place for place in tables_with(name) if place != f"[{table[0] if table else ''}]"]
    if places:
        return f"; it belongs under {' or '.join(places)}"
    return f"; known here: {', '.join(sorted(keys))}" if keys else ""


def _headed(name: str) -> str:
    """Write a top-level name as its header."""
    if name == "sources":
        return "[[sources]]"
    return f"[{name}]" if name in plain_tables() else "[topics.…]"


def _nearest(name: str, keys: tuple[str, ...]) -> str | None:
    plain = name.casefold().replace("-", "_").replace(" ", "_")
    near = difflib.get_close_matches(plain[:60], keys, n=1, cutoff=0.7)
    return near[0] if near else None
