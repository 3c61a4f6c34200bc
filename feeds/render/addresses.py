"""Pure: where our documents are, and what they are called."""

from feeds.render.view import FeedView, SiteView

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


# the slug of what is found all over the store; its page has no ending, because it is no file
SEARCH = "search"


def feed_url(head: FeedView, ending: str) -> str:
    """Give the absolute URL of a feed, with what it was narrowed by."""
    return document_url(head.site, head.slug, ending) + (head.query and f"?{head.query}")


def page_url(head: FeedView) -> str:
    """Give the absolute URL of a feed's page for people."""
    if head.slug == SEARCH:
        return f"{head.site.base_url}/{SEARCH}?{head.query}"
    return document_url(head.site, head.slug, "html")


def subscribe_url(site: SiteView, slug: str) -> str:
    """Give the URL of a topic's feed in the best format that is published."""
    best = next((name for name in ("atom", "rss", "json") if name in site.formats), "atom")
    return document_url(site, slug, best)
