"""I/O: secrets that config.toml names and does not hold; they stay wrapped in SecretStr."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr

from feeds.config.lines import KeyPath
from feeds.config.places import value_at
from feeds.config.schema import FromEnvironment, FromFile, Secret, SourceSettings
from feeds.errors import ConfigurationError, Problem
from feeds.urls import redacted

# bytes; a secret is a line
_LONGEST_FILE = 64 * 1024
_SECRET_HEADER = re.compile(r"(?i).*(?:auth|cookie|token|key|secret|signature).*")


def resolved_secret(secret: str | Secret, folder: Path, environ: Mapping[str, str]) -> SecretStr:
    """Give a secret's value, from where config.toml says that it is.

    `folder` is that of config.toml. Raises ConfigurationError where there is no value; the message
    names the place, never the value.
    """
    match secret:
        case str():
            return SecretStr(secret)
        case FromEnvironment():
            value = environ.get(secret.env, "")
            if not value:
                raise _missing(folder, f"the environment variable {secret.env} is not set")
            return SecretStr(value)
        case FromFile():
            return SecretStr(_first_line(folder, secret.file))
    return secret


def plain_secret(secret: Secret) -> str:
    """Take a resolved secret out of its wrapping, to be sent and not to be shown."""
    assert isinstance(secret, SecretStr), "a secret was not resolved"
    return secret.get_secret_value()


def with_secrets(
    settings: SourceSettings, folder: Path, environ: Mapping[str, str]
) -> SourceSettings:
    """Give a source whose password and headers hold their values as SecretStr."""
    password = settings.password and resolved_secret(settings.password, folder, environ)
    headers = {
        name: resolved_secret(value, folder, environ) for name, value in settings.headers.items()
    }
    return settings.model_copy(update={"password": password, "headers": headers})


def missing_secrets(
    values: Mapping[str, Any], folder: Path, environ: Mapping[str, str]
) -> Iterator[tuple[KeyPath, str]]:
    """Find the places of a raw file whose secret has no value, and say why.

    A source that is not enabled needs none.
    """
    for path, value in _secret_places(values):
        enabled = path[0] != "sources" or value_at(values, (*path[:2], "enabled")) is not False
        named = _named_secret(value) if enabled else None
        if named is None:
            continue
        try:
            resolved_secret(named, folder, environ)
        except ConfigurationError as missing:
            yield path, missing.problems[0].message


def literal_secrets(values: Mapping[str, Any]) -> Iterator[KeyPath]:
    """Find the places of a raw file that hold a secret itself."""
    for path, value in _secret_places(values):
        if isinstance(value, str) and _is_secret(path, value):
            yield path
    for number, source in enumerate(_rows(values)):
        url = source.get("url")
        if not isinstance(url, str) or url.lower().startswith("file:"):
            continue
        if redacted(url) != url.partition("#")[0]:
            yield ("sources", number, "url")


def _is_secret(path: KeyPath, value: str) -> bool:
    if path == ("store", "url"):
        try:
            return bool(urlsplit(value).password)
        except ValueError:
            return False
    return "headers" not in path or bool(_SECRET_HEADER.fullmatch(str(path[-1])))


def _secret_places(values: Mapping[str, Any]) -> Iterator[tuple[KeyPath, object]]:
    yield ("store", "url"), value_at(values, ("store", "url"))
    for number, source in enumerate(_rows(values)):
        yield ("sources", number, "password"), source.get("password")
        headers = source.get("headers")
        for name, value in headers.items() if isinstance(headers, dict) else ():
            yield ("sources", number, "headers", name), value


def _rows(values: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    rows = values.get("sources")
    # a row of a wrong type keeps its number
    return [
        row if isinstance(row, dict) else {} for row in (rows if isinstance(rows, list) else ())
    ]


def _named_secret(value: object) -> FromEnvironment | FromFile | None:
    try:
        match value:
            case {"env": str(name), **others} if not others:
                return FromEnvironment(env=name)
            case {"file": str(name), **others} if not others:
                return FromFile(file=name)
    except ValueError:
        # the schema says what is wrong with the name
        pass
    return None


def _first_line(folder: Path, name: str) -> str:
    path = folder / name
    try:
        # a pipe or a device would block or never end
        if not path.is_file() or path.stat().st_size > _LONGEST_FILE:
            raise _missing(folder, f"there is no file {path}, or it is no small text file")
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as unreadable:
        raise _missing(folder, f"the file {path} cannot be read as text") from unreadable
    if not lines or not lines[0].strip():
        raise _missing(folder, f"the first line of {path} is empty")
    return lines[0].strip()


def _missing(folder: Path, message: str) -> ConfigurationError:
    return ConfigurationError(str(folder), (Problem(message=message),))
