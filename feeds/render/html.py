"""Pure but for its own templates, which it reads once: pages for people; the home of Jinja2.

Pages hold no HTML of others and nothing inline, and ask for nothing but `style.css`, `copy.js`
(which only adds buttons) and `icon.svg` beside them, so a Content-Security-Policy may forbid all
else. Their links are relative: they work wherever the published folder is served. They are
well-formed XML as well, which tests rely on.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

from jinja2 import Environment, PackageLoader, StrictUndefined

from feeds.render.addresses import MEDIA_TYPES, NAMES, document_url
from feeds.render.chart import Chart, chart_of
from feeds.render.dates import rfc3339
from feeds.render.interface import Interface, interface_of, interfaces_of, languages_of
from feeds.render.languages import other_language
from feeds.render.messages import LANGUAGES, catalogue_of
from feeds.render.page import days_of, page_entry
from feeds.render.rendered import Rendered, render_each
from feeds.render.tidy import tidy_head, tidy_site, tidy_topic_link
from feeds.render.view import FeedView, HeadlineView, SiteView, TopicLink

# what pages need, and no more: behind a static server it stands in the page alone
_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; "
    "base-uri 'none'; form-action 'self'"
)
# the feed of everything, whose title in lists is a word of ours
_ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLink:
    """One of a topic's feeds to subscribe to: beside the page, and where it is for everybody."""

    name: str
    href: str
    media_type: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A page in a language of the interface."""

    # in its own language
    name: str
    tag: str
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What every page of ours needs: `layout.html` takes it as `frame`."""

    site: SiteView
    # of the document, and of the site's own texts where those are in another language
    tag: str
    site_tag: str | None
    # relative paths to the published folder, and to the pages in this language
    root: str
    home: str
    versions: tuple[Version, ...]
    opml: FeedLink


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicLine:
    """A topic in the index or in a menu."""

    slug: str
    title: str
    # where the title is in another language than the page
    title_tag: str | None
    description: str
    # in words; empty where nobody counted
    count: str
    # machine form, and what people read; empty where nothing was published yet
    moment: str
    updated: str
    feeds: tuple[FeedLink, ...]
    chart: Chart | None
    newest: tuple[HeadlineView, ...]


def render_topic_page(
    view: FeedView, topics: Sequence[TopicLink], language: str | None = None
) -> Rendered:
    """Render a topic's page in a language of the interface; `topics` fill the menu."""
    head = tidy_head(view)
    interface = interface_of(head.site, language)
    entry_of = partial(page_entry, head.site, head.slug, interface)
    shown, left_out = render_each(view.entries, entry_of)
    frame = frame_of(head.site, interface, head.slug)
    line = partial(_topic_line, frame, interface)
    text = (
        _templates(interface.words.language)
        .get_template("topic.html")
        .render(
            frame=frame,
            feed=head,
            topic=line(_as_link(head)),
            menu=[line(tidy_topic_link(topic)) for topic in topics],
            days=days_of(interface.clock, shown),
        )
    )
    return Rendered(body=text.encode(), left_out=left_out)


def render_index(site: SiteView, topics: Sequence[TopicLink], language: str | None = None) -> bytes:
    """Render the list of topics, `index.html`, in the given order."""
    safe = tidy_site(site)
    interface = interface_of(safe, language)
    frame = frame_of(safe, interface, "index")
    text = (
        _templates(interface.words.language)
        .get_template("index.html")
        .render(
            frame=frame,
            topics=[_topic_line(frame, interface, tidy_topic_link(topic)) for topic in topics],
        )
    )
    return text.encode()


def topic_pages(view: FeedView, topics: Sequence[TopicLink]) -> dict[str, Rendered]:
    """Render a topic's page in every language of the interface, by its path."""
    return {
        interface_of(view.site, language).path(view.slug): render_topic_page(view, topics, language)
        for language in languages_of(view.site)
    }


def site_pages(site: SiteView, topics: Sequence[TopicLink]) -> dict[str, bytes]:
    """Render the index in every language, and what pages load beside them, by their paths."""
    pages = {
        interface_of(site, language).path("index"): render_index(site, topics, language)
        for language in languages_of(site)
    }
    return {**pages, **{name: render_asset(name) for name in ASSETS}}


def page_paths(site: SiteView, slugs: Sequence[str]) -> frozenset[str]:
    """Name every page of a site, and what pages load beside them."""
    names = ("index", *slugs)
    pages = {each.path(name) for each in interfaces_of(site) for name in names}
    return frozenset(pages | set(ASSETS))


# what pages load: looks, the buttons that copy, the picture of a tab
ASSETS = ("style.css", "copy.js", "icon.svg")


def render_asset(name: str) -> bytes:
    """Give one of the files that pages load, the same for every language."""
    return _templates("en").get_template(name).render().encode()


def frame_of(site: SiteView, interface: Interface, name: str) -> Frame:
    """Give what every page needs; `name` is its path without folder of a language and ending."""
    root = interface.root(name)
    return Frame(
        site=site,
        tag=interface.tag,
        site_tag=other_language(site.language, interface.tag),
        root=root,
        home=root + interface.folder,
        versions=tuple(_version(each, interface, root, name) for each in interfaces_of(site)),
        opml=FeedLink(
            name="OPML",
            href=f"{root}topics.opml",
            media_type=MEDIA_TYPES["opml"],
            url=document_url(site, "topics", "opml"),
        ),
    )


def _version(each: Interface, current: Interface, root: str, name: str) -> Version:
    return Version(
        name=LANGUAGES[each.words.language],
        tag=each.tag,
        href=root + each.path(name),
        is_current=each == current,
    )


def fill(template: str, interface: Interface, **values: object) -> bytes:
    """Fill one of our templates with values, in the words of an interface."""
    return _templates(interface.words.language).get_template(template).render(values).encode()


@cache
def _templates(language: str) -> Environment:
    """Give our templates, which speak a language; compiled once for each."""
    environment = Environment(
        loader=PackageLoader("feeds.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    catalogue = catalogue_of(language)
    environment.globals["policy"] = _POLICY
    environment.install_gettext_translations(catalogue, newstyle=True)  # type: ignore[attr-defined]
    return environment


def _as_link(head: FeedView) -> TopicLink:
    """See a feed as a line of a list: its title without the site's."""
    return TopicLink(
        slug=head.slug,
        title=head.title.removeprefix(f"{head.site.title}: "),
        description=head.description,
        updated=head.updated,
        per_day=head.per_day,
    )


def _topic_line(frame: Frame, interface: Interface, topic: TopicLink) -> TopicLine:
    words, updated = interface.words, topic.updated
    is_ours = topic.slug == _ALL
    return TopicLine(
        slug=topic.slug,
        title=words.gettext("All news") if is_ours else topic.title,
        title_tag=None if is_ours else frame.site_tag,
        description=topic.description,
        count="" if topic.count is None else words.entries(topic.count),
        moment=rfc3339(updated) if updated else "",
        updated=interface.clock.date_and_time(updated) if updated else "",
        feeds=_feed_links(frame, topic.slug),
        chart=chart_of(topic.per_day, words),
        newest=tuple(_headline(one, frame) for one in topic.newest),
    )


def _headline(one: HeadlineView, frame: Frame) -> HeadlineView:
    spoken = one.language or frame.site.language
    return replace(one, language=other_language(spoken, frame.tag))


def _feed_links(frame: Frame, slug: str) -> tuple[FeedLink, ...]:
    return tuple(
        FeedLink(
            name=NAMES[ending],
            href=f"{frame.root}{slug}.{ending}",
            media_type=MEDIA_TYPES[ending],
            url=document_url(frame.site, slug, ending),
        )
        for ending in frame.site.formats
    )
