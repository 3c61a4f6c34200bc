"""What holds for every view, whatever text slipped into it."""

import html

import feedparser
import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree
from render_rules import atom_faults, json_faults, rss_faults
from render_samples import SITE, TOPICS, is_our_script
from render_views import NASTY, feeds

from feeds.render.atom import render_atom
from feeds.render.html import render_topic_page, topic_pages
from feeds.render.jsonfeed import render_json
from feeds.render.opml import render_opml
from feeds.render.rss import render_rss
from feeds.render.tidy import tidy_entry
from feeds.render.view import FeedView, TopicLink

often = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@often
@given(feeds)
def test_atom_is_valid(view: FeedView) -> None:
    """Every view gives a valid Atom document that lacks nothing."""
    rendered = render_atom(view)
    assert rendered.left_out == ()
    assert atom_faults(rendered.body) == []


@often
@given(feeds)
def test_rss_is_valid(view: FeedView) -> None:
    """Every view gives a valid RSS document that lacks nothing."""
    rendered = render_rss(view)
    assert rendered.left_out == ()
    assert rss_faults(rendered.body) == []


@often
@given(feeds)
def test_json_is_valid(view: FeedView) -> None:
    """Every view gives a valid JSON Feed that lacks nothing."""
    rendered = render_json(view)
    assert rendered.left_out == ()
    assert json_faults(rendered.body) == []


@often
@given(feeds)
def test_page_is_well_formed(view: FeedView) -> None:
    """Every view gives a page whose tags are all ours, with each entry on it."""
    for rendered in topic_pages(view, TOPICS).values():
        root = etree.fromstring(rendered.body)
        assert len(root.findall(".//article")) == len(view.entries)
        assert not list(root.iter("b", "i", "iframe"))
        assert all(map(is_our_script, root.iter("script")))


@often
@given(feeds)
def test_same_view_same_bytes(view: FeedView) -> None:
    """Rendering has no memory and no clock, so that 304 really happens."""
    for render in (render_atom, render_rss, render_json):
        assert render(view) == render(view)
    assert render_topic_page(view, TOPICS) == render_topic_page(view, TOPICS)


def _mended(title: str) -> str:
    """feedparser takes a text that could be UTF-8 read as Latin-1 ("Â¡") for such an accident."""
    try:
        return title.encode("iso-8859-1").decode("utf-8")
    except UnicodeError:
        return title


@pytest.mark.parametrize("render", [render_atom, render_rss])
@often
@given(view=feeds)
def test_feedparser_reads_back_what_was_written(render: object, view: FeedView) -> None:
    """Ids, titles, links and first enclosures arrive as they are, in the feed's order."""
    read = feedparser.parse(render(view).body)  # type: ignore[operator]
    wanted = [tidy_entry(entry) for entry in view.entries]
    assert [entry.id for entry in read.entries] == [entry.id for entry in wanted]
    for found, entry in zip(read.entries, wanted, strict=True):
        plain = found.title_detail.type == "text/plain"
        title = found.title if plain else html.unescape(found.title)
        assert title in (entry.title, _mended(entry.title))
        # feedparser gives an Atom entry without a link its id instead
        assert entry.url is None or found.link == entry.url
        enclosures = [link.url for link in entry.links if link.rel == "enclosure"]
        assert [each.href for each in found.get("enclosures", ())][:1] == enclosures[:1]


@pytest.mark.parametrize("text", NASTY)
def test_lists_are_well_formed(text: str) -> None:
    """A topic's title and description may hold anything."""
    topic = TopicLink(slug="russia", title=text, description=text)
    assert len(etree.fromstring(render_opml(SITE, (topic,))).findall("body/outline")) == 1
