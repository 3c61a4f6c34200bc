"""Pure but for its own templates, which it reads once: pages for people; the home of Jinja2.

Pages hold no script and no HTML of others, and ask for nothing but `style.css` beside them, so a
Content-Security-Policy may forbid all else. Their links are relative: they work wherever the
published folder is served. They are well-formed XML as well, which tests rely on.
"""

from dataclasses import dataclass
from functools import partial

from jinja2 import Environment, PackageLoader, StrictUndefined

from feeds.render.addresses import MEDIA_TYPES, NAMES
from feeds.render.dates import rfc3339
from feeds.render.messages import messages_for
from feeds.render.page import Clock, clock_of, days_of, page_entry
from feeds.render.rendered import Rendered, render_each
from feeds.render.tidy import tidy_head, tidy_site, tidy_topic_link
from feeds.render.view import FeedView, SiteView, TopicLink

_TEMPLATES = Environment(
    loader=PackageLoader("feeds.render"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    auto_reload=False,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLink:
    """One of a topic's feeds to subscribe to."""

    name: str
    href: str
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicLine:
    """A topic in the index."""

    slug: str
    title: str
    description: str
    count: int | None
    # machine form, and what people read; empty where nothing was published yet
    moment: str
    updated: str
    feeds: tuple[FeedLink, ...]


def render_topic_page(view: FeedView, topics: tuple[TopicLink, ...]) -> Rendered:
    """Render a topic's page, `SLUG.html`; `topics` fill the menu."""
    head = tidy_head(view)
    words = messages_for(head.site.language)
    clock = clock_of(head.site, words)
    shown, left_out = render_each(view.entries, partial(page_entry, head.site, head.slug, clock))
    text = _TEMPLATES.get_template("topic.html").render(
        site=head.site,
        words=words,
        feed=head,
        root=_way_up(head.slug),
        feeds=_feed_links(head.site, head.slug),
        menu=tuple(map(tidy_topic_link, topics)),
        updated=clock.date_and_time(head.updated),
        moment=rfc3339(head.updated),
        days=days_of(clock, shown),
    )
    return Rendered(body=text.encode(), left_out=left_out)


def render_index(site: SiteView, topics: tuple[TopicLink, ...]) -> bytes:
    """Render the list of topics, `index.html`, in the given order."""
    safe = tidy_site(site)
    words = messages_for(safe.language)
    clock = clock_of(safe, words)
    text = _TEMPLATES.get_template("index.html").render(
        site=safe,
        words=words,
        root="",
        opml=MEDIA_TYPES["opml"],
        topics=tuple(_topic_line(safe, clock, tidy_topic_link(topic)) for topic in topics),
    )
    return text.encode()


def render_stylesheet() -> bytes:
    """Give the pages' only stylesheet, `style.css`."""
    return _TEMPLATES.get_template("style.css").render().encode()


def _topic_line(site: SiteView, clock: Clock, topic: TopicLink) -> TopicLine:
    return TopicLine(
        slug=topic.slug,
        title=topic.title,
        description=topic.description,
        count=topic.count,
        moment=rfc3339(topic.updated) if topic.updated else "",
        updated=clock.date_and_time(topic.updated) if topic.updated else "",
        feeds=_feed_links(site, topic.slug),
    )


def _way_up(slug: str) -> str:
    """Give the relative path from a page to the published folder: a source's page lies deeper."""
    return "../" * slug.count("/")


def _feed_links(site: SiteView, slug: str) -> tuple[FeedLink, ...]:
    place = _way_up(slug) + slug
    return tuple(
        FeedLink(name=NAMES[ending], href=f"{place}.{ending}", media_type=MEDIA_TYPES[ending])
        for ending in site.formats
    )
