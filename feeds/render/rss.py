"""Pure: RSS 2.0, with the rules of the RSS Best Practices Profile.

An item without a known date gets no `pubDate`, because no date is invented; readers still get an
order by `dc:date`, a date in the life of the item: when it was first seen here.
"""

import re
from datetime import UTC, datetime
from functools import partial
from html import escape

from feeds.model import Link
from feeds.render.addresses import MEDIA_TYPES, feed_url, page_url
from feeds.render.body import body_of, html_of
from feeds.render.dates import rfc822, rfc3339
from feeds.render.enclosures import type_of
from feeds.render.generator import (
    Element,
    add_element,
    append_all,
    new_entry,
    new_feed,
    write_checked,
)
from feeds.render.languages import other_language
from feeds.render.messages import messages_for
from feeds.render.rendered import Rendered, render_each
from feeds.render.tidy import MARKUP, tidy_head
from feeds.render.view import EntryView, FeedView, SiteView

_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_ATOM = "http://www.w3.org/2005/Atom"


class _NoDate(datetime):
    """A date that is false, so that feedgen leaves it out: it would set the locale to write one."""

    def __bool__(self) -> bool:
        return False


def render_rss(view: FeedView) -> Rendered:
    """Render a feed as RSS 2.0; the same view gives the same bytes."""
    head = tidy_head(view)
    items, left_out = render_each(view.entries, partial(_item_element, head.site))
    feed = new_feed(partial(_finish_channel, head, items), {"dc": _DUBLIN_CORE})
    feed.title(_plain(head.title))
    feed.description(_plain(head.description or head.title))
    feed.language(head.site.language)
    feed.link(rel="self", type=MEDIA_TYPES["rss"], href=feed_url(head, "rss"))
    # the last link becomes the channel's
    feed.link(rel="alternate", href=page_url(head))
    feed.updated(_NoDate(1970, 1, 1, tzinfo=UTC))
    return Rendered(body=write_checked(feed.rss_str(pretty=True)), left_out=left_out)


def _finish_channel(head: FeedView, items: list[Element], rss: Element) -> None:
    channel = rss.find("channel")
    add_element(channel, "lastBuildDate", rfc822(head.updated))
    if head.site.hub:
        add_element(channel, f"{{{_ATOM}}}link", rel="hub", href=head.site.hub)
    append_all(channel, items)


# a tag with attributes, or one that needs none to do harm: a reader may obey it in a title
_RUNS = re.compile(
    r"<(?:[a-z][\w:-]*[\s/]|[!?]|script|style|iframe|svg|math|object|embed|form)", re.IGNORECASE
)


def _plain(text: str) -> str:
    """Escape a text that quotes markup: RSS cannot say that it is text, and readers guess."""
    return escape(text, quote=False) if MARKUP.search(text) or _RUNS.search(text) else text


def _item_element(site: SiteView, view: EntryView) -> Element:
    body = body_of(view, messages_for(site.language))
    item = new_entry(partial(_finish_item, site, view))
    item.id(view.id)
    item.title(_plain(view.title))
    if view.url:
        item.link(href=view.url)
    if body.content and body.summary:
        item.description(f"<p>{escape(body.summary)}</p>")
        item.content(body.content)
    else:
        item.description(html_of(view, body))
    topics = [{"term": topic.title, "scheme": f"{site.base_url}/"} for topic in view.topics]
    item.category([*topics, *({"term": own} for own in view.categories)])
    if view.source.self_link:
        item.source(url=view.source.self_link, title=view.source.title)
    return item.rss_entry()


def _finish_item(site: SiteView, view: EntryView, item: Element) -> None:
    if view.published:
        add_element(item, "pubDate", rfc822(view.published))
    else:
        _add_dublin_core(item, "date", rfc3339(view.first_seen))
    for author in view.authors:
        _add_dublin_core(item, "creator", author)
    language = other_language(view.language, site.language)
    if language:
        _add_dublin_core(item, "language", language)
    enclosure = next((link for link in view.links if link.rel == "enclosure"), None)
    if enclosure:
        _write_enclosure(item, enclosure)


def _add_dublin_core(item: Element, name: str, text: str) -> None:
    add_element(item, f"{{{_DUBLIN_CORE}}}{name}", text)


def _write_enclosure(item: Element, link: Link) -> None:
    """Write the first enclosure, the only one that RSS readers agree on; 0 is an unknown length."""
    length = str(link.length or 0)
    add_element(item, "enclosure", url=link.url, type=type_of(link), length=length)
