"""Hypothesis views: entries with whatever text may have slipped through."""

from datetime import UTC, datetime

from hypothesis import strategies as st
from render_samples import SITE, make_feed

from feeds.model import Caption, Evidence, Link
from feeds.render.view import (
    EntryView,
    FeedView,
    RelatedView,
    SightingView,
    SourceView,
    TopicView,
)

NASTY = [
    "",
    " ",
    "a\x00b\x0b\x1b[31mc\x85d\x9f",
    "\ud800 lone \udfff",
    "\ufffe\uffff\ufffd",
    "]]> <![CDATA[x]]>",
    "{{7*7}} {% raw %} ${x}",
    "<b>đậm</b> & <script>alert(1)</script>",
    "&lt;i&gt; &amp; &copy; &#65; &x",
    "\"quoted\" 'too' >",
    "👨‍👩‍👧 🇻🇳 é e\u0301 Đà Nẵng",
    "\u202eشكرا\u202c עברית",
    "mailto:a@b.example",
    "a@b.example (Người Viết)",
    "dangcongsan.vn",
    "x" * 500,
    "\n\tdòng một\r\ndòng hai\u2028ba\n",
]
URLS = [
    "https://news.example.com/tin?a=1&b=2#c",
    "http://[2001:db8::1]:8080/x",
    "https://báo.example.vn/tin tức/ảnh.jpg",
    "javascript:alert(1)",
    "https://user:secret@news.example.com/",
    " https://news.example.com/\n\tx ",
    "//news.example.com/x",
    "https://news.example.com/%zz|^`{}\"<>'",
    "data:text/html,x",
    "",
]
TYPES = ["audio/mpeg", "Image/JPEG; q=1", "no type", "text/", "a/b/c", "", None, "CDATA"]
LANGUAGES = ["vi", "ru-RU", "en_US", "xx", "no such", "", None, "zh-Hant-TW"]
RELS = ["via", "related", "enclosure", "replies", "self", "alternate", "javascript", ""]

texts = st.one_of(
    st.sampled_from(NASTY),
    st.text(max_size=40),
    # with surrogates and controls
    st.text(st.characters(exclude_categories=()), max_size=20),
)
urls = st.one_of(st.sampled_from(URLS), st.text(max_size=20))
moments = st.datetimes(
    # the strategy wants naive bounds
    datetime(1970, 1, 1),  # noqa: DTZ001
    datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, None]),
)
numbers = st.one_of(st.floats(), st.integers(-5, 5))

links = st.builds(
    Link,
    url=urls,
    rel=st.sampled_from(RELS),
    type=st.sampled_from(TYPES),
    title=st.none() | texts,
    language=st.sampled_from(LANGUAGES),
    length=st.none() | st.integers(-1, 10**12),
)
sources = st.builds(
    SourceView,
    key=st.sampled_from(["bao", "seeds/Trang một.txt"]),
    id=urls | texts,
    title=texts,
    link=st.none() | urls,
    self_link=st.none() | urls,
    updated=moments,
    rights=st.none() | texts,
)
sightings = st.builds(
    SightingView, source_title=texts, url=st.none() | urls, title=texts, seen=moments
)
evidence = st.builds(
    Evidence,
    term=texts,
    field=st.sampled_from(["title", "summary", "content"]),
    start=st.integers(0, 9),
    end=st.integers(0, 9),
    weight=numbers,
)
topics = st.builds(
    TopicView,
    slug=st.sampled_from(["russia", "asean"]),
    title=texts,
    score=numbers,
    evidence=st.lists(evidence, max_size=3).map(tuple),
)
related = st.builds(
    RelatedView,
    id=st.integers(1, 9).map("tag:example.org,2026:entry/{}".format) | texts,
    title=texts,
    url=st.none() | urls,
)
# sanitised HTML, as parsing leaves it, and text that escaped it
contents = st.one_of(
    st.sampled_from(["", "<p>Đoạn <b>một</b>.</p>", "<ul><li>a</li></ul>\x00\x1b", "<p>&amp;</p>"]),
    texts.map(lambda text: f"<p>{text.replace('&', '&amp;').replace('<', '&lt;')}</p>"),
)
entries = st.builds(
    EntryView,
    id=st.integers(1, 10**6).map("tag:example.org,2026:entry/{}".format),
    title=texts,
    title_synthetic=st.booleans(),
    summary=texts,
    content=contents,
    url=st.none() | urls,
    language=st.sampled_from(LANGUAGES),
    published=st.none() | moments,
    published_precision=st.sampled_from([None, "second", "minute", "day"]),
    first_seen=moments,
    updated=moments,
    authors=st.lists(texts, max_size=2).map(tuple),
    categories=st.lists(texts, max_size=2).map(tuple),
    links=st.lists(links, max_size=3).map(tuple),
    captions=st.lists(st.builds(Caption, text=texts, credit=st.none() | texts), max_size=1).map(
        tuple
    ),
    credit=st.none() | texts,
    source=sources,
    also=st.lists(sightings, max_size=2).map(tuple),
    topics=st.lists(topics, max_size=2, unique_by=lambda topic: topic.slug).map(tuple),
    related=st.lists(related, max_size=3).map(tuple),
)
feeds: st.SearchStrategy[FeedView] = st.builds(
    lambda own, title, description, updated: make_feed(
        *own, title=title, description=description, updated=updated, site=SITE
    ),
    st.lists(entries, max_size=3, unique_by=lambda entry: entry.id),
    texts,
    texts,
    moments,
)
