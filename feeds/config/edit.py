"""I/O: the one change that the program makes to config.toml, sources at the end of the others.

Comments, blank lines and order stay byte for byte. The home of tomlkit, which spells the new lines;
it does not write the file, because a table that it appends lands behind the comments that introduce
the next table.
"""

import fcntl
import os
import re
import stat
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import tomlkit

from feeds.config.keys import NewSource, make_key
from feeds.config.lines import Statement, read_statements
from feeds.config.load import LoadedConfig, check_text, decode, read_file
from feeds.config.values import source_address
from feeds.errors import ConfigurationError, Problem
from feeds.text import one_line
from feeds.urls import canonical_url

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """A source that was to be added: under which key it was, or else why it was not."""

    source: NewSource
    key: str | None = None
    # the key of the source that reads this address already
    known_as: str | None = None
    wrong: str | None = None


def append_source(path: Path, source: NewSource) -> str:
    """Add a source to config.toml and give its key.

    The file is replaced in one step and keeps its mode. Raises ConfigurationError, and leaves the
    file as it is, where the file or the source is wrong or the URL is there already.
    """
    with _open_for_change(path) as file:
        made = _judge(file.loaded, (source,))[0]
        if made.wrong is not None:
            raise _refusal(str(path), f"the new url {made.wrong}")
        if made.known_as is not None:
            raise _refuse_known(file, made.known_as)
        file.add((made,))
    assert made.key is not None
    return made.key


def append_sources(
    path: Path, sources: Sequence[NewSource], *, dry_run: bool = False
) -> tuple[Addition, ...]:
    """Add those of many sources that are new, in one step; says what became of each, in order.

    With `dry_run` it only says what would. Raises ConfigurationError, and leaves the file as it
    is, where the file itself is wrong.
    """
    with _open_for_change(path) as file:
        made = _judge(file.loaded, sources)
        if not dry_run:
            file.add([one for one in made if one.key is not None])
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    target: Path
    body: bytes
    text: str
    loaded: LoadedConfig

    def add(self, additions: Sequence[Addition]) -> None:
        """Write the file with some sources more; without any it stays untouched."""
        if not additions:
            return
        named = [(one.key or "", one.source) for one in additions]
        changed = insert_sources(self.text, named, str(self.loaded.path))
        _recheck(self.loaded, changed, frozenset(key for key, _ in named))
        mark = _BYTE_ORDER_MARK if self.body.startswith(_BYTE_ORDER_MARK) else b""
        _replace(self.target, mark + changed.encode())


@contextmanager
def _open_for_change(path: Path) -> Iterator[_File]:
    target = Path(os.path.realpath(path))
    with _only_writer(target):
        body = read_file(target)
        text = decode(body, str(path))
        loaded = check_text(text, str(path), path.absolute().parent)
        yield _File(target=target, body=body, text=text, loaded=loaded)


def _judge(loaded: LoadedConfig, sources: Sequence[NewSource]) -> tuple[Addition, ...]:
    """Say of each source what becomes of it, in the light of those before it."""
    known = {_comparable(source.url): source.key for source in loaded.config.sources}
    taken = set(taken_keys(loaded))
    made: list[Addition] = []
    for source in sources:
        one = _judge_one(source, known, frozenset(taken))
        if one.key is not None:
            known[_comparable(source.url)] = one.key
            taken.add(one.key.casefold())
        made.append(one)
    return tuple(made)


def _judge_one(source: NewSource, known: Mapping[str, str], taken: frozenset[str]) -> Addition:
    try:
        source_address(source.url)
    except ValueError as wrong:
        return Addition(source=source, wrong=str(wrong))
    known_as = known.get(_comparable(source.url))
    if known_as is not None:
        return Addition(source=source, known_as=known_as)
    return Addition(source=source, key=source.key or make_key(source, taken))


def taken_keys(loaded: LoadedConfig) -> frozenset[str]:
    """List the keys that sources have, in lower case, as they must differ in more than case."""
    return frozenset(source.key.casefold() for source in loaded.config.sources)


def _refuse_known(file: _File, key: str) -> ConfigurationError:
    keys = [source.key for source in file.loaded.config.sources]
    lines = {found.path: found.first for found in read_statements(file.text)}
    message = f"this url is read already, by the source {key!r}"
    return _refusal(str(file.loaded.path), message, lines.get(("sources", keys.index(key))))


def _comparable(url: str) -> str:
    """Give the form in which two spellings of one address are equal."""
    if url.startswith("file:"):
        return url.rstrip("/")
    try:
        return canonical_url(url)
    except ValueError:
        return url


def insert_sources(text: str, named: Sequence[tuple[str, NewSource]], path: str) -> str:
    """Give a file's text with more `[[sources]]`, each with its key, behind the last one there is.

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
    block = "\n".join(_spell(source, key) for key, source in named).replace("\n", newline)
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


def _recheck(before: LoadedConfig, changed: str, keys: frozenset[str]) -> None:
    """Refuse a text in which anything but the new sources differs from what was there."""
    after = check_text(changed, str(before.path), before.folder)
    others = tuple(source for source in after.config.sources if source.key not in keys)
    rest = after.config.model_copy(update={"sources": others})
    if rest != before.config:
        raise _refusal(str(before.path), "cannot be edited safely; add the sources by hand")


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
