"""How the sources are, as the operator sees it: a page, a feed, and what to do."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import feedparser
import pytest
from lxml import etree
from render_rules import atom_faults
from stored import NOW

from feeds.advice import Advice, advise
from feeds.render.advice import advice_text
from feeds.render.health import Mark, mark_of, strip_of
from feeds.render.messages import messages_for
from feeds.render.status import render_status, status_paths
from feeds.render.view import (
    HealthView,
    IncidentView,
    SiteView,
    SourceStatus,
    SourceView,
    StatusView,
)
from store.records import Source
from tests.daemon import SEEDS, Desk, eventually, loopback, source
from tests.newsroom import news, rss

ADVICE: tuple[Advice, ...] = Advice.__args__  # type: ignore[attr-defined]
SITE = SiteView(
    title="Điểm Tin",
    description="",
    base_url="http://admin.example:8001",
    language="vi",
    timezone="Asia/Ho_Chi_Minh",
    authority="example.org,2026",
    hub="https://hub.example/",
)
TIN = SourceView(key="tin", id="https://tin.example/rss", title="Báo <Tin>", updated=NOW)
LASTS = IncidentView(
    number=2, source=TIN, kind="failing", message="dns: <b>no</b> such name", began=NOW, updated=NOW
)
OVER = replace(LASTS, number=1, ended=NOW + timedelta(days=2), updated=NOW + timedelta(days=2))
FAILING = SourceStatus(
    key="tin",
    title="Báo <Tin>",
    url="javascript:alert(1)",
    state="failing",
    entries=1204,
    next_poll=NOW,
    interval=1800.0,
    failures=5,
    message="<script>alert(1)</script>",
    advice="address",
    days=(
        HealthView(day=date(2026, 11, 20)),
        HealthView(day=date(2026, 11, 21), polls=9, failed=9),
    ),
)
VIEW = StatusView(
    site=SITE,
    public_url="https://tin.example",
    now=NOW,
    updated=NOW,
    sources=(FAILING, SourceStatus(key="hay", title="Báo Hay", state="ok", last_success=NOW)),
    incidents=(LASTS, OVER),
)


@pytest.mark.parametrize(
    ("said", "state", "gaps", "expected"),
    [
        pytest.param({}, "ok", 0, None, id="well"),
        pytest.param({}, "ok", 1, None, id="one-gap"),
        pytest.param({}, "ok", 2, "interval", id="gaps"),
        pytest.param({"asked_url": "https://b.example/"}, "ok", 0, "moved", id="moved"),
        pytest.param({"failures": 1, "error_kind": "dns"}, "failing", 0, "address", id="dns"),
        pytest.param(
            {"failures": 1, "error_kind": "status", "http_status": 404},
            "failing",
            0,
            "missing",
            id="404",
        ),
        pytest.param(
            {"failures": 1, "error_kind": "status", "http_status": 503},
            "failing",
            0,
            "wait",
            id="503",
        ),
        pytest.param({"failures": 1, "error_kind": "timeout"}, "failing", 5, "wait", id="timeout"),
        pytest.param({"failures": 9, "error_kind": "gone"}, "gone", 0, "replace", id="gone"),
        pytest.param({"failures": 9, "error_kind": "dns"}, "disabled", 9, None, id="disabled"),
        pytest.param({}, "new", 0, None, id="new"),
    ],
)
def test_advice(said: dict[str, object], state: str, gaps: int, expected: str | None) -> None:
    """What to do follows from what is wrong; what is well needs nothing."""
    known = Source(key="tin", url="https://tin.example/rss", **said)  # type: ignore[arg-type]
    assert advise(known, state, gaps) == expected


@pytest.mark.parametrize("language", ["vi", "en"])
def test_sentence_of_every_advice(language: str) -> None:
    """Every advice has a sentence of its own in both languages."""
    sentences = {advice_text(one, "tin", messages_for(language)) for one in ADVICE}
    assert len(sentences) == len(ADVICE)
    assert not any("%" in sentence for sentence in sentences)
    assert advice_text(None, "tin", messages_for(language)) == ""


@pytest.mark.parametrize(
    ("polls", "failed", "expected"),
    [(0, 0, "none"), (3, 0, "well"), (3, 1, "partly"), (3, 3, "failed")],
)
def test_mark_of_a_day(polls: int, failed: int, expected: Mark) -> None:
    """A day is well, failed, partly so, or nothing was asked."""
    assert mark_of(HealthView(day=date(2026, 11, 21), polls=polls, failed=failed)) == expected


def test_strip() -> None:
    """The strip says in words what it draws; without polls there is none."""
    words = messages_for("en")
    drawn = strip_of(FAILING.days, words)
    assert drawn is not None
    assert drawn.summary == "9 polls, 9 failed, 0 entries in 2 days"
    assert [bar.mark for bar in drawn.bars] == ["none", "failed"]
    assert len({bar.height for bar in drawn.bars}) == 2
    assert strip_of((HealthView(day=date(2026, 11, 21)),), words) is None


def test_pages() -> None:
    """Both pages say what to do first, name feeds where they are, and hold no HTML of others."""
    documents = render_status(VIEW)
    assert documents.keys() == status_paths(SITE)
    for path, language in (("status.html", "vi"), ("en/status.html", "en")):
        text = documents[path].decode()
        root = etree.fromstring(text)
        assert root.get("lang") == language
        assert [
            li.findtext("p/a/strong/bdi") for li in root.findall(".//ul[@class='urgent']/li")
        ] == ["Báo <Tin>"]
        assert "<script>alert" not in text
        assert "javascript:" not in text
        outward = root.xpath("//header//a/@href | //footer//a/@href")
        assert "https://tin.example/topics.opml" in outward
        assert not root.findall(".//form")


def test_tasks_by_urgency() -> None:
    """What is lost stands before what is late, and what mends itself is no task."""
    advised = ("moved", "wait", "interval", "replace")
    sources = tuple(replace(FAILING, key=one, title=one, advice=one) for one in advised)
    root = etree.fromstring(render_status(replace(VIEW, sources=sources))["status.html"])
    titles = [one.text for one in root.findall(".//ul[@class='urgent']/li/p/a/strong/bdi")]
    assert titles == ["replace", "interval", "moved"]


def test_feed() -> None:
    """An incident is one entry under one id, which says when it is over; nothing names a hub."""
    body = render_status(VIEW)["status.atom"]
    assert atom_faults(body) == []
    read = feedparser.parse(body)
    assert [entry.id for entry in read.entries] == [
        "tag:example.org,2026:status/2",
        "tag:example.org,2026:status/1",
    ]
    assert read.entries[0].title != read.entries[1].title
    assert "hub.example" not in body.decode()
    assert read.feed.links[0].href.startswith("http://admin.example:8001/status.")


def test_status_of_a_running_daemon(tmp_path: Path) -> None:
    """Operators see what fails; readers see it where config.toml says so, and in no topic feed."""
    with loopback() as server:
        server.serve("/tin.xml", rss([news(1)]))
        sources = [
            SEEDS,
            source("tin", server.url("/tin.xml")),
            source("lost", server.url("/nowhere"), title="Báo Lạc"),
        ]
        desk = Desk(tmp_path / "desk", sources=sources, allow=[server], publish={"status": True})
        with desk.prepare().daemon() as daemon:
            daemon.wait_ready()
            body = eventually(
                "an incident", lambda: _with(daemon.admin("/status.atom").body, "Báo Lạc")
            )
            assert [entry.title for entry in feedparser.parse(body).entries] == [
                "Không đọc được Báo Lạc"
            ]
            assert atom_faults(body) == []
            page = daemon.admin("/en/status.html").body.decode()
            assert "Báo Lạc" in page
            assert daemon.admin("/style.css").status == 200
            eventually("the public page", lambda: _with(daemon.get("/status.html").body, "Báo Lạc"))
            assert b"Kh\xc3\xb4ng \xc4\x91\xe1\xbb\x8dc" not in daemon.get("/all.atom").body


def test_status_is_no_document_of_readers(tmp_path: Path) -> None:
    """Unless config.toml says so, no published folder tells how the sources are."""
    desk = Desk(tmp_path / "desk")
    desk.copy_seeds()
    desk.refresh()
    assert not [path for path in desk.documents() if "status" in path]
    desk.write(sources=[SEEDS], publish={"status": True})
    assert desk.run("publish", "--all").code == 0
    assert {"status.html", "status.atom", "en/status.html"} <= desk.documents().keys()


def _with(body: bytes, word: str) -> bytes:
    return body if word.encode() in body else b""


def test_hub_that_does_not_answer() -> None:
    """A hub that takes nothing from us is among what to do, with what it failed with."""
    silent = replace(VIEW, hub_trouble="hub.example: <b>no</b> answer")
    page = render_status(silent)["status.html"].decode()
    assert "Hub không trả lời" in page
    assert "hub.example: &lt;b&gt;no&lt;/b&gt; answer" in page
    assert "Hub không trả lời" not in render_status(VIEW)["status.html"].decode()
