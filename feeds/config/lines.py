"""Pure: where in the text of a TOML file each key, table and list item stands.

tomllib gives values without places. This reader gives places without values; it is meant for text
that tomllib accepts, and of any other text it reads what it can.
"""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

# names of tables and keys, and indices within lists, from the outside inwards
KeyPath = tuple[str | int, ...]
Kind = Literal["table", "list", "key", "inside"]

# tomllib ends with a RecursionError long before
_DEEPEST = 200

_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_SPACES = re.compile(r"[ \t]*")
_LINE_REST = re.compile(r"[^\n]*")
_BARE_VALUE = re.compile(r"[^,\]}\n#]*")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"""(?:"{0,2})'
    r"|'''.*?'''(?:'{0,2})"
    r'|"(?:[^"\\\n]|\\[^\n])*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_KEY_PART = re.compile(
    r"""[ \t]*("(?:[^"\\\n]|\\[^\n])*"|'[^'\n]*'|[^\s.=\[\]{}#,"']+)[ \t]*(\.?)"""
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One header, key or list item of the file, and the lines that it fills.

    `kind` is "table" for `[name]`, "list" for `[[name]]`, "key" for a key with its value, and
    "inside" for what stands within a value: items of a list, keys of an inline table.
    """

    path: KeyPath
    kind: Kind
    # counted from 1
    first: int
    last: int


def read_statements(text: str) -> tuple[Statement, ...]:
    """List every header, key and item in the order in which they begin."""
    return tuple(sorted(_Reader(text).read(), key=lambda statement: statement.first))


def find_lines(text: str) -> dict[KeyPath, int]:
    """Map every key path of a TOML text to its line, counted from 1.

    A table that only longer headers imply stands where the first of them does; of a repeated key
    the first counts.
    """
    return lines_of_statements(read_statements(text))


def lines_of_statements(statements: Iterable[Statement]) -> dict[KeyPath, int]:
    """Map the key paths of statements to lines, as `find_lines` does."""
    stated: dict[KeyPath, int] = {}
    implied: dict[KeyPath, int] = {}
    for statement in statements:
        stated.setdefault(statement.path, statement.first)
        for length in range(1, len(statement.path)):
            implied.setdefault(statement.path[:length], statement.first)
    return implied | stated


def line_of(lines: Mapping[KeyPath, int], path: KeyPath) -> int | None:
    """Give the line of a key path, or of the nearest table around it; None where all is missing."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None


class _Reader:
    """Walks through the text once; `position` only ever grows."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.table: KeyPath = ()
        # the index of the newest table of each list of tables
        self.newest: dict[KeyPath, int] = {}
        self.line_ends = [match.start() for match in re.finditer("\n", text)]
        self.found: list[Statement] = []

    def read(self) -> list[Statement]:
        """Read the whole text."""
        while not self._at_end():
            if self._sees("["):
                self._read_header()
            else:
                self._read_pair(self.table, "key")
            self._skip(_LINE_REST)
        return self.found

    def _at_end(self) -> bool:
        self._skip(_BLANK)
        return self.position >= len(self.text)

    def _skip(self, pattern: re.Pattern[str]) -> bool:
        match = pattern.match(self.text, self.position)
        if match is None:
            return False
        self.position = match.end()
        return True

    def _sees(self, mark: str) -> bool:
        return self.text.startswith(mark, self.position)

    def _takes(self, mark: str) -> bool:
        if seen := self._sees(mark):
            self.position += len(mark)
        return seen

    def _note(self, path: KeyPath, kind: Kind, start: int) -> None:
        first = bisect_right(self.line_ends, start - 1) + 1
        last = bisect_right(self.line_ends, max(start, self.position - 1) - 1) + 1
        self.found.append(Statement(path=path, kind=kind, first=first, last=last))

    def _read_header(self) -> None:
        start, is_list = self.position, self._takes("[[")
        if not is_list:
            self._takes("[")
        name = self._read_key()
        if not name:
            return
        path = self._within_lists(name[:-1]) + name[-1:]
        if is_list:
            self.newest[path] = self.newest.get(path, -1) + 1
            path = (*path, self.newest[path])
        self.table = path
        self._note(path, "list" if is_list else "table", start)

    def _within_lists(self, name: KeyPath) -> KeyPath:
        path: KeyPath = ()
        for part in name:
            path = (*path, part)
            if path in self.newest:
                path = (*path, self.newest[path])
        return path

    def _read_key(self) -> KeyPath:
        parts: list[str] = []
        while match := _KEY_PART.match(self.text, self.position):
            self.position = match.end()
            parts.append(_plain(match[1]))
            if not match[2]:
                break
        return tuple(parts)

    def _read_pair(self, table: KeyPath, kind: Kind) -> None:
        start, key = self.position, self._read_key()
        if not key or not self._takes("="):
            return
        self._read_value((*table, *key))
        self._note((*table, *key), kind, start)

    def _read_value(self, path: KeyPath) -> None:
        self._skip(_SPACES)
        if len(path) > _DEEPEST:
            self._skip(_LINE_REST)
        elif self._takes("["):
            self._read_items(path, "]")
        elif self._takes("{"):
            self._read_items(path, "}")
        elif not self._skip(_STRING):
            self._skip(_BARE_VALUE)

    def _read_items(self, path: KeyPath, closing: str) -> None:
        count = 0
        while not self._at_end() and not self._takes(closing):
            start = self.position
            if closing == "]":
                self._read_value((*path, count))
                self._note((*path, count), "inside", start)
            else:
                self._read_pair(path, "inside")
            self._at_end()
            count += self._takes(",")
            if self.position == start:
                self.position += 1


def _plain(part: str) -> str:
    """Give the name that a key's part spells: without quotes, with escapes resolved."""
    if part[0] not in "\"'":
        return part
    try:
        return str(tomllib.loads(f"key={part}")["key"])
    except tomllib.TOMLDecodeError:
        return part[1:-1]
