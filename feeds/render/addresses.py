"""Pure: where our documents are, and what they are called."""

from feeds.render.view import SiteView

MEDIA_TYPES = {
    "atom": "application/atom+xml",
    "rss": "application/rss+xml",
    "json": "application/feed+json",
    "html": "text/html",
    "opml": "text/x-opml",
}
# as people know them
NAMES = {"atom": "Atom", "rss": "RSS", "json": "JSON Feed"}


def document_url(site: SiteView, slug: str, ending: str) -> str:
    """Give the absolute URL of one of our documents, always under `base_url`."""
    return f"{site.base_url}/{slug}.{ending}"


def subscribe_url(site: SiteView, slug: str) -> str:
    """Give the URL of a topic's feed in the best format that is published."""
    best = next((name for name in ("atom", "rss", "json") if name in site.formats), "atom")
    return document_url(site, slug, best)
