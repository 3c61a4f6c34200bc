"""Hostile documents, each through a child: what becomes of it is stated for every one of them."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from feeds.errors import Unreadable
from feeds.model import ParsedDocument, RawDocument
from feeds.parse.children import ParseChildren
from feeds.parse.hints import ParseHints
from tests.publishable import assert_fit_to_publish

pytestmark = pytest.mark.asyncio(loop_scope="module")

# what makes a document ill-formed, so that the forgiving parser has to read it
BROKEN = "<broken>&nope;</wrong>"
TITLE = "Thủ tướng làm việc với Đà Nẵng"
VIETNAMESE_FEED_ITEMS = 40


def item(fields: str = "", title: str = TITLE, guid: str = "1") -> str:
    """One item of RSS."""
    return f"<item><guid isPermaLink='false'>{guid}</guid><title>{title}</title>{fields}</item>"


def rss(items: str, before: str = "", attributes: str = "") -> bytes:
    """An RSS document."""
    text = f'{before}<rss version="2.0"{attributes}><channel>{items}</channel></rss>'
    return text.encode("utf-8", "surrogatepass")


def numbered(count: int) -> str:
    """Many small items."""
    return "".join(f"<item><guid>{n}</guid><title>T{n}</title></item>" for n in range(count))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def children() -> AsyncIterator[ParseChildren]:
    """One child for all attacks: each must leave it, or its successor, able to work."""
    opened = ParseChildren(cpu=20.0, wall=120.0)
    yield opened
    await opened.close()


async def read(
    children: ParseChildren, body: bytes, charset: str | None = None, media_type: str | None = None
) -> ParsedDocument:
    """Read a document in the child while the loop goes on turning."""
    raw = RawDocument(body=body, url="https://e.example/f", charset=charset, media_type=media_type)
    reading = asyncio.create_task(children.parse(raw, ParseHints()))
    turns = 0
    while not reading.done():
        await asyncio.sleep(0)
        turns += 1
    assert turns > 1
    return await reading


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        pytest.param(
            rss(
                item(title="&lol9;"),
                '<!DOCTYPE lolz [<!ENTITY lol "lol">'
                + "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">' for n in range(2, 10))
                + "]>",
            ),
            "entities",
            id="billion laughs",
        ),
        pytest.param(
            rss(item(title="&a;" * 3000), f'<!DOCTYPE r [\n<!ENTITY a "{"x" * 100_000}">]>'),
            "entities",
            id="quadratic entities",
        ),
        pytest.param(
            rss(item(title="&x;"), '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
            "entities",
            id="external entity",
        ),
        pytest.param(rss(item(), "<!ENTITY \n" * 60_000), "entities", id="entity redos"),
        pytest.param(rss(item("<x>" * 100_000 + "</x>" * 100_000)), "256 deep", id="deep nesting"),
        pytest.param(rss("<b>" * 300 + item() + BROKEN), "256 deep", id="unclosed tags"),
        pytest.param(
            rss(BROKEN + f"<x {' '.join(f'a{n}=1' for n in range(100_000))}/>" + item()),
            "64 KiB",
            id="100k attributes, ill-formed",
        ),
        pytest.param(
            rss(BROKEN + f"<x {' '.join(f'a{n}=1' for n in range(1_000))}/>" + item()),
            "256 attributes",
            id="1k attributes, ill-formed",
        ),
        pytest.param(rss(item() + "<a b='" * 100_000), "64 KiB", id="loose quotes"),
        pytest.param(rss(item(), "<!-- " * 50_000), "never ends", id="endless comment"),
        pytest.param(rss(item(), "<!-- x -->" * 10_000), "64 KiB stand before", id="long prolog"),
        pytest.param(rss(item())[:60], "cut off", id="cut off in the first item"),
        pytest.param(b"[" * 500_000, "no valid JSON", id="deep json"),
    ],
)
async def test_refused(children: ParseChildren, body: bytes, reason: str) -> None:
    """These documents are refused as unreadable, with the reason in words."""
    with pytest.raises(Unreadable, match=reason) as failure:
        await read(children, body)
    assert failure.value.kind == "parse"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(rss(item(), "\n" * 160_000), id="newlines"),
        pytest.param(rss(item() + BROKEN, "\n" * 160_000), id="newline redos, ill-formed"),
        pytest.param(
            rss(item(), '<?xml version="1.0"?>' + "\n" * 160_000), id="newlines after declaration"
        ),
        pytest.param(rss(item(f"<author>{'a' * 8_000}</author>") + BROKEN), id="author redos"),
        pytest.param(
            rss(item(f"<author><![CDATA[{'a.' * 75_000}]]></author>") + BROKEN),
            id="author redos, 150 KB in CDATA",
        ),
        pytest.param(rss(item(f"<author>{'a@' * 75_000}</author>")), id="author, well-formed"),
        pytest.param(
            rss(item("<x " + " ".join(f"a{n}='1'" for n in range(100_000)) + "/>")),
            id="100k attributes, well-formed",
        ),
        pytest.param(
            rss(item(), attributes="".join(f' xmlns:a{n}="u{n}"' for n in range(20_000))),
            id="20k namespaces",
        ),
        pytest.param(
            rss(item(f"<description>{'&lt;div&gt;' * 50_000}</description>")), id="deep html"
        ),
        pytest.param(
            rss(item(f"<description>{'&lt;!-- ' * 50_000}</description>") + BROKEN),
            id="open comments in html",
        ),
        pytest.param(rss(item(f"<description>{'x' * 4_000_000}</description>")), id="4 MB text"),
        pytest.param(
            rss(item(f"<description>{'&lt;p&gt;x' * 300_000}</description>")), id="4 MB html"
        ),
        pytest.param(rss(item("<category>x</category>" * 100_000)), id="100k categories"),
        pytest.param(rss(item("<enclosure url='ftp://x/'/>" * 100_000)), id="100k enclosures"),
        pytest.param(rss(f"<description>{'&' * 500_000}</description>" + item()), id="ampersands"),
        pytest.param(rss("<" * 500_000 + item()), id="less-thans"),
        pytest.param(
            rss(item().replace("<item>", f'<item xml:base="{"a/" * 30_000}">')), id="long base"
        ),
        pytest.param(
            rss(
                item("<gml:pos>1 2</gml:pos>") + BROKEN,
                attributes=' xmlns:gml="http://www.opengis.net/gml"',
            ),
            id="gml outside georss",
        ),
    ],
)
async def test_survived(children: ParseChildren, body: bytes) -> None:
    """These documents give their entry, whatever else they try."""
    (entry,) = (await read(children, body)).entries
    assert entry.title == TITLE
    assert len(entry.summary) <= 256 * 1024
    assert_fit_to_publish(entry)


@pytest.mark.parametrize("broken", ["", BROKEN], ids=["well-formed", "ill-formed"])
async def test_100k_entries(children: ParseChildren, broken: str) -> None:
    """The first 500 entries are read, the others counted."""
    found = await read(children, rss(broken + numbered(100_000)))
    assert (len(found.entries), found.dropped) == (500, 99_500)
    assert found.entries[499].title == "T499"


async def test_truncated(children: ParseChildren) -> None:
    """A document without its end gives its complete entries and says so."""
    whole = rss(numbered(6))
    found = await read(children, whole[: whole.index(b"T5")])
    assert len(found.entries) == 5
    assert any("cut off" in warning for warning in found.warnings)


@pytest.mark.parametrize(
    "title",
    ["A&#xD800;B", "A&#x110000;B", "A&#99999999999999999999;B", "A&#0;B", "A\x00B", "A\x1b\x0bB",
     "A\ufffeB", "A&#xFFFF;B"],
)  # fmt: skip
@pytest.mark.parametrize("broken", ["", BROKEN], ids=["well-formed", "ill-formed"])
async def test_impossible_characters(children: ParseChildren, title: str, broken: str) -> None:
    """What no XML may hold is left out, wherever and however it is written."""
    found = await read(children, rss(item(title=title) + broken))
    assert found.entries[0].title == "AB"


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        pytest.param(rss(item()).decode().encode("utf-16"), None, id="utf-16 with mark"),
        pytest.param(rss(item(), "\ufeff"), "windows-1258", id="utf-8 with mark"),
        pytest.param(rss(item()), "windows-1258", id="http lies"),
        pytest.param(
            rss(item(), '<?xml version="1.0" encoding="utf-16"?>'), None, id="declaration lies"
        ),
        pytest.param(
            rss(item(), '<?xml version="1.0" encoding="u\x00tf-8"?>'), None, id="nul in the name"
        ),
        pytest.param(
            rss(item(), '<?xml version="1.0" encoding="unicode_escape"?>'), None, id="python's own"
        ),
        pytest.param(rss(item(), '<?xml encoding="\xff"?>'), "utf-7", id="no encodings at all"),
    ],
)
async def test_encodings(children: ParseChildren, body: bytes, charset: str | None) -> None:
    """The title is that of the UTF-8 twin, whatever is declared."""
    assert (await read(children, body, charset)).entries[0].title == TITLE


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
async def test_utf_16_without_mark(children: ParseChildren, codec: str) -> None:
    """UTF-16 is known by its zero bytes."""
    found = await read(children, rss(item(title="Tin")).decode().encode(codec))
    assert found.entries[0].title == "Tin"


async def test_one_bad_byte(children: ParseChildren) -> None:
    """One bad byte in a UTF-8 feed changes one character, not the whole feed."""
    items = "".join(item(guid=str(n), title=f"{TITLE} {n}") for n in range(VIETNAMESE_FEED_ITEMS))
    clean = await read(children, rss(items))
    body = rss(items).replace(f"{TITLE} 7".encode(), f"{TITLE} @7".encode()).replace(b"@", b"\xe1")
    for charset in (None, "iso-8859-1"):
        found = await read(children, body, charset)
        titles = [entry.title.replace("\ufffd", "") for entry in found.entries]
        assert titles == [entry.title for entry in clean.entries]


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
        "<svg/onload=alert(1)>",
        "<form action='javascript:alert(1)'><input type=submit></form>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "<math><mtext><table><mglyph><style><!--</style>"
        "<img title='--&gt;&lt;img src=1 onerror=1>'>",
        "<iframe srcdoc='<script>1</script>'></iframe>",
        "<<script>script>alert(1)</script>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    ],
)
@pytest.mark.parametrize("broken", ["", BROKEN], ids=["well-formed", "ill-formed"])
async def test_markup_everywhere(children: ParseChildren, markup: str, broken: str) -> None:
    """Nothing that runs survives: text fields have no tags, HTML only what is allowed."""
    field = markup.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&apos;")
    fields = "".join(
        f"<{name}>{field}</{name}>" for name in ("author", "category", "description", "guid")
    )
    found = await read(children, rss(item(fields, title=f"{TITLE} {field}") + broken))
    (entry,) = found.entries
    assert entry.title.startswith(TITLE)
    assert_fit_to_publish(entry)
    for danger in ("<svg", "<form", "<iframe", "<math", " onerror=1", "javascript:"):
        assert danger not in entry.content.replace("&lt;", "")
