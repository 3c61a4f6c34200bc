"""Reading OPML lists as other programs export them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.errors import Unreadable
from feeds.parse.outlines import MOST_BYTES, MOST_OUTLINES, Outline, read_outlines

TIN = Outline(url="https://tin.example/rss", title="Tin")


@pytest.mark.parametrize(
    ("outline", "expected"),
    [
        pytest.param('<outline xmlUrl="https://tin.example/rss" text="Tin"/>', TIN, id="plain"),
        pytest.param("<outline text='Tin' xmlUrl='https://tin.example/rss'/>", TIN, id="quotes"),
        pytest.param(
            '<OUTLINE xmlurl="https://tin.example/rss" TITLE="Tin"></OUTLINE>', TIN, id="case"
        ),
        pytest.param(
            '<outline text="x"\n  title = " Tin "\n xmlUrl="https://tin.example/rss"\n/>',
            TIN,
            id="title-before-text-and-lines",
        ),
        pytest.param(
            '<outline text="R&D > A" xmlUrl="https://r.example/?a=1&b=2"/>',
            Outline(url="https://r.example/?a=1&b=2", title="R&D > A"),
            id="bare-ampersand",
        ),
        pytest.param(
            '<outline text="&#272;i&#7875;m &quot;Tin&quot;" xmlUrl="http://a.example/?a=1&amp;b=2"/>',
            Outline(url="http://a.example/?a=1&b=2", title='Điểm "Tin"'),
            id="references",
        ),
        pytest.param(
            '<outline xmlUrl="feed://tin.example/rss" text="Tin"/>',
            Outline(url="http://tin.example/rss", title="Tin"),
            id="feed-scheme",
        ),
        pytest.param(
            '<outline xmlUrl="feed:https://tin.example/rss" text="Tin"/>', TIN, id="feed-before"
        ),
        pytest.param(
            '<outline xmlUrl="feed://https://tin.example/rss" text="Tin"/>', TIN, id="feed-both"
        ),
        pytest.param(
            '<outline xmlUrl="https://tin.example/rss" text="Tin" language="vi"/>',
            Outline(url="https://tin.example/rss", title="Tin", language="vi"),
            id="language",
        ),
        pytest.param(
            '<outline type="rss" text="Tin"/>', Outline(url="", title="Tin"), id="no-address"
        ),
        pytest.param(
            '<outline xmlUrl="https://tin.example/rss"/>',
            Outline(url="https://tin.example/rss", title=""),
            id="no-title",
        ),
    ],
)
def test_outline(outline: str, expected: Outline) -> None:
    """A feed is read however its program spells it."""
    list_of_one = f'<opml version="2.0"><body>{outline}</body></opml>'
    assert read_outlines(list_of_one.encode()) == (expected,)


def test_folders_and_links() -> None:
    """Feeds are found in folders of any depth; folders, pages and commented ones are no feeds."""
    body = (
        '<?xml version="1.0" encoding="windows-1251"?><opml><body><outline text="Папка">'
        '<outline text="Báo"><outline text="Один" xmlUrl="https://one.example/"/></outline>'
        '<!-- <outline text="off" xmlUrl="https://off.example/"/> -->'
        '<outline type="link" text="page" url="https://page.example/"/>'
        '</outline><outline text="Два" xmlUrl="https://two.example/"/></body></opml>'
    ).replace("Báo", "Bao")
    found = read_outlines(body.encode("windows-1251"))
    assert [outline.title for outline in found] == ["Один", "Два"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param(b"", "not_a_feed", id="empty"),
        pytest.param(b"<rss/>", "not_a_feed", id="feed"),
        pytest.param(bytes(range(256)), "not_a_feed", id="binary"),
        pytest.param(b"<outline/>" * (MOST_OUTLINES + 1), "too_large", id="many-outlines"),
        pytest.param(b" " * (MOST_BYTES + 1), "too_large", id="many-bytes"),
    ],
)
def test_no_list(body: bytes, kind: str) -> None:
    """What is no list, or beyond all measure, is refused in words."""
    with pytest.raises(Unreadable) as refused:
        read_outlines(body)
    assert refused.value.kind == kind


@pytest.mark.parametrize(
    "part",
    [
        pytest.param("<outline x='", id="open-quotations"),
        pytest.param("<outline" + " " * 900, id="white-space"),
        pytest.param("<!--", id="comments"),
        pytest.param('<outline a="&' + "&" * 400, id="ampersands"),
    ],
)
def test_hostile_list(part: str) -> None:
    """A list made to be slow is read, or refused, all the same."""
    body = (part * 15_000)[: MOST_BYTES // 4].encode() + b'<outline xmlUrl="https://a.example/"/>'
    try:
        assert len(read_outlines(body)) <= 1
    except Unreadable:
        assert part == "<!--"


@given(st.text())
def test_any_text(text: str) -> None:
    """Any text beside one feed leaves that feed readable."""
    found = read_outlines(b'<outline xmlUrl="https://a.example/"/>' + text.encode())
    assert found[0].url == "https://a.example/"
