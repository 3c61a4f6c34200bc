"""Finding feeds in a page: what is declared first, then what looks like a feed."""

import pytest

from feeds.parse.discover import MOST_FEEDS, FoundFeed, find_feed_links

PAGE = "https://bao.example/thoi-su/"


@pytest.mark.parametrize(
    ("markup", "url", "media_type"),
    [
        pytest.param(
            '<link rel="alternate" type="application/rss+xml" href="/rss/moi.rss">',
            "https://bao.example/rss/moi.rss",
            "application/rss+xml",
            id="rss",
        ),
        pytest.param(
            "<LINK REL=alternate TYPE=application/atom+xml HREF=feed.atom />",
            "https://bao.example/thoi-su/feed.atom",
            "application/atom+xml",
            id="unquoted, upper case",
        ),
        pytest.param(
            "<link href='//cdn.example/f?a=1&amp;b=2' type='application/feed+json; charset=utf-8'"
            " rel='feed alternate'>",
            "https://cdn.example/f?a=1&b=2",
            "application/feed+json",
            id="entities, parameters",
        ),
        pytest.param(
            '<base href="https://other.example/x/"><link rel="alternate"'
            ' type="application/rss+xml" href="f.xml">',
            "https://other.example/x/f.xml",
            "application/rss+xml",
            id="base",
        ),
        pytest.param('<a href="/rss">RSS</a>', "https://bao.example/rss", None, id="path rss"),
        pytest.param('<a href="/feed/">x</a>', "https://bao.example/feed/", None, id="path feed"),
        pytest.param(
            '<a href="tin.rss">x</a>', "https://bao.example/thoi-su/tin.rss", None, id="suffix"
        ),
        pytest.param(
            '<a href="/?feed=rss2">x</a>', "https://bao.example/?feed=rss2", None, id="query"
        ),
    ],
)
def test_one_feed(markup: str, url: str, media_type: str | None) -> None:
    """A declared or likely feed is found with its absolute address."""
    found = find_feed_links(f"<html><head>{markup}</head></html>", PAGE)
    assert [(feed.url, feed.type) for feed in found] == [(url, media_type)]


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param('<link rel="stylesheet" href="/feed.css">', id="stylesheet"),
        pytest.param('<link rel="alternate" hreflang="en" href="/en/">', id="translation"),
        pytest.param(
            '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1">',
            id="json",
        ),
        pytest.param(
            '<link rel="alternate" type="application/rss+xml" href="javascript:1">', id="script"
        ),
        pytest.param('<!-- <a href="/rss">x</a> -->', id="comment"),
        pytest.param('<a href="/sitemap.xml">x</a><a href="/feedback">y</a>', id="others"),
        pytest.param('<link rel="alternate" type="application/rss+xml">', id="no address"),
    ],
)
def test_no_feed(markup: str) -> None:
    """What is no feed is not offered as one."""
    assert find_feed_links(markup, PAGE) == ()


def test_order_and_repeats() -> None:
    """Declared feeds stand before links, each address once, titles as text."""
    markup = (
        '<a href="/b.rss">B &amp; <b>b</b></a><a href="/a.rss">again</a>'
        '<link rel="alternate" type="application/rss+xml" title="A &amp;amp; a" href="/a.rss">'
    )
    assert find_feed_links(markup, PAGE) == (
        FoundFeed(url="https://bao.example/a.rss", title="A & a", type="application/rss+xml"),
        FoundFeed(url="https://bao.example/b.rss", title="B &"),
    )


def test_bounded() -> None:
    """A page with countless links costs little and gives fifty."""
    page = "".join(f'<a href="/{number}.rss">x</a>' for number in range(20_000))
    assert len(find_feed_links(page, PAGE)) == MOST_FEEDS
    assert find_feed_links("<a " * 100_000 + "<!-- " * 100_000, PAGE) == ()
