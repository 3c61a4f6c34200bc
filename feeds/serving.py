"""I/O: what was published, put on the shelves that the web server serves from."""

import os
from datetime import UTC, datetime
from hashlib import sha256

from feeds.app import Installation
from feeds.shelves import Publisher
from feeds.status import admin_status
from feeds.web.document import Document, make_document
from feeds.web.shelf import Shelf
from feeds.websub.pings import link_header
from store import documents
from store.database import Store
from store.records_published import DocumentRow


def take_up(installation: Installation, shelf: Shelf) -> None:
    """Put published documents on the shelf that are not there yet, and drop those that are gone."""
    rows = installation.store.ask(documents.load)
    for path, row in rows.items():
        standing = shelf.get(f"/{path}")
        if standing is None or not is_of(standing, row.digest):
            _put(installation, row, shelf)
    shelf.drop(path for path in shelf.paths() if path.lstrip("/") not in rows)


def is_of(standing: Document, digest: str) -> bool:
    """Tell whether a document on a shelf has the bytes of a digest."""
    return standing.etag.strip('"') == digest[:32]


def _put(installation: Installation, row: DocumentRow, shelf: Shelf) -> None:
    config, path = installation.config, f"/{row.path}"
    try:
        with (installation.public_folder / row.path).open("rb") as file:
            body = file.read()
            written = datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, UTC)
    except FileNotFoundError:
        # removed by hand: the next publication writes it again
        return
    # A publication puts the file in place before it records the row, so that the bytes may be
    # newer than the row. Under the row's date readers who know only dates would miss them; the
    # file bears the time of its own bytes.
    modified = row.modified if sha256(body).hexdigest() == row.digest else written
    link = link_header(config.websub.hub, config.site.base_url, path)
    shelf.put([make_document(path, body, modified, link=link)])


def put_status(
    store: Store, publisher: Publisher, now: datetime, admin_url: str, shelf: Shelf
) -> None:
    """Put on a shelf of operators how the sources are at a time."""
    bodies = admin_status(store, publisher, now, admin_url)
    shelf.put(make_document(f"/{path}", body, now) for path, body in bodies.items())
