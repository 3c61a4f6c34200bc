"""Paths that write into what we publish (RELIABILITY 1.2, 1.5)."""

from html import escape
from typing import Any

from tests.hostile.row import SECRET, Row, always, channel, item, titles, with_site
from tests.loopback import Handler
from tests.newsroom import news


def _row(key: str, does: str, answer: Handler, **expected: Any) -> Row:
    usual = {"entries": 1, "server": "markup"}
    return Row(key=key, does=does, answer=answer, **{**usual, **expected})


def _inside(key: str, does: str, html: str, **expected: Any) -> Row:
    """Put HTML into the text of an item; its title stays what it is."""
    full = f"<content:encoded>{escape(html + news(key).text)}</content:encoded>"
    space = ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    body = channel(item(key, full), attributes=space)
    return _row(key, does, always(body), titles=titles_of(key), **expected)


def titles_of(key: str) -> tuple[str, ...]:
    """Give the title of the item that is written under a key."""
    return (news(key).title,)


def _titled(key: str, does: str, title: str, shown: str | None = None) -> Row:
    expected = {} if shown is None else {"titles": (shown,)}
    return _row(key, does, always(channel(item(key, title=title))), **expected)


def _linked(key: str, does: str, link: str, shown: str | None = None) -> Row:
    return _row(key, does, always(channel(item(key, link=link))), links=(shown,),
                titles=titles_of(key))  # fmt: skip


_HTML = {
    "html-script": ("Has a script.", "<script>alert(1)</script>"),
    "html-script-split": ("Has a script within a script.", "<scr<script>ipt>alert(1)</script>"),
    "html-script-open": ("Has a script that never ends.", "<p>Tin</p><script>alert(1)//"),
    "html-handler": ("Has a handler on a picture.", "<img src=x onerror=alert(1)>"),
    "html-handler-slash": ("Has a handler behind a slash.", "<svg/onload=alert(1)>"),
    "html-handler-quote": (
        "Hides a handler in a quote.",
        "<img alt='`><script>alert(1)</script>'>",
    ),
    "html-svg": (
        "Has a script in a drawing.",
        "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    ),
    "html-svg-animate": (
        "Animates a link.",
        "<svg><a><animate attributeName=href values=javascript:alert(1) /></a></svg>",
    ),
    "html-math": (
        "Has a link in a formula.",
        "<math href='javascript:alert(1)'><mtext>x</mtext></math>",
    ),
    "html-mxss": (
        "Changes its meaning when it is parsed twice.",
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 "
        "onerror=alert(1)>'>",
    ),
    "html-noscript": (
        "Hides a picture in what is not run.",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    ),
    "html-style": (
        "Has a style that runs.",
        "<style>@import 'javascript:alert(1)';</style><p style='x:expression(alert(1))'>",
    ),
    "html-iframe": ("Has a frame.", "<iframe srcdoc='<script>alert(1)</script>'></iframe>"),
    "html-object": ("Has an object.", "<object data='javascript:alert(1)'></object><embed src=x>"),
    "html-form": ("Has a form.", "<form action='javascript:alert(1)'><button>x</button></form>"),
    "html-base": ("Changes the base of links.", "<base href='javascript:alert(1)//'>"),
    "html-meta": (
        "Wants to leave the page.",
        "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    ),
    "html-link": ("Has a link that runs.", "<a href='javascript:alert(1)'>x</a>"),
    "html-link-tab": (
        "Has a link that runs, with a tab within.",
        "<a href='java&#9;script:alert(1)'>x</a>",
    ),
    "html-link-entity": (
        "Has a link that runs, in entities.",
        "<a href='&#106;avascript&colon;alert(1)'>x</a>",
    ),
    "html-link-vb": (
        "Has a link that runs in another language.",
        "<a href='vbscript:alert(1)'>x</a>",
    ),
    "html-data": (
        "Has a document in a link.",
        "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    ),
    "html-comment": ("Has a comment that never ends.", "<p>Tin</p><!-- <script>alert(1)"),
    "html-cdata": ("Ends the section that it stands in.", "]]><script>alert(1)</script><![CDATA["),
    "html-id": ("Names an element like one of ours.", "<p id='__proto__' class='x' name='y'>x</p>"),
    "html-video": ("Has handlers on a film.", "<video><source onerror=alert(1)></video>"),
    "html-details": ("Has a handler on what opens.", "<details open ontoggle=alert(1)>x</details>"),
    "html-template": (
        "Hides a script in a template.",
        "<template><script>alert(1)</script></template>",
    ),
}

_CONTENTS = tuple(_inside(key, does, html) for key, (does, html) in _HTML.items())

_TITLES = (
    _titled("title-script", "Has a script in its title.",
            "Tin Nga &lt;script&gt;alert(1)&lt;/script&gt;"),
    _titled("title-image", "Has a picture with a handler in its title.",
            "Tin Nga &lt;img src=x onerror=alert(1)&gt;", "Tin Nga"),
    _titled("title-raw", "Has elements in its title.", "Tin <b>Nga</b> hôm nay", "Tin Nga hôm nay"),
    _titled("title-double", "Has entities of entities in its title.",
            "Tin Nga &amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;"),
    _titled("title-triple", "Has entities three deep in its title.",
            "Tin Nga &amp;amp;lt;script&amp;amp;gt;alert(1)"),
    _titled("title-empty", "Has an empty title.", ""),
    _titled("title-only-markup", "Has a title of markup alone.", "&lt;b&gt;&lt;/b&gt;"),
    _titled("title-template", "Has a template in its title.",
            "Tin {{7*7}} {% raw %} ${7*7} %s {0} Nga", "Tin {{7*7}} {% raw %} ${7*7} %s {0} Nga"),
    _titled("title-sql", "Has SQL in its title.", "Tin Nga'; DROP TABLE entries;--",
            "Tin Nga'; DROP TABLE entries;--"),
    _titled("title-lines", "Writes a log line in its title.",
            "Tin Nga\r\n2026-11-03 ERROR failed source=control-1",
            "Tin Nga 2026-11-03 ERROR failed source=control-1"),
    _titled("title-escape", "Has escapes for terminals in its title.",
            "Tin \x1b[31mNga\x1b]0;x\x07 hôm nay", "Tin [31mNga]0;x hôm nay"),
    _titled("title-bidi", "Turns the direction of writing in its title.",
            "Tin \u202eagN\u202c từ \u2066Nga\u2069"),
    _titled("title-wide", "Has a word of 3,000 letters as its title.", "Nga" * 1000),
    _titled("title-emoji", "Has pictures and flags in its title.", "Nga 🇷🇺👩‍👩‍👧‍👦 hôm nay",
            "Nga 🇷🇺👩‍👩‍👧‍👦 hôm nay"),
    _row("text-fields", "Has a script in author, category, credit and id.",
         always(channel(item("text-fields", "".join(
             f"<{name}>&lt;script&gt;alert(1)&lt;/script&gt;</{name}>"
             for name in ("author", "category", "comments", "source")
         )).replace("urn:tin:", "&lt;script&gt;"))), titles=titles_of("text-fields")),
    _row("feed-fields", "Has a script in the title, the description and the link of the feed.",
         always(channel(item("feed-fields")).replace(
             "<title>Nguồn</title>",
             "<title>&lt;script&gt;alert(1)&lt;/script&gt;</title><link>javascript:alert(1)</link>"
             "<description>&lt;img src=x onerror=alert(1)&gt;</description>"
             "<copyright>&lt;svg onload=alert(1)&gt;</copyright>", 1)),
         titles=titles_of("feed-fields")),
)  # fmt: skip

_LINKS = (
    _linked("link-javascript", "Has a link that runs.", "javascript:alert(1)"),
    _linked("link-spaced", "Has a link that runs, behind white space.", "\n  javascript:alert(1)"),
    _linked("link-tab", "Has a link that runs, with a tab within.", "java&#9;script:alert(1)"),
    _linked("link-case", "Has a link that runs, in capitals.", "JaVaScRiPt:alert(1)"),
    _linked("link-data", "Has a document as its link.", "data:text/html,&lt;script&gt;alert(1)"),
    _linked("link-vb", "Has a link that runs in another language.", "vbscript:alert(1)"),
    _linked("link-file", "Links to a file.", "file:///etc/passwd"),
    _linked("link-user", "Links with a user part.", f"https://a:{SECRET}@tin.example/x"),
    _linked("link-no-host", "Links without a host.", "https:///x"),
    _linked("link-port", "Links to a port that cannot be.", "https://tin.example:99999/"),
    _linked("link-lines", "Breaks its link over two lines of a header.",
            "https://tin.example/a&#13;&#10;Set-Cookie: x=1",
            "https://tin.example/aSet-Cookie:%20x=1"),
    _linked("link-quote", "Breaks out of an attribute.",
            "https://tin.example/&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;",
            "https://tin.example/%22%3E%3Cscript%3Ealert(1)%3C/script%3E"),
)  # fmt: skip


def _three(key: str) -> str:
    return "".join(item(f"{key}-{n}") for n in (3, 2, 1))


def _tempting(key: str, does: str, inside: str, fields: str = "") -> Row:
    """Name traps by their URL: `TRAP` stands for it."""
    made = _three(key).replace("</item>", f"{fields}</item>")
    spaces = "".join(
        f' xmlns:{prefix}="{space}"'
        for prefix, space in {
            "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
            "atom": "http://www.w3.org/2005/Atom",
            "media": "http://search.yahoo.com/mrss/",
            "wfw": "http://wellformedweb.org/CommentAPI/",
            "dc": "http://purl.org/dc/elements/1.1/",
        }.items()
    )
    return _row(key, does, with_site(lambda trap: channel(
        made.replace("TRAP/", trap), inside=inside.replace("TRAP/", trap), attributes=spaces)),
        entries=3, titles=titles(key))  # fmt: skip


_TEMPTING = (
    _tempting("new-feed-url", "Says that it has moved to a trap.",
              "<itunes:new-feed-url>TRAP/new</itunes:new-feed-url>"),
    _tempting("self-link", "Names a trap as itself.",
              '<atom:link rel="self" href="TRAP/self"/><atom:link rel="next" href="TRAP/next"/>'),
    _tempting("hub", "Names a trap as its hub.",
              '<atom:link rel="hub" href="TRAP/hub"/><cloud domain="127.0.0.2" port="80" path="/" '
              'protocol="http-post" registerProcedure=""/>'),
    _tempting("pictures", "Names traps as its pictures.",
              '<image><url>TRAP/image</url></image><itunes:image href="TRAP/cover"/>',
              "&lt;img src='TRAP/pixel'&gt;"),
    _tempting("enclosures", "Names traps as enclosures.", "",
              '<enclosure url="TRAP/a.mp3" type="audio/mpeg" length="-1"/>'
              '<media:content url="TRAP/b"/>'),
    _tempting("comments", "Names traps as its comments.", "",
              "<comments>TRAP/c</comments><wfw:commentRss>TRAP/w</wfw:commentRss>"
              '<atom:link rel="replies" href="TRAP/r"/>'),
    _tempting("text-input", "Names a trap to send text to.",
              "<textInput><title>x</title><link>TRAP/input</link><name>q</name></textInput>"),
    _row("js-enclosures", "Has enclosures that run.",
         always(channel(item("js-enclosures",
                             '<enclosure url="javascript:alert(1)" type="text/html"/>'))),
         titles=titles_of("js-enclosures")),
    _row("js-base", "Has a base that runs.",
         always(channel(item("js-base", link="x")).replace(
             "<item>", '<item xml:base="javascript:alert(1)//">')), titles=titles_of("js-base")),
    _row("xhtml", "Has a script in XHTML.",
         always('<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:x</id><title>x</title>'
                '<entry><id>urn:1</id><title type="xhtml">'
                '<div xmlns="http://www.w3.org/1999/xhtml">'
                f"{news('xhtml').title}<script>alert(1)</script></div></title>"
                '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Ở Nga</p>'
                "<script>alert(1)</script><svg onload='alert(1)'/></div></content>"
                "</entry></feed>")),
    _row("atom-remote", "Has its content at a trap.",
         with_site(lambda trap: '<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:x</id>'
                   f"<title>x</title><entry><id>urn:1</id><title>{news('atom-remote').title}</title>"
                   f'<content type="text/html" src="{trap}content"/></entry></feed>'),
         titles=titles_of("atom-remote")),
    _row("atom-base64", "Has a page in base64 as its content.",
         always('<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:x</id><title>x</title>'
                f"<entry><id>urn:1</id><title>{news('atom-base64').title}</title>"
                '<content type="application/octet-stream">PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=='
                "</content></entry></feed>"), titles=titles_of("atom-base64")),
)  # fmt: skip

ROWS = (*_CONTENTS, *_TITLES, *_LINKS, *_TEMPTING)
