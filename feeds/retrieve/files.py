"""I/O: reads a folder of text pages, or a single page; every page is a document of its own."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from feeds.errors import Blocked, PollError, Unreachable, Unreadable
from feeds.model import RawDocument, Retrieved
from feeds.retrieve.decompress import too_large

_SUFFIX = ".txt"


def read_folder(path: Path, *, limit: int) -> Retrieved:
    """Read all pages (`*.txt`) under a folder, or the one page that `path` is; blocks.

    Ordered by path in POSIX form, which is each page's `origin`. Hidden files and whatever is no
    file are passed over; a link out of the folder, a page beyond `limit` bytes and one that cannot
    be read are left out with a warning. Raises PollError where there is no such folder, and where
    there are pages and none can be read.
    """
    if not path.exists():
        raise Unreachable(f"there is no file or folder {path}", kind="network")
    pages = [(_origin(page, path), page) for page in _pages(path)]
    documents: list[RawDocument] = []
    failures: list[PollError] = []
    for origin, page in sorted(pages):
        try:
            documents.append(_read_page(page, origin, _root(path), limit))
        except PollError as failure:
            failures.append(failure)
    if failures and not documents:
        raise failures[0]
    return Retrieved(
        documents=tuple(documents), warnings=tuple(str(failure) for failure in failures)
    )


def _root(path: Path) -> Path:
    return (path if path.is_dir() else path.parent).resolve()


def _pages(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            page = Path(folder, name)
            if not name.startswith(".") and name.lower().endswith(_SUFFIX) and page.is_file():
                yield page


def _origin(page: Path, path: Path) -> str:
    """Give the page's path within the folder; a name that is no UTF-8 is written with escapes."""
    relative = page.name if page == path else page.relative_to(path).as_posix()
    return os.fsencode(relative).decode("utf-8", "backslashreplace")


def _read_page(page: Path, origin: str, root: Path, limit: int) -> RawDocument:
    try:
        if not page.resolve().is_relative_to(root):
            raise Blocked(f"{origin}: the link leads out of the folder")
        with page.open("rb") as file:
            body = file.read(limit + 1)
            modified = datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, UTC)
    except (OSError, RuntimeError) as failure:  # RuntimeError: a link that leads to itself
        reason = getattr(failure, "strerror", None) or "the link leads nowhere"
        raise Unreachable(f"{origin}: it cannot be read: {reason}", kind="network") from failure
    if len(body) > limit:
        raise Unreadable(f"{origin}: {too_large(limit)}", kind="too_large")
    return RawDocument(origin=origin, body=body, modified=modified)
