"""Pure: which media type a path stands for, and what a browser may do with it."""

import posixpath

_TYPES = {
    ".atom": "application/atom+xml",
    ".rss": "application/rss+xml",
    ".json": "application/feed+json",
    ".html": "text/html",
    ".opml": "text/x-opml",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
}
_SHARED = frozenset((".atom", ".rss", ".json", ".opml"))


def media_type(path: str) -> str:
    """Name the media type of a published path by its ending.

    Always with a charset: a browser shows a feed without one as mojibake (READERS, "A browser").
    An unknown ending is opaque bytes.
    """
    known = _TYPES.get(_ending(path))
    return f"{known}; charset=utf-8" if known else "application/octet-stream"


def is_shared(path: str) -> bool:
    """Tell whether scripts of other sites may read it: feeds and OPML lists, which are public."""
    return _ending(path) in _SHARED


def is_archived(path: str) -> bool:
    """Tell whether a path is that of an archive's page: big, and seldom asked for."""
    return path.startswith("/archive/")


def is_page(type_with_charset: str) -> bool:
    """Tell whether a browser shows it as a page of ours."""
    return type_with_charset.startswith("text/html")


def _ending(path: str) -> str:
    return posixpath.splitext(path)[1]
