"""What a feed names is never asked for: nothing but the configured URLs and their redirects is."""

from pathlib import Path

import pytest

from tests.daemon import Desk, loopback, source
from tests.loopback import Loopback


def everything_named(trap: str) -> str:
    """Give a feed that names a server's addresses in every place where a feed may name one."""
    return f"""<?xml version="1.0"?>
<?xml-stylesheet type="text/xsl" href="{trap}/style.xsl"?>
<!DOCTYPE rss SYSTEM "{trap}/rss.dtd">
<rss version="2.0" xml:base="{trap}/base/" xmlns:atom="http://www.w3.org/2005/Atom"
 xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
 xmlns:xi="http://www.w3.org/2001/XInclude" xmlns:media="http://search.yahoo.com/mrss/"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="{trap} {trap}/x.xsd">
<channel><title>Tin</title><link>{trap}/site</link><docs>{trap}/docs</docs>
<atom:link rel="self" href="{trap}/self"/><atom:link rel="hub" href="{trap}/hub"/>
<atom:link rel="next" href="{trap}/next"/><atom:link rel="prev-archive" href="{trap}/old"/>
<atom:link rel="current" href="{trap}/current"/>
<itunes:new-feed-url>{trap}/new</itunes:new-feed-url>
<image><url>{trap}/icon.png</url></image><cloud domain="127.0.0.1" path="/cloud"/>
<xi:include href="{trap}/include"/>
<item><guid>{trap}/guid</guid><title>Nga {trap}/title</title><link>{trap}/link</link>
<enclosure url="{trap}/a.mp3" type="audio/mpeg" length="1"/><comments>{trap}/comments</comments>
<source url="{trap}/source">S</source><media:thumbnail url="{trap}/thumb.jpg"/>
<itunes:image href="{trap}/itunes.jpg"/><description>&lt;img src="{trap}/img.png"&gt;
&lt;iframe src="{trap}/frame"&gt;&lt;/iframe&gt;&lt;link rel=stylesheet href="{trap}/s.css"&gt;
&lt;meta http-equiv=refresh content="0;url={trap}/meta"&gt;</description></item>
</channel></rss>"""


def page_that_moves(trap: str) -> str:
    """Give a page that sends browsers elsewhere and names a feed."""
    return (
        f'<html><head><meta http-equiv="refresh" content="0;url={trap}/meta">'
        f'<link rel="alternate" type="application/rss+xml" href="{trap}/feed">'
        f"<script>location='{trap}/script'</script></head></html>"
    )


@pytest.mark.parametrize("broken", ["", "<broken>&nope;</wrong>"], ids=["well-formed", "broken"])
def test_nothing_named_in_a_feed_is_asked_for(tmp_path: Path, broken: str) -> None:
    """No address in a document is connected to, even where the configuration would allow it."""
    with loopback() as server, loopback() as trap:
        feed = everything_named(trap.url().rstrip("/")).replace("<item>", f"{broken}<item>")
        server.serve("/tin.xml", feed, headers={"Link": f"<{trap.url('/header')}>; rel=hub"})
        server.serve(
            "/page", page_that_moves(trap.url().rstrip("/")), headers={"Refresh": f"0;{trap.url()}"}
        )
        desk = Desk(tmp_path, sources=both(server), allow=[server, trap])
        report = desk.refresh()["sources"]
        assert report["tin"]["outcome"] == "ok"
        assert report["page"]["error"]["kind"] == "not_a_feed"
        desk.refresh()
        assert set(server.hits) == {"/tin.xml", "/page"}
        assert trap.connections == 0


def both(server: Loopback) -> list[dict[str, object]]:
    """Describe the feed and the page as sources."""
    return [source("tin", server.url("/tin.xml")), source("page", server.url("/page"))]
