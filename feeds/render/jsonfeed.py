"""Pure: JSON Feed 1.1; what the format has no word for stands under `_diemtin`."""

import json
from functools import partial
from typing import Any

from feeds.model import Evidence, Link
from feeds.render.addresses import feed_url, page_url
from feeds.render.body import body_of
from feeds.render.dates import rfc3339
from feeds.render.enclosures import type_of
from feeds.render.languages import other_language
from feeds.render.messages import Messages, messages_for
from feeds.render.rendered import Rendered, render_each
from feeds.render.tidy import tidy_head
from feeds.render.view import EntryView, FeedView, SiteView, SourceView, TopicView

VERSION = "https://jsonfeed.org/version/1.1"
Json = dict[str, Any]


def render_json(view: FeedView) -> Rendered:
    """Render a feed as JSON Feed 1.1 in UTF-8; the same view gives the same bytes."""
    head = tidy_head(view)
    words = messages_for(head.site.language)
    items, left_out = render_each(view.entries, partial(_item, head.site, words))
    feed = _without_nothing(
        {
            "version": VERSION,
            "title": head.title,
            "home_page_url": page_url(head),
            "feed_url": feed_url(head, "json"),
            "description": head.description,
            "language": head.site.language,
            "authors": [{"name": head.site.title, "url": f"{head.site.base_url}/"}],
            "hubs": [{"type": "WebSub", "url": head.site.hub}] if head.site.hub else [],
            "_diemtin": {"id": head.id, "updated": rfc3339(head.updated)},
        }
    )
    text = json.dumps({**feed, "items": items}, ensure_ascii=False, allow_nan=False)
    return Rendered(body=text.encode() + b"\n", left_out=left_out)


def _item(site: SiteView, words: Messages, view: EntryView) -> Json:
    body = body_of(view, words)
    return _without_nothing(
        {
            "id": view.id,
            "url": view.url,
            "title": view.title,
            "content_html": body.content,
            "content_text": "" if body.content else body.summary,
            "summary": body.summary if body.content else "",
            "date_published": rfc3339(view.published) if view.published else None,
            "date_modified": rfc3339(view.updated),
            "authors": [{"name": name} for name in view.authors or (view.source.title,)],
            "tags": [*dict.fromkeys([*(topic.title for topic in view.topics), *view.categories])],
            "language": other_language(view.language, site.language),
            "attachments": [_attachment(link) for link in view.links if link.rel == "enclosure"],
            "_diemtin": _extension(view),
        }
    )


def _attachment(link: Link) -> Json:
    return _without_nothing(
        {
            "url": link.url,
            "mime_type": type_of(link),
            "title": link.title,
            "size_in_bytes": link.length,
        }
    )


def _extension(view: EntryView) -> Json:
    return _without_nothing(
        {
            "source": _source(view.source),
            "credit": view.credit,
            "also": [
                _without_nothing(
                    {
                        "source": other.source_title,
                        "url": other.url,
                        "title": other.title,
                        "seen": rfc3339(other.seen),
                    }
                )
                for other in view.also
            ],
            "topics": [_topic(topic) for topic in view.topics],
            "related": [
                _without_nothing({"id": other.id, "url": other.url, "title": other.title})
                for other in view.related
            ],
            "title_synthetic": view.title_synthetic,
            "published_precision": view.published_precision if view.published else None,
            "first_seen": rfc3339(view.first_seen),
        }
    )


def _source(source: SourceView) -> Json:
    return _without_nothing(
        {
            "id": source.id,
            "title": source.title,
            "url": source.link,
            "feed_url": source.self_link,
            "updated": rfc3339(source.updated),
            "rights": source.rights,
        }
    )


def _topic(topic: TopicView) -> Json:
    return {
        "topic": topic.slug,
        "title": topic.title,
        "score": topic.score,
        "evidence": [_evidence(reason) for reason in topic.evidence],
    }


def _evidence(reason: Evidence) -> Json:
    return {
        "term": reason.term,
        "field": reason.field,
        "start": reason.start,
        "end": reason.end,
        "weight": reason.weight,
    }


def _without_nothing(fields: Json) -> Json:
    """Leave out what is unknown or empty, which JSON Feed wants absent; keep 0 and false."""
    return {key: value for key, value in fields.items() if value not in (None, "", [])}
