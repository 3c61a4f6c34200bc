"""Pure: the tables of config.toml by their place, and the names of places for people."""

import re
from collections.abc import Mapping
from typing import Any, get_args

from feeds.config.lines import KeyPath
from feeds.config.schema import (
    Combine,
    Config,
    FromEnvironment,
    FromFile,
    Guard,
    SourceSettings,
    Table,
    Terms,
    TopicSettings,
)

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def key_name(path: KeyPath, values: Mapping[str, Any] | None = None) -> str:
    """Spell a key path as people read it: `sources[vnexpress].interval`, `publish.formats`.

    A source is named by its key where `values`, the raw file, tell it, and else by its number,
    counted from 1: `sources[#2]`.
    """
    name = ""
    for position, part in enumerate(path):
        if isinstance(part, int):
            name += f"[{_source_key(path, position, values) or f'#{part + 1}'}]"
        else:
            plain = part if _BARE.fullmatch(part) else f'"{part[:40]}"'
            name += f".{plain}" if name else plain
    return name


def _source_key(path: KeyPath, position: int, values: Mapping[str, Any] | None) -> str | None:
    if values is None or position != 1 or path[0] != "sources":
        return None
    source = value_at(values, path[:2])
    key = source.get("key") if isinstance(source, dict) else None
    return key[:64] if isinstance(key, str) and _BARE.fullmatch(key) else None


def value_at(values: object, path: KeyPath) -> object | None:
    """Give the raw value at a key path; None where there is none."""
    for part in path:
        if isinstance(values, Mapping):
            values = values.get(part)
        elif isinstance(values, list) and isinstance(part, int):
            values = values[part] if 0 <= part < len(values) else None
        else:
            return None
    return values


def keys_at(path: KeyPath) -> tuple[str, ...]:
    """List the keys that the table at a key path may hold; empty where any name is allowed."""
    keys = [key for shape in _shapes(path) for key in shape.model_fields]
    # `reclassify` is a field of Config, but stands in [topics]
    return tuple(key for key in keys if path or key != "reclassify")


def _shapes(path: KeyPath) -> tuple[type[Table], ...]:
    match path:
        case ():
            return (Config,)
        case ("sources", int()):
            return (SourceSettings,)
        case ("sources", int(), "password") | ("sources", int(), "headers", str()):
            return (FromEnvironment, FromFile)
        case ("store", "url"):
            return (FromEnvironment, FromFile)
        case ("topics", str()):
            return (TopicSettings,)
        case ("topics", str(), "terms", str()):
            return (Terms,)
        case ("topics", str(), "guards", str(), str()):
            return (Guard,)
        case ("topics", str(), "combine", int()):
            return (Combine,)
        case (str() as name,):
            return tuple(shape for table, shape in plain_tables().items() if table == name)
    return ()


def plain_tables() -> dict[str, type[Table]]:
    """Map the names of the tables that have fixed keys, such as [site], to their shapes."""
    return {
        name: field.annotation
        for name, field in Config.model_fields.items()
        if isinstance(field.annotation, type)
        and issubclass(field.annotation, Table)
        and not get_args(field.annotation)
    }


def tables_with(key: str) -> tuple[str, ...]:
    """List the headers of the tables that know a key, for who wrote it under another one."""
    places = [f"[{name}]" for name, shape in plain_tables().items() if key in shape.model_fields]
    return (*places, *(["[[sources]]"] if key in SourceSettings.model_fields else []))
