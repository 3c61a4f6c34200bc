"""Pure: which of our documents our hub has not been told of yet."""

from collections.abc import Mapping
from datetime import datetime

from feeds.urls import safe_url
from store.records_hubs import Announcement
from store.records_published import DocumentRow

# what people subscribe to; pages, lists and archives are found from there
_ENDINGS = (".atom", ".rss", ".json")
_NEVER = "archive/"


def is_announced(path: str) -> bool:
    """Tell whether a document is one that people subscribe to."""
    return path.endswith(_ENDINGS) and not path.startswith(_NEVER)


def link_header(hub: str | None, base_url: str, path: str) -> str | None:
    """Give the Link header of a document: its hub and its own name (WebSub section 4).

    `path` begins with a slash; None where no hub is told of it.
    """
    if not is_announced(path.removeprefix("/")):
        return None
    name, where = topic_url(base_url, path), safe_url(hub)
    return f'<{where}>; rel="hub", <{name}>; rel="self"' if where and name else None


def topic_url(base_url: str, path: str) -> str | None:
    """Give the name under which a hub knows a document: its self link."""
    return safe_url(f"{base_url.rstrip('/')}/{path.removeprefix('/')}")


def due_announcements(
    documents: Mapping[str, DocumentRow],
    told: Mapping[str, Announcement],
    hub: str,
    now: datetime,
) -> list[tuple[DocumentRow, Announcement]]:
    """Give the documents whose bytes the hub does not know of, and what it was told before.

    What could not be told waits for its time; the newest bytes count, however often they changed
    meanwhile.
    """
    due = []
    for path, row in sorted(documents.items()):
        before = told.get(path)
        if before is None or before.hub != hub:
            before = Announcement(path=path, hub=hub)
        waits = before.next_try is not None and now < before.next_try
        if is_announced(path) and before.digest != row.digest and not waits:
            due.append((row, before))
    return due
