"""The published documents in memory, and filling them from a published folder (I/O)."""

import os
import stat
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from feeds.web.document import Document, make_document

_TICK = timedelta(seconds=1)


class Shelf:
    """Documents by path. Readers see a batch whole or not at all; any thread may write."""

    def __init__(self) -> None:
        self._documents: Mapping[str, Document] = {}
        self._writing = threading.Lock()

    def get(self, path: str) -> Document | None:
        """Find the document of a path."""
        return self._documents.get(path)

    def paths(self) -> tuple[str, ...]:
        """List the paths of all documents."""
        return tuple(self._documents)

    def put(self, documents: Iterable[Document]) -> None:
        """Put a batch, replacing what stands under the same paths.

        A document whose bytes did not change keeps its date; one that changed gets a later date
        than its predecessor, even within one second or after a clock that was set back: a reader
        that knows only dates would otherwise miss it.
        """
        with self._writing:
            fresh = dict(self._documents)
            for document in documents:
                fresh[document.path] = _following(fresh.get(document.path), document)
            self._documents = fresh

    def drop(self, paths: Iterable[str]) -> None:
        """Take documents away; unknown paths are no mistake."""
        with self._writing:
            gone = frozenset(paths)
            kept = {path: held for path, held in self._documents.items() if path not in gone}
            self._documents = kept


def _following(before: Document | None, after: Document) -> Document:
    if before is None:
        return after
    if (before.etag, before.media_type) == (after.etag, after.media_type):
        return before
    return replace(after, last_modified=max(after.last_modified, before.last_modified + _TICK))


def load_folder(shelf: Shelf, folder: Path) -> int:
    """Put a published folder's files on the shelf, and say how many they were.

    Takes regular files only: no dot files or folders, no links, no names that are not UTF-8. A
    missing folder holds nothing; a file that cannot be read is left out, as the next publication
    writes it again.
    """
    documents = [document for path in _files(folder) if (document := _read(folder, path))]
    shelf.put(documents)
    return len(documents)


def _files(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                yield Path(parent, name)


def _read(folder: Path, file: Path) -> Document | None:
    path = "/" + file.relative_to(folder).as_posix()
    try:
        path.encode()
        # a pipe would block for ever, and a link may lead anywhere
        number = os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | _NONBLOCK)
    except (OSError, UnicodeEncodeError):
        return None
    with os.fdopen(number, "rb") as opened:
        status = os.fstat(number)
        if not stat.S_ISREG(status.st_mode):
            return None
        return make_document(path, opened.read(), datetime.fromtimestamp(status.st_mtime, UTC))


_NONBLOCK = getattr(os, "O_NONBLOCK", 0)
