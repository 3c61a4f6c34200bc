"""The daemon as a process: one at a time; reloaded, stopped, killed; with commands beside it."""

import os
import re
import signal
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import pytest

from feeds import rounds
from tests import misbehaviours
from tests.daemon import (
    PATIENCE,
    SEEDS,
    TOPICS,
    Daemon,
    Desk,
    eventually,
    loopback,
    replace_file,
    source,
)
from tests.loopback import Loopback
from tests.newsroom import news, rss

# seconds; less than what would delay its end. The daemon promises ten, on a machine of its own.
ENDS_WITHIN = 40.0
ASEAN = {"asean": {"title": "ASEAN", "terms": {"vi": {"strong": ["ASEAN"]}}}}
# so many that the first round is still going on when the daemon begins to serve
MANY_PAGES = 200


@pytest.fixture
def net() -> Iterator[Loopback]:
    with loopback() as server:
        yield server


@dataclass(frozen=True)
class Running:
    """A daemon that is at work, with what it reads."""

    desk: Desk
    daemon: Daemon
    net: Loopback


def titles(daemon: Daemon, path: str = "/all.atom") -> list[str]:
    """Give the titles that subscribers get now."""
    return [entry.title for entry in feedparser.parse(daemon.get(path).body).entries]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A daemon that reads the seeds and a feed, which it asks once an hour."""
    with loopback() as net:
        net.serve("/tin", rss([news(1)]))
        sources = [SEEDS, source("tin", net.url("/tin"))]
        folder = tmp_path_factory.mktemp("desk")
        desk = Desk(folder, sources=sources, allow=[net], schedule={"interval": "1h"})
        desk.copy_seeds()
        with desk.daemon() as daemon:
            eventually("the feed", lambda: news(1).title in titles(daemon))
            yield Running(desk, daemon, net)


def test_a_second_daemon_is_refused(running: Running) -> None:
    """Who starts a second daemon on a store ends with 75 and is told why; the first goes on."""
    ended = running.desk.cli("run")

    assert ended.code == 75
    assert "another daemon" in ended.err
    assert ended.out == ""
    assert running.daemon.is_ready()
    assert titles(running.daemon)


def test_what_refresh_brings_is_served(running: Running) -> None:
    """A round done by hand beside the daemon counts right, and is served within seconds."""
    again = news(1, id="urn:tin:again", link="https://khac.example/1")
    running.net.serve("/tin", rss([news("by hand"), again, news(1)]))
    told = running.desk.refresh("tin")["sources"]["tin"]

    assert (told["new"], told["duplicates"], told["unchanged"]) == (1, 1, 1)
    eventually("the entry", lambda: news("by hand").title in titles(running.daemon))


def test_a_source_that_is_added_is_served(running: Running) -> None:
    """`add` writes config.toml, and the daemon polls and serves the new source at once."""
    running.net.serve("/them", rss([news("added")], title="Báo Thêm"))
    ended = running.desk.run("add", running.net.url("/them"), "--key", "them")

    assert ended.code == 0, ended.err
    eventually("the new source's entry", lambda: news("added").title in titles(running.daemon))
    assert "config.toml is taken over" in running.daemon.log
    assert "them" in [line["key"] for line in running.desk.run("sources", "--json").lines]


def test_listing_and_publishing_work_beside_the_daemon(running: Running) -> None:
    """Commands that read, and one that publishes all, change nothing that is served."""
    before = running.daemon.get("/russia.atom")

    assert len(running.desk.entries()) == len(titles(running.daemon))
    assert [line["state"] for line in running.desk.run("sources", "--json").lines][:1] == ["ok"]
    assert running.desk.run("publish", "--all").code == 0
    after = running.daemon.get("/russia.atom")
    assert (after.body, after.headers["etag"]) == (before.body, before.headers["etag"])
    assert after.headers["last-modified"] == before.headers["last-modified"]


def test_metrics_count_what_was_polled(running: Running) -> None:
    """The operators' listener answers, and readers do not see it."""
    assert running.daemon.admin("/healthz").status == 200
    assert b"diemtin" in running.daemon.admin("/metrics").body
    assert running.daemon.get("/metrics").status == 404
    assert running.daemon.get("/readyz").status == 404


def test_seeds_come_before_the_network_and_nothing_delays_the_end(
    tmp_path: Path, net: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seeds are published before a network source is asked, and served while it hangs.

    A source that is being polled is not polled twice, not even by force.
    SIGTERM then ends the daemon in time and with 0, though the source still hangs, and clients
    neither read nor finish their requests.
    """
    # the source would time out while a round by force waits for its poll to end
    monkeypatch.setattr(rounds, "_OTHERS_POLL", 0.0)
    published: list[bool] = []
    hang = misbehaviours.hang()

    def answer(request: object) -> object:
        published.append("russia.atom" in desk.documents())
        return hang(request)  # type: ignore[arg-type]

    net.route("/mute", answer)  # type: ignore[arg-type]
    sources = [SEEDS, source("mute", net.url("/mute"))]
    desk = Desk(tmp_path, sources=sources, allow=[net], fetch={"timeout": "60s"})
    desk.copy_seeds()
    with desk.daemon() as daemon:
        eventually("a request to the source that hangs", lambda: net.hits["/mute"])
        assert published == [True]
        assert len(titles(daemon, "/russia.atom")) >= 15
        assert desk.refresh("mute")["sources"]["mute"]["outcome"] == "held"

        started = time.monotonic()
        with stuck_client(daemon, times=300), stuck_client(daemon, request="GET /all.at"):
            assert daemon.stop() == 0
        assert time.monotonic() - started < ENDS_WITHIN
        assert net.hits["/mute"] == 1
    # it ended before the source's time did
    assert "failed source=mute" not in daemon.log
    assert "Traceback" not in daemon.log


def stuck_client(
    daemon: Daemon,
    *,
    request: str = "GET /all.atom HTTP/1.1\r\nHost: localhost\r\n\r\n",
    times: int = 1,
) -> socket.socket:
    """Connect, send requests until nobody takes more, and never read."""
    parts = urlsplit(daemon.url)
    client = socket.create_connection((parts.hostname, parts.port), timeout=PATIENCE)
    client.setblocking(False)
    for _ in range(times):
        try:
            client.send(request.encode())
        except BlockingIOError:
            break
    return client


def test_a_changed_configuration_is_taken_over(tmp_path: Path) -> None:
    """SIGHUP and a changed file add and remove feeds; a wrong file is reported and not used.

    That holds however the path is spelled under which the file was named.
    """
    desk = Desk(tmp_path / "desk")
    desk.copy_seeds()
    # a link, so that a change of what it leads to is only seen when the daemon is told
    elsewhere = tmp_path / "config.toml"
    desk.config.rename(elsewhere)
    desk.config.symlink_to(elsewhere)
    winding = desk.folder / "seeds" / os.pardir / "config.toml"
    with desk.daemon(winding) as daemon:
        before = daemon.get("/russia.atom")
        assert daemon.get("/asean.atom").status == 404
        text = elsewhere.read_text(encoding="utf-8")
        elsewhere.write_text(text + '\n[topics.asean]\ntitle = "ASEAN"\n', encoding="utf-8")
        daemon.signal(signal.SIGHUP)
        eventually("the new feed", lambda: daemon.get("/asean.atom").status == 200)
        assert daemon.get("/russia.atom").body == before.body

        replace_file(desk.config, text.replace("[site]", "[sight]"))
        eventually("the report of the wrong file", lambda: "not taken over" in daemon.log)
        assert re.search(r"config\.toml:\d+: sight: ", daemon.log)
        assert daemon.get("/asean.atom").status == 200
        assert daemon.is_ready()

        replace_file(desk.config, text)
        eventually("the end of the feed", lambda: daemon.get("/asean.atom").status == 404)
        assert daemon.get("/russia.atom").body == before.body
        assert not (desk.public / "asean.atom").exists()
        assert daemon.stop() == 0


def test_a_reload_sets_hanging_sources_free(tmp_path: Path, net: Loopback) -> None:
    """A source that hangs when the configuration changes is asked again under the new one."""
    net.route("/tin", misbehaviours.hang())
    sources = [source("tin", net.url("/tin"))]
    slow = {"timeout": "60s"}
    desk = Desk(tmp_path, sources=sources, allow=[net], fetch=slow)
    with desk.daemon() as daemon:
        eventually("a request that hangs", lambda: net.hits["/tin"])
        net.serve("/tin", rss([news(1)]))
        desk.write(sources=sources, topics={**TOPICS, **ASEAN}, fetch=slow)
        eventually("the entry", lambda: titles(daemon) == [news(1).title])


def test_a_restart_asks_only_what_is_due(tmp_path: Path, net: Loopback) -> None:
    """What was polled before a restart is not polled again until it is due."""
    for path in ("/rarely", "/often"):
        net.serve(path, rss([news(path)]))
    sources = [
        source("rarely", net.url("/rarely"), interval="1h"),
        source("often", net.url("/often")),
    ]
    desk = Desk(tmp_path, sources=sources, allow=[net])
    with desk.daemon() as daemon:
        eventually("both sources", lambda: len(titles(daemon)) == 2)
        assert daemon.stop() == 0
    before = net.hits["/often"]
    with desk.daemon() as daemon:
        assert len(titles(daemon)) == 2
        eventually("several rounds", lambda: net.hits["/often"] >= before + 2)
    assert net.hits["/rarely"] == 1
    assert net.requests["/often"][-1]["If-None-Match"]


def test_a_killed_daemon_loses_and_doubles_nothing(tmp_path: Path, net: Loopback) -> None:
    """Killed again and again just after a source answered, it publishes every item once."""
    items = [news(0)]
    net.serve("/tin", rss(items))
    desk = Desk(tmp_path, sources=[SEEDS, source("tin", net.url("/tin"))], allow=[net])
    desk.copy_seeds()
    ids: dict[str, str] = {}
    for number in (1, 2):
        daemon = Daemon(desk)
        try:
            daemon.wait_serving()
            hits = net.hits["/tin"]
            items.insert(0, news(number))
            net.serve("/tin", rss(items))
            eventually("a request", lambda hits=hits: net.hits["/tin"] > hits)  # type: ignore[misc]
            daemon.signal(signal.SIGKILL)
            assert daemon.wait() == -signal.SIGKILL
        finally:
            daemon.end()
        now = {entry["title"]: entry["id"] for entry in desk.entries()}
        assert ids.items() <= now.items()
        ids = now
    with desk.daemon() as daemon:
        wanted = {item.title for item in items}
        eventually("every item", lambda: wanted <= set(titles(daemon)))
        served = feedparser.parse(daemon.get("/all.atom").body).entries

        assert len(served) == len({entry.id for entry in served}) == 27 + len(items)
        assert ids.items() <= {entry.title: entry.id for entry in served}.items()
        assert daemon.stop() == 0


def test_a_taken_port_is_told(tmp_path: Path) -> None:
    """A port that another program has ends the start with 2, and the key and port are named."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        desk = Desk(tmp_path, sources=[], serve={"port": port, "admin_port": 0})
        ended = desk.cli("run")

    assert ended.code == 2
    assert re.search(rf"config\.toml: serve: .*{port}", ended.err)
    assert "Traceback" not in ended.err


def test_the_first_round_can_be_stopped_and_reloaded(tmp_path: Path) -> None:
    """A stop or a change of config.toml in the middle of a long first round is not forgotten."""
    desk = Desk(tmp_path)
    write_pages(desk, MANY_PAGES)
    daemon = Daemon(desk)
    try:
        daemon.wait_serving()
        assert daemon.stop() == 0
        assert "ready" not in daemon.log
    finally:
        daemon.end()

    daemon = Daemon(desk)
    try:
        daemon.wait_serving()
        desk.write(sources=[SEEDS], topics={**TOPICS, **ASEAN})
        eventually("the new feed", lambda: daemon.get("/asean.atom").status == 200)
        desk.write(sources=[SEEDS], topics=TOPICS)
        eventually("the end of the feed", lambda: daemon.get("/asean.atom").status == 404)
        assert daemon.stop() == 0
    finally:
        daemon.end()
    assert len(desk.entries()) == MANY_PAGES


def write_pages(desk: Desk, count: int) -> None:
    """Fill the seed folder with pages of one article each."""
    (desk.folder / "seeds").mkdir()
    for number in range(count):
        item = news(number)
        page = f"{item.title}\n\n{item.text}\n\n{item.text[::-1]}\n"
        (desk.folder / "seeds" / f"{number}.txt").write_text(page, encoding="utf-8")
