"""The last gate: whatever lies in the store, nothing that runs is published."""

import html
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from render_samples import BARE as ENTRY
from render_samples import SAMPLE as FEED
from render_samples import TOPICS, is_our_script

from feeds.parse.markup import sanitise
from feeds.render.atom import render_atom
from feeds.render.html import render_topic_page
from feeds.render.jsonfeed import render_json
from feeds.render.rss import render_rss
from feeds.render.safe_html import safe_html
from feeds.render.view import EntryView

DANGEROUS = re.compile(
    r"<\s*/?\s*(?:script|style|svg|math|iframe|object|embed|form|input|button|meta|base|video)"
    r"|<[^>]*\son\w+\s*=|<[^>]*(?:javascript|data|vbscript)\s*:|<[^>]*srcdoc",
    re.IGNORECASE,
)
ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//x.example/x.js></SCRIPT>",
    "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "<script>alert(1)",
    "<<script>script>alert(1)</script>",
    "<scr<script></script>ipt>alert(1)</scr<script></script>ipt>",
    "<img src=x onerror=alert(1)>",
    '<img src="https://x.example/x" onerror="alert(1)">',
    '<img/src="https://x.example/x"/onerror=alert(1)>',
    '<p onclick="alert(1)">x</p>',
    "<svg/onload=alert(1)>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=1>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    '<a title="</title><img src=x onerror=alert(1)>" href="https://x.example/">x</a>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href=" &#106;avascript:alert(1)">x</a>',
    '<a href="java\nscript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="//x.example/x">x</a>',
    "<iframe srcdoc='<script>1</script>'></iframe>",
    "<form action='javascript:alert(1)'><input type=submit></form>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?php <img src=x onerror=alert(1)> ?>",
    '<p style="background:url(javascript:alert(1))">x</p>',
    "<base href=//x.example/><link rel=stylesheet href=//x.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<video><source onerror=alert(1)></video>",
    "<p>a</p\x0bonclick=alert(1)>",
    '<img alt="<x" src="https://x.example/"><script>1</script>',
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<" * 20_000,
    "<!--" * 20_000,
    "<script>" * 20_000,
    "<p " * 20_000 + ">",
    '<p title="' * 20_000,
]
KEPT = [
    "",
    "Tin & bài",
    "<p>Một <b>hai</b> &lt;ba&gt;<br>bốn &amp; năm</p>",
    '<a href="https://x.example/?a=1&amp;b=2" rel="noopener noreferrer nofollow" title="a">x</a>',
    '<img src="HTTPS://x.example/a b.jpg" alt="&lt;b&gt;" width="3">',
    '<a href="mailto:a@b.example" rel="noopener noreferrer nofollow">m</a>',
    '<table><tbody><tr><td colspan="2" align="left">y</td></tr></tbody></table>',
    '<blockquote cite="https://x.example/">x</blockquote><hr size="1">',
    '<ol start="3"><li>x</li></ol>',
]


def stored(content: str = "", **others: str) -> EntryView:
    """Give an entry as an earlier version might have stored it."""
    return replace(ENTRY, content=content, **others)


def published(entry: EntryView) -> list[str]:
    """Give every HTML that readers find in the documents that hold an entry."""
    view = replace(FEED, entries=(entry,))
    atom = etree.fromstring(render_atom(view).body)
    rss = etree.fromstring(render_rss(view).body)
    found = [node.text or "" for node in atom.iter("{http://www.w3.org/2005/Atom}content")]
    # readers take any text of RSS for HTML
    found += [node.text or "" for node in rss.iter() if isinstance(node.tag, str)]
    found += [item["content_html"] for item in json.loads(render_json(view).body)["items"]
              if "content_html" in item]  # fmt: skip
    page = etree.fromstring(render_topic_page(view, TOPICS).body)
    others = (node for node in page.iter() if node.tag != "meta" and not is_our_script(node))
    found += [f"<{node.tag} {' '.join(node.attrib)}=" for node in others]
    return found


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_attack_in_the_store_is_not_published(attack: str) -> None:
    """What runs is published neither as content nor as a title, name or label."""
    content = stored(f"<p>Trước</p>{attack}<p>Sau</p>")
    words = stored("<p>x</p>", title=f"Tin {attack}"[:2000], summary=f"Tóm {attack}"[:2000])
    names = replace(ENTRY, authors=(attack[:200],), categories=(attack[:200],), credit=attack[:200])
    for entry in (content, words, names):
        for text in published(entry):
            assert not DANGEROUS.search(text), text[:500]


@pytest.mark.parametrize("markup", KEPT, ids=range(len(KEPT)))
def test_sanitised_html_stays_as_it_is(markup: str) -> None:
    """What parsing lets through is published byte for byte."""
    assert safe_html(markup) == markup


pieces = st.sampled_from(
    ["<", ">", '"', "'", "/", "=", " ", "p", "script", "<p>", "</p>", "<!--", "-->", "img", "\n",
     'src="https://x/"', "onerror", "<svg", "href=", "javascript:", "&lt;", "title", "<a ", "]]>",
     "\x00", "\u0338", "<style>", "</script >", '<img src="https://a/b.png">']
)  # fmt: skip
markups = st.lists(pieces | st.text(max_size=3), max_size=30).map("".join)


@settings(max_examples=100)
@given(markups)
def test_any_text_comes_out_harmless(markup: str) -> None:
    """Between "<" and ">" stands nothing but a harmless tag, and twice changes nothing."""
    safe = safe_html(markup)
    assert safe_html(safe) == safe
    assert not DANGEROUS.search(safe)
    rest = re.sub(r"</?[a-z][a-z0-9]*(?: [a-z]+=\"[^\"<>]*\")*>", "", safe)
    assert not set(rest) & {"<", ">"}


@settings(max_examples=100)
@given(markups)
def test_what_parsing_sanitised_passes(markup: str) -> None:
    """The gate takes nothing from what parsing sanitises now, odd addresses apart."""
    sanitised = sanitise(markup, "https://x.example/")
    assert sanitised is None or "://" in sanitised or safe_html(sanitised) == sanitised


def test_real_feeds_pass(shared: Path) -> None:
    """The descriptions of real feeds are sanitised by parsing, and then left alone by the gate."""
    checked = 0
    for file in sorted(file for file in (shared / "feeds").rglob("*") if file.is_file())[:400]:
        text = file.read_bytes()[:200_000].decode("utf-8", "replace")
        for found in re.findall(r"<(?:description|content)[^>]*>([^<]{20,20000})<", text)[:20]:
            sanitised = sanitise(html.unescape(found), "https://x.example/")
            if sanitised and "<" in sanitised:
                assert safe_html(sanitised) == sanitised
                checked += 1
    assert checked > 20
