"""Views for tests of the renderers, in the style of the seed pages."""

from datetime import UTC, datetime, timedelta

from lxml import etree

from feeds.model import Caption, Evidence, Link
from feeds.render.view import (
    EntryView,
    FeedView,
    RelatedView,
    SightingView,
    SiteView,
    SourceView,
    TopicLink,
    TopicView,
)

START = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)

SITE = SiteView(
    title="Điểm Tin",
    description="Tin theo chủ đề",
    base_url="https://diemtin.example.org",
    language="vi",
    timezone="Asia/Ho_Chi_Minh",
    authority="example.org,2026",
    hub="https://hub.example.org/",
)

PAGE_SOURCE = SourceView(
    key="seeds/000.txt",
    id="tag:example.org,2026:source/seeds/000.txt",
    title="Hội nghị thượng đỉnh",
    updated=START,
)

FEED_SOURCE = SourceView(
    key="bao-moi",
    id="https://news.example.com/feed",
    title="Báo Mới & Bạn",
    link="https://news.example.com/",
    self_link="https://news.example.com/feed.xml?a=1&b=2",
    updated=START - timedelta(hours=1),
    rights="© 2026 Báo Mới",
)

RUSSIA = TopicView(
    slug="russia",
    title="Nga",
    score=3.25,
    evidence=(
        Evidence(term="Nga", field="title", start=0, end=3, weight=1.5),
        Evidence(term="Putin", field="summary", start=4, end=9, weight=1.0),
        Evidence(term="nga", field="summary", start=40, end=43, weight=0.75),
    ),
)

TOPICS = (
    TopicLink(slug="all", title="Tất cả", count=27, updated=START),
    TopicLink(slug="russia", title="Nga", description="Nga & láng giềng", count=3, updated=START),
    TopicLink(slug="asean", title="ASEAN"),
)


def make_entry(number: int = 1, **changes: object) -> EntryView:
    """Make an entry that has everything an ordinary one has."""
    ordinary: dict[str, object] = {
        "id": f"tag:example.org,2026:entry/{number}",
        "title": f"Tổng thống Nga gặp nguyên thủ các nước, lần {number}",
        "summary": "Ông Putin bày tỏ hy vọng tại hội nghị này.",
        "content": f"<p>Ông Putin <b>bày tỏ</b> hy vọng tại hội nghị này, lần {number}.</p>",
        "url": f"https://news.example.com/tin/{number}.html",
        "published": START - timedelta(minutes=number),
        "published_precision": "second",
        "first_seen": START,
        "updated": START + timedelta(seconds=number),
        "source": FEED_SOURCE,
        "topics": (RUSSIA,),
    }
    return EntryView(**{**ordinary, **changes})  # type: ignore[arg-type]


RICH = make_entry(
    7,
    title="Q&A2026: “Nga <b> & Mỹ” 🇷🇺",
    language="ru-RU",
    authors=("Nguyễn Văn A", "b@example.com (Trần Thị B)"),
    categories=("Thế giới", "Chính trị & xã hội"),
    captions=(Caption(text="Tổng thống Nga.", credit="RIA Novosti"),),
    credit="dangcongsan.vn",
    links=(
        Link(
            url="https://media.example.com/a.mp3",
            rel="enclosure",
            type="audio/mpeg",
            title="Bản đọc",
            language="vi",
            length=12345,
        ),
        Link(url="https://origin.example.net/x?a=1&b=2", rel="via", type="text/html"),
    ),
    also=(
        SightingView(
            source_title="VnExpress",
            url="https://vn.example.net/1",
            title="Nga và Mỹ nói chuyện",
            seen=START,
        ),
        SightingView(source_title="Trang mẫu", url=None, title="", seen=START),
    ),
)

TEASER = make_entry(
    8,
    title="Tổng thống Nga ngày 10/1 cho biết liên quân",
    title_synthetic=True,
    summary="Tổng thống Nga ngày 10/1 cho biết liên quân do Nga dẫn đầu sẽ chỉ ở lại có giới hạn.",
    content="",
    url=None,
    published=None,
    published_precision=None,
    source=PAGE_SOURCE,
)

BARE = make_entry(9, summary="", content="", published=None, topics=())


# what tells the same story as RICH: one that is credited already, one with a link, one without
RELATED = (
    RelatedView(id="tag:example.org,2026:entry/20", title="Đã dẫn", url="https://vn.example.net/1"),
    RelatedView(
        id="tag:example.org,2026:entry/21", title="Nga <& Mỹ>", url="https://other.example.net/2"
    ),
    RelatedView(id="tag:example.org,2026:entry/22", title="Không có liên kết"),
)


def is_our_script(element: etree._Element) -> bool:
    """Tell whether an element is the one script of our pages, with nothing of anybody in it."""
    place = element.get("src", "").removeprefix("../")
    return element.tag == "script" and place == "copy.js" and not (element.text or len(element))


def make_feed(*entries: EntryView, **changes: object) -> FeedView:
    """Make the feed of a topic."""
    ordinary: dict[str, object] = {
        "site": SITE,
        "slug": "russia",
        "id": "tag:example.org,2026:feed/russia",
        "title": "Nga",
        "description": "Tin về Nga & láng giềng",
        "updated": START,
        "entries": entries,
    }
    return FeedView(**{**ordinary, **changes})  # type: ignore[arg-type]


SAMPLE = make_feed(RICH, make_entry(1), TEASER, BARE, make_entry(2, content=""))
