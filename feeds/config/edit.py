"""I/O: the one change that the program makes to config.toml, a source at the end of the others.

Comments, blank lines and order stay byte for byte. The home of tomlkit, which spells the new lines;
it does not write the file, because a table that it appends lands behind the comments that introduce
the next table.
"""

import fcntl
import os
import re
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import tomlkit

from feeds.config.lines import Statement, read_statements
from feeds.config.load import LoadedConfig, check_text, decode, read_file
from feeds.config.values import source_address
from feeds.errors import ConfigurationError, Problem
from feeds.text import fold, one_line
from feeds.urls import canonical_url

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# letters; a number may follow, and the file allows 64
_LONGEST_KEY = 48
# parts of a host that say nothing about whose it is
_COMMON_LABELS = frozenset(
    {"www", "www2", "m", "feed", "feeds", "rss", "news", "com", "co", "net", "org", "gov", "edu"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSource:
    """A source to add; without a key it gets one made of its host or title."""

    url: str
    title: str | None = None
    key: str | None = None
    language: str | None = None


def append_source(path: Path, source: NewSource) -> str:
    """Add a source to config.toml and give its key.

    The file is replaced in one step and keeps its mode. Raises ConfigurationError, and leaves the
    file as it is, where the file or the source is wrong or the URL is there already.
    """
    target = Path(os.path.realpath(path))
    with _only_writer(target):
        body = read_file(target)
        text = decode(body, str(path))
        loaded = check_text(text, str(path), path.absolute().parent)
        _refuse_wrong_address(loaded, source)
        _refuse_known(loaded, source, text)
        key = source.key or make_key(source, taken_keys(loaded))
        changed = insert_source(text, source, key, str(path))
        _recheck(loaded, changed, key)
        mark = _BYTE_ORDER_MARK if body.startswith(_BYTE_ORDER_MARK) else b""
        _replace(target, mark + changed.encode())
    return key


def taken_keys(loaded: LoadedConfig) -> frozenset[str]:
    """List the keys that sources have, in lower case, as they must differ in more than case."""
    return frozenset(source.key.casefold() for source in loaded.config.sources)


def make_key(source: NewSource, taken: frozenset[str]) -> str:
    """Make a key that no source has: of the host, else with the title's words, else numbered."""
    host = _slug(_host_name(source.url)) or "source"
    title = _slug(source.title or "")
    named = f"{host}-{title}"[:_LONGEST_KEY].strip("-") if title else host
    for key in (host, named):
        if key not in taken:
            return key
    numbered = (f"{named}-{number}" for number in range(2, len(taken) + 3))
    return next(key for key in numbered if key not in taken)


def _host_name(url: str) -> str:
    if url.startswith("file:"):
        return url.rstrip("/").rpartition("/")[2].removeprefix("file:")
    host = (urlsplit(url).hostname or "").strip(".")
    if re.fullmatch(r"[\d.]+|.*:.*", host):
        return host
    # the last part is the country or kind
    telling = [part for part in host.split(".")[:-1] if part not in _COMMON_LABELS]
    return "-".join(telling) or host


def _slug(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(words)).strip("-")[:_LONGEST_KEY].strip("-")


def _refuse_wrong_address(loaded: LoadedConfig, source: NewSource) -> None:
    try:
        source_address(source.url)
    except ValueError as wrong:
        raise _refusal(str(loaded.path), f"the new url {wrong}") from wrong


def _refuse_known(loaded: LoadedConfig, source: NewSource, text: str) -> None:
    for number, known in enumerate(loaded.config.sources):
        if _same_address(known.url, source.url):
            lines = {found.path: found.first for found in read_statements(text)}
            message = f"this url is read already, by the source {known.key!r}"
            raise _refusal(str(loaded.path), message, lines.get(("sources", number)))


def _same_address(one: str, other: str) -> bool:
    if one.startswith("file:") or other.startswith("file:"):
        return one.rstrip("/") == other.rstrip("/")
    try:
        return canonical_url(one) == canonical_url(other)
    except ValueError:
        return False


def insert_source(text: str, source: NewSource, key: str, path: str) -> str:
    """Give a file's text with one more `[[sources]]`, behind the last one there is.

    Raises ConfigurationError where the sources are written as one list in brackets.
    """
    statements = read_statements(text)
    _refuse_inline(statements, path)
    # only LF ends a line of TOML; str.splitlines knows more
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    place = _last_line(lines, statements)
    newline = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    before, after = "".join(lines[:place]), "".join(lines[place:])
    if before and not before.endswith("\n"):
        before += newline
    block = _spell(source, key).replace("\n", newline)
    if before and lines[place - 1].strip():
        block = newline + block
    if after and lines[place].strip():
        block += newline
    return before + block + after


def _refuse_inline(statements: tuple[Statement, ...], path: str) -> None:
    for statement in statements:
        if statement.path == ("sources",) and statement.kind == "key":
            message = (
                "the sources stand in one list in brackets, which this program does not edit; "
                "write each as a [[sources]] table, or add the new one by hand"
            )
            raise _refusal(path, message, statement.first)


def _last_line(lines: list[str], statements: tuple[Statement, ...]) -> int:
    """Count the lines up to the end of the last source and the comments that belong to it.

    Comments right above another table belong to that one. Without a source it is the file's end.
    """
    ends = [found.last for found in statements if found.path[0] == "sources"]
    if not ends:
        return len(lines)
    behind = place = max(ends)
    while behind < len(lines) and lines[behind].lstrip().startswith("#"):
        behind += 1
    belongs = behind == len(lines) or not lines[behind].strip()
    return behind if belongs else place


def _spell(source: NewSource, key: str) -> str:
    table = tomlkit.table()
    fields = {
        "key": key,
        "url": source.url,
        "title": one_line(source.title or "") or None,
        "language": source.language,
    }
    for name, value in fields.items():
        if value is not None:
            table.append(name, value)
    rows = tomlkit.aot()
    rows.append(table)
    document = tomlkit.document()
    document.append("sources", rows)
    return tomlkit.dumps(document)


def _recheck(before: LoadedConfig, changed: str, key: str) -> None:
    """Refuse a text in which anything but the new source differs from what was there."""
    after = check_text(changed, str(before.path), before.folder)
    others = tuple(source for source in after.config.sources if source.key != key)
    rest = after.config.model_copy(update={"sources": others})
    if rest != before.config:
        raise _refusal(str(before.path), "cannot be edited safely; add the source by hand")


@contextmanager
def _only_writer(target: Path) -> Iterator[None]:
    """Let one process at a time change files of this folder in this way."""
    try:
        folder = os.open(target.parent, os.O_RDONLY)
    except OSError as failure:
        raise _refusal(str(target), f"cannot be changed: {failure.strerror}") from failure
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _replace(target: Path, body: bytes) -> None:
    """Put new bytes in a file's place: whole or not at all, with the file's mode and owner."""
    try:
        old = target.stat()
        number, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(number, "wb") as file:
                file.write(body)
                file.flush()
                os.fchmod(number, stat.S_IMODE(old.st_mode))
                _keep_owner(number, old)
                os.fsync(number)
            os.replace(name, target)
        except BaseException:
            os.unlink(name)
            raise
        _sync_folder(target.parent)
    except OSError as failure:
        raise _refusal(str(target), f"cannot be written: {failure.strerror}") from failure


def _keep_owner(number: int, old: os.stat_result) -> None:
    # only root may give a file away; another user's new file is their own
    if os.geteuid() == 0:
        os.fchown(number, old.st_uid, old.st_gid)


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _refusal(path: str, message: str, line: int | None = None) -> ConfigurationError:
    return ConfigurationError(path, (Problem(message=message, line=line),))
