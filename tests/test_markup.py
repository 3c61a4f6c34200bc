"""The sanitiser: what may stay in published HTML, and what hostile HTML costs."""

import unicodedata
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.parse.markup import DEEPEST, LONGEST, has_structure, is_deep, sanitise
from feeds.text import legal_xml

BASE = "https://example.org/a/b.html"
LINK = 'rel="noopener noreferrer nofollow"'


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param("<p>Tin <b>mới</b></p>", "<p>Tin <b>mới</b></p>", id="plain"),
        pytest.param("<script>alert(1)</script>Tin", "Tin", id="script"),
        pytest.param("<style>p{}</style>Tin", "Tin", id="style"),
        pytest.param("<iframe srcdoc='<script>1</script>'></iframe>Tin", "Tin", id="iframe"),
        pytest.param(
            '<svg><a xlink:href="javascript:1"><text>x</text></a></svg>Tin', "Tin", id="svg"
        ),
        pytest.param('<math><a xlink:href="javascript:1">x</a></math>Tin', "Tin", id="math"),
        pytest.param(
            "<form action=javascript:1><button formaction=javascript:1>Gửi</button></form>",
            "Gửi",
            id="form",
        ),
        pytest.param('<img src="x.png" onerror="1">', f'<img src="{BASE[:22]}x.png">', id="img"),
        pytest.param('<img src="data:image/png;base64,AA">', "<img>", id="data"),
        pytest.param('<a href="javascript:1">x</a>', f"<a {LINK}>x</a>", id="javascript"),
        pytest.param('<a href="jav&#x09;ascript:1">x</a>', f"<a {LINK}>x</a>", id="hidden"),
        pytest.param(
            '<a href="/x" target="_top">x</a>',
            f'<a href="https://example.org/x" {LINK}>x</a>',
            id="a",
        ),
        pytest.param("<!-- x --><p>Tin", "<p>Tin</p>", id="comment"),
        pytest.param("a < b & c", "a &lt; b &amp; c", id="not markup"),
        pytest.param("A&#8;&#27;&#xD800;B", "AB", id="characters that XML forbids"),
        pytest.param("<p style='x' class='y' id='z'>x</p>", "<p>x</p>", id="attributes"),
    ],
)
def test_sanitise(markup: str, expected: str) -> None:
    """Only what the allow-list names stays; addresses are absolute http, https or mailto."""
    found = sanitise(markup, BASE)
    assert found is not None
    assert found.replace("\ufffd", "") == expected


@pytest.mark.parametrize("base", [None, "", "/a", "javascript:1", "http://[bad", "https:///x"])
def test_relative_without_base(base: str | None) -> None:
    """A relative address that nothing resolves is dropped, the element stays."""
    assert sanitise('<img src="x.png" alt="y">', base) == '<img alt="y">'


def test_composition_behind_a_tag() -> None:
    """Normalising the result must not melt a tag's end with a mark that follows it.

    NFC of ">" and U+0338 is "≯": the tag would stay open and the text after it become attributes.
    """
    for mark in ("\u0338", "&#824;", "&#x327;&#824;", "\u200b&#824;"):
        found = sanitise(f"<b>{mark} onclick=alert(1) x<i>y</i></b>")
        assert found is not None
        assert found.startswith("<b>")
        assert unicodedata.is_normalized("NFC", found)
    assert sanitise("<b>=\u0338</b>") == "<b>≠</b>"


def test_limits() -> None:
    """What is too long or too deep is not sanitised at all."""
    assert sanitise("x" * (LONGEST + 1)) is None
    assert sanitise("<div>" * (DEEPEST + 1)) is None
    assert sanitise("<div></b>" * 20_000) is None
    assert sanitise("<b>" * 20_000) is None
    assert sanitise("<div>" * DEEPEST + "x" + "</div>" * DEEPEST) is not None


@pytest.mark.parametrize(
    ("markup", "deep"),
    [
        pytest.param("<p>x</p>" * 500, False, id="side by side"),
        pytest.param("<p>x" * 500, False, id="paragraphs without ends"),
        pytest.param("<ul>" + "<li>x" * 500 + "</ul>", False, id="list items without ends"),
        pytest.param("<br><img>" * 500, False, id="void"),
        pytest.param("<div><div></div></div>" * 500, False, id="shallow"),
        pytest.param("<ul><li>" * 200, True, id="lists"),
        pytest.param("<DIV>" * 200, True, id="upper case"),
        pytest.param("<a></b>" * 200, True, id="wrong ends"),
    ],
)
def test_is_deep(markup: str, deep: bool) -> None:
    """Depth counts open elements; what ends by itself is not open."""
    assert is_deep(markup) is deep


def test_has_structure() -> None:
    """Paragraphs, breaks and spans are no structure; links, pictures and lists are."""
    assert not has_structure("<p>x<br>y</p><div><span>z</span></div>")
    for markup in ("<a>x</a>", "<p><img></p>", "<ul><li>x</li></ul>", "<pre>x</pre>", "<b>x</b>"):
        assert has_structure(markup)


class Elements(HTMLParser):
    """Another parser's view of the elements and attributes of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


PIECES = st.sampled_from(
    ["<b>", "</b>", "<p>", "<a href='", "'>", '"', "<img src=x ", ">", "<", "&#60;", "&lt;",
     "script", "<script>", "</script>", "<svg>", "</svg>", "<style>", "<math>", "<mtext>", "<!--",
     "-->", "<![CDATA[", "]]>", "onerror=1", "javascript:1", "\u0338", "&#824;", "\x00", "&#8;",
     "<table>", "<td>", "<noscript>", "<template>", "<title>", "<textarea>", " ", "x", "=", "ệ"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from([None, BASE]))
def test_any_markup(markup: str, base: str | None) -> None:
    """Whatever comes in: legal XML, NFC, nothing executable, and sanitising is final."""
    found = sanitise(markup, base)
    assert found is not None
    assert found == legal_xml(found)
    assert unicodedata.is_normalized("NFC", found)
    elements = Elements()
    elements.feed(found)
    assert not elements.tags & {"script", "svg", "math", "style", "iframe", "form", "title"}
    assert not [name for name, _ in elements.attributes if name.startswith(("on", "sty", "srcd"))]
    for name, value in elements.attributes:
        if name in ("href", "src", "cite"):
            assert value.startswith(("http://", "https://", "mailto:"))
    assert sanitise(found, base) == found
