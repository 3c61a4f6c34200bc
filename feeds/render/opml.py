"""Pure: OPML 2.0 lists, of our feeds to subscribe to all at once, and of the sources we read."""

from lxml import etree

from feeds.render.addresses import document_url, subscribe_url
from feeds.render.dates import rfc822
from feeds.render.tidy import tidy_line, tidy_site, tidy_topic_link
from feeds.render.view import SiteView, SourceLink, TopicLink
from feeds.urls import redacted, safe_url

Outline = dict[str, str | None]


def render_opml(site: SiteView, topics: tuple[TopicLink, ...]) -> bytes:
    """Render the list of our own feeds, in the given order."""
    safe = tidy_site(site)
    tidied = tuple(map(tidy_topic_link, topics))
    dates = [topic.updated for topic in tidied if topic.updated]
    changed = rfc822(max(dates)) if dates else None
    return _write(safe.title, changed, [_topic_outline(safe, topic) for topic in tidied])


def _topic_outline(site: SiteView, topic: TopicLink) -> Outline:
    return {
        "text": topic.title,
        "title": topic.title,
        "description": topic.description or None,
        "xmlUrl": subscribe_url(site, topic.slug),
        "htmlUrl": document_url(site, topic.slug, "html"),
        "language": site.language,
    }


def render_sources_opml(site_title: str, sources: tuple[SourceLink, ...]) -> bytes:
    """Render the list of sources that have an http address, without users, passwords and tokens."""
    outlines = [_source_outline(source) for source in sources]
    return _write(
        tidy_line(site_title), None, [outline for outline in outlines if outline["xmlUrl"]]
    )


def _source_outline(source: SourceLink) -> Outline:
    url = safe_url(redacted(source.url))
    title = tidy_line(source.title) or url
    site = safe_url(redacted(source.site)) if source.site else None
    return {"text": title, "title": title, "xmlUrl": url, "htmlUrl": site}


def _write(title: str, changed: str | None, outlines: list[Outline]) -> bytes:
    opml = etree.Element("opml", version="2.0")
    head = etree.SubElement(opml, "head")
    etree.SubElement(head, "title").text = title
    if changed:
        etree.SubElement(head, "dateModified").text = changed
    body = etree.SubElement(opml, "body")
    for outline in outlines:
        # readers know no type but rss, and take it for any feed
        given = {name: value for name, value in outline.items() if value}
        etree.SubElement(body, "outline", {"type": "rss", **given})
    return etree.tostring(opml, encoding="UTF-8", xml_declaration=True, pretty_print=True)
