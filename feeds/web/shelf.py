"""The published documents in memory."""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

from feeds.web.document import Document

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
        return replace(before, link=after.link)
    return replace(after, last_modified=max(after.last_modified, before.last_modified + _TICK))
