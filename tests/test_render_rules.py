"""Our judges are strict: each fault that feedgen lets pass is found by them."""

import pytest
from render_rules import atom_faults, json_faults, rss_faults
from render_samples import RICH, make_feed

from feeds.render.atom import render_atom
from feeds.render.jsonfeed import render_json
from feeds.render.rss import render_rss

ATOM_BODY = render_atom(make_feed(RICH)).body.decode()
RSS_BODY = render_rss(make_feed(RICH)).body.decode()
JSON_BODY = render_json(make_feed(RICH)).body.decode()


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        pytest.param(
            'href="https://news.example.com/tin/7.html"', 'href="a b"', id="space in link"
        ),
        pytest.param(
            'href="https://news.example.com/tin/7.html"', 'href="javascript:x"', id="script"
        ),
        pytest.param("<id>tag:example.org,2026:entry/7", "<id>số bảy", id="id that is no URI"),
        pytest.param("<name>Nguyễn Văn A", "<name>A &lt;a@b.example>", id="address in a name"),
        pytest.param('scheme="https://diemtin.example.org/"', 'scheme="chủ đề"', id="scheme"),
        pytest.param('<content type="html"', '<content type="CDATA"', id="content type"),
        pytest.param('xml:lang="ru-RU"', 'xml:lang="tiếng Nga"', id="language"),
        pytest.param("T08:30:07Z", "T08:30:07+07:00", id="offset"),
        pytest.param("T08:30:07Z", "", id="half a date"),
        pytest.param('rel="enclosure"', 'rel="alternate"', id="second alternate"),
        pytest.param('length="12345"', 'length="lớn"', id="length"),
        pytest.param("<id>https://news.example.com/feed</id>", "", id="source without id"),
        pytest.param('<title type="text">Nga</title>', '<title type="text"/>', id="blank title"),
        pytest.param('<title type="text">Nga</title>', "", id="no title"),
        pytest.param("</updated>", "</updated><updated>x</updated>", id="unknown order"),
        pytest.param('<title type="text">Q', '<title type="text">&lt;/b>', id="undeclared HTML"),
        pytest.param('<title type="text">Q', '<title type="text">&#x85;', id="control"),
    ],
)
def test_atom_faults_are_found(right: str, wrong: str) -> None:
    """Changing one thing in a valid document makes it invalid."""
    assert atom_faults(ATOM_BODY.encode()) == []
    assert right in ATOM_BODY
    assert atom_faults(ATOM_BODY.replace(right, wrong, 1).encode()) != []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        pytest.param('isPermaLink="false"', 'isPermaLink="true"', id="permalink"),
        pytest.param("<lastBuildDate>Sat", "<lastBuildDate>Sun", id="wrong weekday"),
        pytest.param("08:23:00 GMT", "08:23:00", id="no zone"),
        pytest.param("<link>https://news", "<link>ftp://news", id="link"),
        pytest.param('length="12345"', 'length=""', id="enclosure"),
        pytest.param('rel="self"', 'rel="related"', id="no self"),
        pytest.param("<dc:creator>Nguyễn Văn A</dc:creator>", "<author>A</author>", id="author"),
        pytest.param("<language>vi</language>", "", id="no language"),
    ],
)
def test_rss_faults_are_found(right: str, wrong: str) -> None:
    """Changing one thing in a valid document makes it invalid."""
    assert rss_faults(RSS_BODY.encode()) == []
    assert right in RSS_BODY
    assert rss_faults(RSS_BODY.replace(right, wrong, 1).encode()) != []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        pytest.param("version/1.1", "version/9", id="version"),
        pytest.param('"content_html"', '"_html"', id="no content"),
        pytest.param("T08:23:00Z", "T08:23", id="date"),
        pytest.param('"mime_type": "audio/mpeg"', '"mime_type": "mp3"', id="attachment"),
        pytest.param('"url": "https://news', '"url": "news', id="relative"),
    ],
)
def test_json_faults_are_found(right: str, wrong: str) -> None:
    """Changing one thing in a valid document makes it invalid."""
    assert json_faults(JSON_BODY.encode()) == []
    assert right in JSON_BODY
    assert json_faults(JSON_BODY.replace(right, wrong, 1).encode()) != []
