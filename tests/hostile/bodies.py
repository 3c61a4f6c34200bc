"""Paths whose documents are no feeds, or feeds to break a parser with (RELIABILITY 1.3, 1.4)."""

import random
from collections.abc import Callable
from typing import Any

from tests.hostile.row import (
    RSS,
    Row,
    always,
    at_last,
    channel,
    each,
    feed,
    item,
    titles,
    with_site,
)
from tests.loopback import Handler
from tests.newsroom import atom, news

HTML = {"Content-Type": "text/html; charset=utf-8"}
JSON = {"Content-Type": "application/feed+json"}
# what makes a document ill-formed, so that the forgiving parser has to read it
BROKEN = "<broken>&nope;</wrong>"
PAGE = "<!doctype html><html><head><title>Báo</title></head><body><p>Tin</p></body></html>"


def row(key: str, does: str, answer: Handler, error: str = "", **expected: Any) -> Row:
    """Make a row of this family; without an error it has the three usual entries."""
    usual: dict[str, Any] = {"entries": 0 if error else 3, "server": "bodies"}
    if not error and "entries" not in expected:
        usual["titles"] = titles(key)
    return Row(key=key, does=does, answer=answer, error=error, **{**usual, **expected})


def _not(
    key: str,
    does: str,
    body: bytes | str | Callable[[], bytes | str],
    error: str = "not_a_feed",
    headers: dict[str, str] = RSS,
    **expected: Any,
) -> Row:
    return row(key, does, always(body, headers), error, **expected)


def _three(key: str) -> str:
    return "".join(item(f"{key}-{n}") for n in (3, 2, 1))


def _around(key: str, does: str, before: str, **expected: Any) -> Row:
    """A good feed with something before its root."""
    return row(key, does, always(lambda: channel(_three(key), before)), **expected)


def _noise(length: int) -> bytes:
    return random.Random(1).randbytes(length)


_NO_FEEDS = (
    _not("empty", "Sends an empty body.", b"", "empty"),
    _not("blank", "Sends white space.", b" \r\n\t" * 100, "empty"),
    _not("nuls", "Sends NULs.", bytes(1000), "empty"),
    _not("mark-only", "Sends a byte order mark.", b"\xef\xbb\xbf", "empty"),
    _not("html", "Sends a page.", PAGE, headers=HTML),
    _not("html-as-rss", "Sends a page and calls it RSS.", PAGE),
    _not("login", "Sends a login page.", PAGE.replace("Tin", "<form>Mật khẩu</form>"),
         headers=HTML),
    row("html-discovery", "Sends a page that names a trap as its feed.",
        with_site(lambda trap: PAGE.replace(
            "</head>", f'<link rel=alternate type="application/rss+xml" href="{trap}d"></head>'),
            HTML), "not_a_feed"),
    row("html-refresh", "Sends a page that wants to be left for a trap.",
        with_site(lambda trap: PAGE.replace(
            "<head>", f'<head><meta http-equiv=refresh content="0;url={trap}r">'), HTML),
        "not_a_feed"),
    row("html-then-ok", "Sends a page twice and then a feed.",
        at_last(always(PAGE, HTML), always(feed("html-then-ok")))),
    row("ok-then-html", "Sends a page after it was read.",
        at_last(always(feed("ok-then-html")), always(PAGE, HTML)), "not_a_feed", entries=3),
    row("ok-then-empty", "Sends nothing after it was read.",
        at_last(always(feed("ok-then-empty")), always(b"")), "empty", entries=3),
    _not("text", "Sends words.", "Xin lỗi, trang đang bảo trì."),
    _not("path", "Sends the path of a file, which some parsers open.", "/etc/passwd"),
    row("address", "Sends a URL, which some parsers fetch.",
        with_site(lambda trap: f"{trap}feed"), "not_a_feed"),
    _not("png", "Sends a picture.", b"\x89PNG\r\n\x1a\n" + _noise(3000), "not_a_feed|parse"),
    _not("noise", "Sends noise.", lambda: _noise(300_000), "not_a_feed|parse"),
    _not("zip", "Sends an archive.", b"PK\x03\x04" + _noise(3000), "not_a_feed|parse"),
    _not("svg", "Sends a drawing.", "<svg xmlns='http://www.w3.org/2000/svg'><text>x</text></svg>"),
    _not("sitemap", "Sends a site map.",
         "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>x</loc></url>"
         "</urlset>"),
    _not("opml", "Sends a list of feeds.", "<opml version='2.0'><body/></opml>"),
    _not("soap", "Sends another kind of XML.", "<Envelope><Body><item/></Body></Envelope>"),
    row("no-items", "Sends a feed without items.", always(channel("")), entries=0),
)  # fmt: skip


def _json(key: str, does: str, body: str | Callable[[], str], error: str, **expected: Any) -> Row:
    return _not(key, does, body, error, JSON, **expected)


def _feed_of(items: str, version: str = "https://jsonfeed.org/version/1.1") -> str:
    return f'{{"version": "{version}", "title": "Nguồn", "items": [{items}]}}'


def _json_item(key: str, more: str = "") -> str:
    own = news(key)
    return f'{{"id": "{own.id}", "title": "{own.title}", "content_text": "{own.text}"{more}}}'


def _json_three(key: str, more: str = "") -> str:
    return _feed_of(", ".join(_json_item(f"{key}-{n}", more) for n in (3, 2, 1)))


_JSONS = (
    _json("json", "Is a JSON Feed.", _json_three("json"), "", entries=3, titles=titles("json")),
    _json("json-error", "Sends an error as JSON.", '{"error": "limit"}', "not_a_feed"),
    _json("json-list", "Sends a list.", "[]", "not_a_feed"),
    _json("json-items-word", "Has a word in the place of its items.",
          '{"version": "https://jsonfeed.org/version/1.1", "items": "none"}', "not_a_feed"),
    _json("json-deep", "Nests 100,000 lists.", lambda: _feed_of("[" * 100_000), "parse"),
    _json("json-deep-closed", "Nests 3,000 lists and closes them.",
          lambda: _feed_of("[" * 3000 + "]" * 3000), "parse|not_a_feed|"),
    _json("json-cut", "Stops in the middle.", _json_three("json-cut")[:-40], "parse"),
    _json("json-twice", "Has two documents.", _json_three("json-twice") * 2, "parse"),
    _json("json-nan", "Has NaN and Infinity, which are no JSON.",
          _json_three("json-nan", ', "size": NaN, "rank": -Infinity'), "", entries=3,
          titles=titles("json-nan")),
    _json("json-keys", "Says every key twice.",
          _json_three("json-keys", ', "id": "x", "title": "y"').replace('"x"', '"urn:x"'), "",
          entries=3),
    _json("json-types", "Has numbers, lists and null in the place of words.",
          _json_three("json-types", ', "url": 5, "tags": {"a": []}, "authors": null, '
                      '"attachments": [1, {"url": []}], "date_published": 10, "summary": []'), "",
          entries=3, titles=titles("json-types")),
    _json("json-no-objects", "Has items that are no objects.",
          _feed_of('1, null, "tin", [], ' + _json_item("json-no-objects-1")), "", entries=1),
    _json("json-surrogate", "Has half a surrogate and a NUL in a title.",
          _feed_of(r'{"id": "1", "title": "Tin \ud800\u0000 từ Nga", "content_text": "Ở Nga"}'),
          "", entries=1, titles=("Tin từ Nga",)),
    _json("json-number", "Has a number of 5,000 digits as an id.",
          _feed_of(f'{{"id": {"9" * 5000}, "title": "Tin số", "content_text": "Ở Nga"}}'),
          "parse|", entries=0),
)  # fmt: skip

_ENTITY = "<!DOCTYPE rss [<!ENTITY {}>]>"


def _declared(key: str, does: str, entity: str, use: str = "&x;") -> Row:
    body = channel(item(key, title=use), _ENTITY.format(entity))
    return row(key, does, always(body), "parse")


def _laughs() -> str:
    more = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE rss [<!ENTITY l0 "haha">{more}]>'
    return channel(item("laughs", title="&l9;"), doctype)


_ENTITIES = (
    row("billion-laughs", "Declares entities that unfold to gigabytes.", always(_laughs), "parse"),
    row("quadratic", "Uses one long entity 3,000 times.",
        always(lambda: channel(item("quadratic", title="&x;" * 3000),
                               _ENTITY.format(f'x "{"x" * 100_000}"'))), "parse"),
    _declared("xxe-file", "Declares a file of ours as an entity.", 'x SYSTEM "file:///etc/passwd"'),
    row("xxe-http", "Declares a trap as an entity.",
        with_site(lambda trap: channel(item("xxe-http", title="&x;"),
                                       _ENTITY.format(f'x SYSTEM "{trap}xxe"'))), "parse"),
    row("xxe-parameter", "Declares a trap as a parameter entity.",
        with_site(lambda trap: channel(item("xxe-parameter"),
                                       _ENTITY.format(f'% x SYSTEM "{trap}p"> %x;<!ENTITY y "z"'))),
        "parse"),
    row("dtd", "Names a trap as its DTD.",
        with_site(lambda trap: channel(_three("dtd"), f'<!DOCTYPE rss SYSTEM "{trap}dtd">'))),
    row("dtd-public", "Names the DTD of RSS 0.91, as old feeds do.",
        with_site(lambda trap: channel(
            _three("dtd-public"), f'<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91" "{trap}n">'))),
    row("xinclude", "Includes a file of ours and a trap.",
        with_site(lambda trap: channel(
            _three("xinclude") + f'<xi:include href="{trap}xi" parse="text"/>'
            '<xi:include href="file:///etc/passwd" parse="text"/>',
            attributes=' xmlns:xi="http://www.w3.org/2001/XInclude"'))),
    row("stylesheet", "Names a trap as its style sheet.",
        with_site(lambda trap: channel(
            _three("stylesheet"), f'<?xml-stylesheet type="text/xsl" href="{trap}xsl"?>'))),
    row("schema-location", "Names a trap as its schema.",
        with_site(lambda trap: channel(
            _three("schema-location"),
            attributes=' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
            f' xsi:schemaLocation="urn:x {trap}xsd"'))),
    _around("doctype-html", "Has the DOCTYPE of a page.", "<!DOCTYPE html>"),
    row("html-entities", "Uses entities of HTML that XML does not know.",
        always(lambda: channel(_three("html-entities").replace(". ", ".&nbsp;&eacute;")
                               + "<x>&nbsp;</x>"))),
)  # fmt: skip

_HEAVY = (
    row("entity-redos", "Begins entities 60,000 times.",
        always(lambda: channel(_three("entity-redos"), "<!ENTITY \n" * 60_000)), "parse"),
    row("newline-redos", "Begins with 160,000 empty lines.",
        always(lambda: channel(_three("newline-redos") + BROKEN, "\n" * 160_000))),
    row("comment-redos", "Begins comments 50,000 times.",
        always(lambda: channel(_three("comment-redos"), "<!-- " * 50_000)), "parse"),
    row("prolog-redos", "Has 100 KB of comments before its root.",
        always(lambda: channel(_three("prolog-redos"), "<!-- x -->" * 10_000)), "parse"),
    row("author-redos", "Has an author of 150 KB, ill-formed.",
        always(lambda: channel(item("author-redos",
                                    f"<author><![CDATA[{'a.' * 75_000}]]></author>") + BROKEN)),
        entries=1),
    row("quote-redos", "Opens 100,000 quotes.",
        always(lambda: channel(item("quote-redos") + "<a b='" * 100_000)), "parse"),
    row("deep", "Nests 100,000 elements.",
        always(lambda: channel(item("deep", "<x>" * 100_000 + "</x>" * 100_000))), "parse"),
    row("deep-open", "Opens 300 elements and closes none.",
        always(lambda: channel("<b>" * 300 + item("deep-open") + BROKEN)), "parse"),
    row("deep-html", "Nests 50,000 elements in a description.",
        always(lambda: channel(item("deep-html", f"<c>{'x'}</c>").replace(
            "<description>", f"<description>{'&lt;div&gt;' * 50_000}"))), entries=1),
    row("many-attributes", "Has 1,000 attributes on an element, ill-formed.",
        always(lambda: channel(BROKEN + f"<x {' '.join(f'a{n}=1' for n in range(1000))}/>"
                               + item("many-attributes"))), "parse"),
    row("many-namespaces", "Declares 20,000 namespaces.",
        always(lambda: channel(item("many-namespaces"), attributes="".join(
            f' xmlns:a{n}="u{n}"' for n in range(20_000)))), entries=1),
    row("many-items", "Has 10,000 items; the newest 500 are taken, the others reported.",
        always(lambda: channel("".join(
            f"<item><guid>{n}</guid><title>Mục {n}</title></item>" for n in range(10_000)))),
        entries=500, warned="9,500|9500|500"),
    row("many-categories", "Has 50,000 categories on an item.",
        always(lambda: channel(item("many-categories", "<category>x</category>" * 50_000))),
        entries=1),
    row("many-enclosures", "Has 20,000 enclosures on an item.",
        always(lambda: channel(item(
            "many-enclosures", "<enclosure url='https://x.example/a' type='a/b'/>" * 20_000))),
        entries=1),
    row("huge-title", "Has a title of 2 MB.",
        always(lambda: channel(item("huge-title", title="Nga " * 500_000))), entries=1),
    row("huge-text", "Has a description of 4 MB.",
        always(lambda: channel(item("huge-text").replace("Ở Nga", "Ở Nga " + "dài " * 900_000))),
        entries=1),
    row("huge-html", "Has 3 MB of paragraphs.",
        always(lambda: channel(item("huge-html").replace("Ở Nga", "Ở Nga&lt;p&gt;" * 150_000))),
        entries=1),
    row("huge-id", "Has an id of 500 KB.",
        always(lambda: channel(item("huge-id").replace("urn:tin:", "urn:tin:" + "x" * 500_000))),
        entries=1),
    row("huge-link", "Has a link of 10 KB.",
        always(lambda: channel(item("huge-link", link=f"https://tin.example/{'x' * 10_000}"))),
        entries=1, links=(None,)),
    row("ampersands", "Has half a million ampersands.",
        always(lambda: channel(f"<description>{'&' * 500_000}</description>"
                               + item("ampersands"))), entries=1),
    row("less-thans", "Has half a million less-than signs.",
        always(lambda: channel("<" * 500_000 + item("less-thans"))), entries=1),
    row("combining", "Puts 100,000 marks on a letter.",
        always(lambda: channel(item("combining", title="Nga " + "a" + "\u0323\u0301" * 50_000))),
        entries=1),
)  # fmt: skip

_CUT = (
    row("cut-in-second", "Stops in the middle of the second item.",
        always(lambda: channel(_three("cut-in-second"))[:-520]), entries=1),
    row("cut-then-whole", "Stops in the last item at first, and is whole later.",
        each(lambda n: feed("cut-then-whole", 5)[: -150 if n < 3 else None]), entries=5,
        titles=titles("cut-then-whole", 5)),
    row("cut-in-first", "Stops in the middle of the first item.",
        always(channel(item("cut-in-first"))[:120]), "parse"),
    row("unclosed", "Closes nothing but its items.",
        always(channel(_three("unclosed")).removesuffix("</channel></rss>"))),
    row("junk-after", "Has a second root and words behind the first.",
        always(channel(_three("junk-after")) + "<html>cache hit</html><!-- 0.1 s -->")),
    _around("junk-before", "Has a warning of the server's software before its root.",
            "<br />\n<b>Warning</b>: Cannot modify header in <b>/var/www/x.php</b><br />\n"),
    row("mixed-case", "Writes its elements in capitals.",
        always(channel(_three("mixed-case")).replace("<item>", "<ITEM>").replace(
            "</item>", "</ITEM>") + BROKEN)),
    row("ill-formed", "Has crossing tags and bare ampersands.",
        always(channel(_three("ill-formed") + "<b><i>R&D</b></i>"))),
    row("georss", "Has a place of the world that makes a parser raise.",
        always(channel(_three("georss").replace("</item>", "<gml:pos>1 2</gml:pos></item>")
                       + BROKEN, attributes=' xmlns:gml="http://www.opengis.net/gml"'))),
    row("two-channels", "Has two channels.",
        always(f"<rss version='2.0'><channel>{_three('two-channels')}</channel>"
               "<channel><title>Hai</title></channel></rss>")),
    row("atom", "Is Atom.", always(lambda: atom([news(f"atom-{n}") for n in (3, 2, 1)]))),
    row("atom-bare", "Is Atom without a namespace.",
        always(lambda: atom([news(f"atom-bare-{n}") for n in (3, 2, 1)]).replace(
            ' xmlns="http://www.w3.org/2005/Atom"', ""))),
    row("rdf", "Is RSS 1.0.",
        always('<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
               f'xmlns="http://purl.org/rss/1.0/"><channel/>{_three("rdf")}</rdf:RDF>')),
    row("no-version", "Is RSS of no version.",
        always(channel(_three("no-version")).replace(' version="2.0"', ""))),
)  # fmt: skip

ROWS = (*_NO_FEEDS, *_JSONS, *_ENTITIES, *_HEAVY, *_CUT)
