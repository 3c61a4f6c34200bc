"""I/O: config.toml from its file to a checked, frozen value, with all its problems at once."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from pydantic import ValidationError

from feeds.config.problems import make_problem, tell_problems
from feeds.config.rules import Finding, check_rules
from feeds.config.schema import Config, SourceSettings
from feeds.config.secrets import literal_secrets, missing_secrets, resolved_secret
from feeds.config.syntax import Reading, read_toml
from feeds.config.values import store_address
from feeds.errors import ConfigurationError, Problem

# bytes; 10,000 sources take two megabytes
_LARGEST_FILE = 16 * 2**20
_SQLITE = "sqlite:///"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedConfig:
    """A configuration that can be used, and where it came from."""

    config: Config
    path: Path
    # of the file, absolute: relative paths in it start here
    folder: Path
    # SHA-256 of the file's bytes, hexadecimal
    digest: str
    warnings: tuple[Problem, ...] = ()


def load_config(path: Path, environ: Mapping[str, str] | None = os.environ) -> LoadedConfig:
    """Read and check config.toml; raises ConfigurationError with all its problems.

    With `environ` None, secrets that the file only names are not looked up.
    """
    body = read_file(path)
    text = decode(body, str(path))
    loaded = check_text(text, str(path), path.absolute().parent, environ)
    return replace(
        loaded,
        digest=sha256(body).hexdigest(),
        warnings=_in_order((*loaded.warnings, *_open_secrets(path, text))),
    )


def check_text(
    text: str, path: str, folder: Path, environ: Mapping[str, str] | None = None
) -> LoadedConfig:
    """Check the text of a config.toml that stands at `path`; raises ConfigurationError.

    Reads nothing but the files of secrets; with `environ` None not even these.
    """
    reading = read_toml(text)
    config, refused = _validate(reading)
    # rules would misjudge a file of which lines are left out
    findings = () if reading.problems else check_rules(reading.values, folder)
    told = [_finding_problem(found, reading) for found in findings if not found.warns]
    warnings = [_finding_problem(found, reading) for found in findings if found.warns]
    missing = _secret_problems(reading, folder, environ)
    problems = _in_order((*reading.problems, *refused, *told, *missing))
    if config is None or problems:
        raise ConfigurationError(path, problems)
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return LoadedConfig(
        config=config,
        path=Path(path),
        folder=folder.absolute(),
        digest=digest,
        warnings=_in_order(tuple(warnings)),
    )


def _validate(reading: Reading) -> tuple[Config | None, tuple[Problem, ...]]:
    try:
        return Config.model_validate(_shaped(reading.values)), ()
    except ValidationError as refused:
        complete = not reading.problems
        return None, tell_problems(refused, reading.values, reading.lines, complete=complete)


def _shaped(values: dict[str, Any]) -> dict[str, Any]:
    """Give the file's values in the shape of Config: `reclassify` beside the topics."""
    topics = values.get("topics")
    if not isinstance(topics, dict) or "reclassify" not in topics:
        return values
    others = {slug: topic for slug, topic in topics.items() if slug != "reclassify"}
    return {**values, "topics": others, "reclassify": topics["reclassify"]}


def _finding_problem(found: Finding, reading: Reading) -> Problem:
    return make_problem(found.path, found.message, reading.values, reading.lines)


def _secret_problems(
    reading: Reading, folder: Path, environ: Mapping[str, str] | None
) -> tuple[Problem, ...]:
    if environ is None:
        return ()
    return tuple(
        make_problem(path, message, reading.values, reading.lines)
        for path, message in missing_secrets(reading.values, folder, environ)
    )


def _in_order(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Sort by line, what has none first; each problem once."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: problem.line or 0))


def _open_secrets(path: Path, text: str) -> tuple[Problem, ...]:
    """Warn of secrets in a file that other users of the machine can read."""
    try:
        if not path.stat().st_mode & 0o044:
            return ()
    except OSError:
        # gone since it was read
        return ()
    reading = read_toml(text)
    message = (
        "holds a secret, and other users of this machine can read the file: "
        f'chmod 600 {path.name}, or write {{ env = "NAME" }} or {{ file = "path" }}'
    )
    return tuple(
        make_problem(place, message, reading.values, reading.lines)
        for place in literal_secrets(reading.values)
    )


def read_file(path: Path) -> bytes:
    """Read the bytes of a configuration file; raises ConfigurationError."""
    try:
        if not path.exists():
            raise _unusable(path, "there is no such file; `diemtin init` writes a first one")
        if not path.is_file():
            raise _unusable(path, "this is no file")
        with path.open("rb") as file:
            body = file.read(_LARGEST_FILE + 1)
    except (OSError, ValueError) as failure:
        reason = getattr(failure, "strerror", None) or "no such path"
        raise _unusable(path, f"cannot be read: {reason}") from failure
    if len(body) > _LARGEST_FILE:
        raise _unusable(path, "is larger than 16 MiB")
    return body


def stamp_of(path: Path) -> tuple[int, int, int] | None:
    """Tell one state of a file from another without reading it; None where it is empty or gone."""
    try:
        state = path.stat()
    except OSError:
        return None
    return (state.st_mtime_ns, state.st_size, state.st_ino) if state.st_size else None


def refuse_emptied(before: LoadedConfig, after: LoadedConfig) -> None:
    """Raise ConfigurationError for a file that lost all its sources while the program runs.

    That is how a file looks that an editor has not written to its end, or a disk had no room for.
    """
    if before.config.sources and not after.config.sources:
        message = (
            f"names no source any more, and named {len(before.config.sources)} before; "
            "if that is meant, start again"
        )
        raise _unusable(after.path, message)


def decode(body: bytes, path: str) -> str:
    """Read the bytes of a configuration file as text, without a byte order mark.

    Raises ConfigurationError where they are not UTF-8, with the line.
    """
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _unusable(path, "the file is UTF-16; save it as UTF-8", 1)
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        # the start counts from behind a byte order mark
        skipped = 3 if body.startswith(b"\xef\xbb\xbf") else 0
        line = body.count(b"\n", 0, wrong.start + skipped) + 1
        raise _unusable(path, "this line is not UTF-8; save the file as UTF-8", line) from wrong


def _unusable(path: Path | str, message: str, line: int | None = None) -> ConfigurationError:
    return ConfigurationError(str(path), (Problem(message=message, line=line),))


def source_folder(settings: SourceSettings, folder: Path) -> Path:
    """Give the folder of pages that a `file:` source names; `folder` is that of config.toml."""
    rest = unquote(settings.url.removeprefix("file:"))
    return folder / (rest.removeprefix("//"))


def publish_folder(config: Config, folder: Path) -> Path:
    """Give the folder that published files stand in; `folder` is that of config.toml."""
    return folder / config.publish.directory


def store_url(config: Config, folder: Path, environ: Mapping[str, str] = os.environ) -> str:
    """Give the store's URL with the path of a SQLite file made absolute.

    Raises ConfigurationError where the URL is a secret without a value, or none of a store.
    """
    url = resolved_secret(config.store.url, folder, environ).get_secret_value()
    try:
        store_address(url)
    except ValueError as wrong:
        raise ConfigurationError(
            str(folder), (Problem(message=str(wrong), key="store.url"),)
        ) from wrong
    name, mark, options = url.removeprefix(_SQLITE).partition("?")
    if not url.startswith(_SQLITE) or name == ":memory:":
        return url
    # a folder's name may hold what means something else in a URL; the name in the URL is its own
    place = str(folder.absolute()).replace("%", "%25").replace("?", "%3F")
    return f"{_SQLITE}{Path(place, name)}{mark}{options}"
