"""Pure: Atom (RFC 4287)."""

from collections.abc import Mapping
from functools import partial

from feeds.model import Link
from feeds.render.addresses import MEDIA_TYPES, feed_url, page_url
from feeds.render.body import body_of
from feeds.render.credit import credit_links, story_links
from feeds.render.dates import rfc3339
from feeds.render.generator import (
    TOMBSTONE_PREFIX,
    TOMBSTONES,
    XML_LANG,
    Element,
    FeedGenerator,
    Finish,
    add_element,
    append_all,
    new_entry,
    new_feed,
    set_text,
    write_checked,
    write_text_construct,
)
from feeds.render.languages import other_language
from feeds.render.messages import messages_for
from feeds.render.rendered import Rendered, render_each
from feeds.render.tidy import tidy_head
from feeds.render.view import EntryView, FeedView, SiteView, SourceView


def render_atom(view: FeedView) -> Rendered:
    """Render a feed as Atom; the same view gives the same bytes."""
    head = tidy_head(view)
    entries, left_out = render_each(view.entries, partial(_entry_element, head.site))
    namespaces = {TOMBSTONE_PREFIX: TOMBSTONES} if head.tombstones else {}
    feed = begin_feed(head, partial(_finish_feed, head, entries), namespaces)
    feed.link(_feed_links(head))
    return Rendered(body=write_checked(feed.atom_str(pretty=True)), left_out=left_out)


def begin_feed(head: FeedView, finish: Finish, namespaces: Mapping[str, str]) -> FeedGenerator:
    """Begin a feed, or a page of its archive: all that both say of themselves but their links."""
    feed = new_feed(finish, namespaces)
    feed.id(head.id)
    feed.title(head.title)
    feed.subtitle(head.description or None)
    feed.updated(head.updated)
    feed.author(name=head.site.title, uri=f"{head.site.base_url}/")
    feed.language(head.site.language)
    return feed


def _feed_links(head: FeedView) -> list[dict[str, str]]:
    links = [
        {"rel": "self", "type": MEDIA_TYPES["atom"], "href": feed_url(head, "atom")},
        {"rel": "alternate", "type": MEDIA_TYPES["html"], "href": page_url(head)},
    ]
    return links + ([{"rel": "hub", "href": head.site.hub}] if head.site.hub else [])


def _finish_feed(head: FeedView, entries: list[Element], feed: Element) -> None:
    finish_head(head, feed)
    for tombstone in head.tombstones:
        add_element(
            feed,
            f"{{{TOMBSTONES}}}deleted-entry",
            ref=tombstone.id,
            when=rfc3339(tombstone.when),
        )
    append_all(feed, entries)


def finish_head(head: FeedView, feed: Element) -> None:
    """Put right what feedgen wrote of a feed, and link to the page before."""
    set_text(feed, "updated", rfc3339(head.updated))
    write_text_construct(feed.find("title"), head.title)
    if head.description:
        write_text_construct(feed.find("subtitle"), head.description)
    if head.previous:
        add_element(feed, "link", rel="prev-archive", type=MEDIA_TYPES["atom"], href=head.previous)


def _entry_element(site: SiteView, view: EntryView) -> Element:
    body = body_of(view, messages_for(site.language))
    entry = new_entry(partial(_finish_entry, site, view, body.summary))
    entry.id(view.id)
    entry.title(view.title)
    entry.updated(view.updated)
    entry.published(view.published)
    entry.author([{"name": name} for name in view.authors or (view.source.title,)])
    entry.category([*_topic_categories(site, view), *({"term": own} for own in view.categories)])
    if view.url:
        # feedgen asks for it where there is no content, and loses it: the links come at the end
        entry.link(href=view.url)
    if body.content:
        entry.content(body.content, type="html")
    return entry.atom_entry()


def _topic_categories(site: SiteView, view: EntryView) -> list[dict[str, str]]:
    return [
        {"term": topic.slug, "label": topic.title, "scheme": f"{site.base_url}/"}
        for topic in view.topics
    ]


def _finish_entry(site: SiteView, view: EntryView, summary: str, entry: Element) -> None:
    language = other_language(view.language, site.language)
    if language:
        entry.set(XML_LANG, language)
    write_text_construct(entry.find("title"), view.title)
    set_text(entry, "updated", rfc3339(view.updated))
    if view.published:
        set_text(entry, "published", rfc3339(view.published))
    if summary:
        write_text_construct(add_element(entry, "summary"), summary)
    _write_links(entry, view)
    _write_source(entry, view.source)


def _write_links(entry: Element, view: EntryView) -> None:
    for wrong in entry.findall("link"):
        entry.remove(wrong)
    if view.url:
        add_element(entry, "link", rel="alternate", href=view.url)
    for link in (*credit_links(view), *story_links(view)):
        _write_link(entry, link)


def _write_link(entry: Element, link: Link) -> None:
    add_element(
        entry,
        "link",
        rel=link.rel,
        href=link.url,
        type=link.type,
        hreflang=link.language,
        title=link.title,
        length=None if link.length is None else str(link.length),
    )


def _write_source(entry: Element, source: SourceView) -> None:
    """Write where the entry was copied from, with all that RFC 4287 4.2.11 asks for."""
    element = add_element(entry, "source")
    add_element(element, "id", source.id)
    write_text_construct(add_element(element, "title"), source.title)
    if source.link:
        add_element(element, "link", rel="alternate", href=source.link, type="text/html")
    if source.self_link:
        add_element(element, "link", rel="self", href=source.self_link)
    add_element(element, "updated", rfc3339(source.updated))
    if source.rights:
        write_text_construct(add_element(element, "rights"), source.rights)
