"""I/O: what was published, put on the shelves that the web server serves from."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

from feeds.app import Installation
from feeds.publisher import Publisher
from feeds.status import admin_status
from feeds.web.document import Document, make_document
from feeds.web.media import is_archived, media_type
from feeds.web.shelf import Shelf
from feeds.websub.pings import link_header
from store import documents
from store.database import Store
from store.records_published import DocumentRow


def take_up_published(installation: Installation, shelf: Shelf) -> None:
    """Take up what an installation published, with the headers that its configuration asks for."""
    config = installation.config
    link = partial(link_header, config.websub.hub, config.site.base_url)
    take_up(installation.store, installation.public_folder, shelf, link)


def take_up(
    store: Store,
    folder: Path,
    shelf: Shelf,
    link: Callable[[str], str | None] = lambda path: None,
) -> None:
    """Put published documents on the shelf that are not there yet, and drop those that are gone.

    `link` gives the Link header of a path.
    """
    rows = store.ask(documents.load)
    for path, row in rows.items():
        standing = shelf.get(f"/{path}")
        if standing is None or not is_of(standing, row.digest):
            _put(folder, row, shelf, link)
    shelf.drop(path for path in shelf.paths() if path.lstrip("/") not in rows)


def is_of(standing: Document, digest: str) -> bool:
    """Tell whether a document on a shelf has the bytes of a digest."""
    return standing.etag.strip('"') == digest[:32]


def _put(folder: Path, row: DocumentRow, shelf: Shelf, link: Callable[[str], str | None]) -> None:
    path = f"/{row.path}"
    if is_archived(path):
        shelf.put([_unread(folder / row.path, row, link(path))])
        return
    try:
        with (folder / row.path).open("rb") as file:
            body = file.read()
            written = datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, UTC)
    except FileNotFoundError:
        # removed by hand: the next publication writes it again
        return
    # A publication puts the file in place before it records the row, so that the bytes may be
    # newer than the row. Under the row's date readers who know only dates would miss them; the
    # file bears the time of its own bytes.
    modified = row.modified if sha256(body).hexdigest() == row.digest else written
    shelf.put([make_document(path, body, modified, link=link(path))])


def _unread(file: Path, row: DocumentRow, link: str | None) -> Document:
    """Give a document that is read when it is asked for: a year of archives fills the memory."""
    path = f"/{row.path}"
    return Document(
        path=path,
        body=b"",
        media_type=media_type(path),
        etag=f'"{row.digest[:32]}"',
        last_modified=row.modified.astimezone(UTC).replace(microsecond=0),
        link=link,
        file=file,
    )


def put_status(
    store: Store, publisher: Publisher, now: datetime, admin_url: str, shelf: Shelf
) -> None:
    """Put on a shelf of operators how the sources are at a time."""
    bodies = admin_status(store, publisher, now, admin_url)
    shelf.put(make_document(f"/{path}", body, now) for path, body in bodies.items())
