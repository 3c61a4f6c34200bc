"""What is written of a source after a poll."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from feeds.afterwards import (
    Circumstances,
    as_asked,
    gap_warnings,
    host_of,
    source_values,
    window_of,
)
from feeds.config.schema import Config, SourceSettings
from feeds.errors import Gone, PollError, Refused
from feeds.model import ParsedDocument, ParsedSource, Retrieved, Unchanged
from feeds.reading import Reading
from feeds.rhythm import Window
from store.records import Source

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
URL = "https://bao.example/feed"
SETTINGS = SourceSettings(key="bao", url=URL)
KNOWN = Source(key="bao", url=URL, last_whole=NOW - timedelta(hours=1), last_success=NOW)


def written(
    answer: object, source: Source = KNOWN, *, now: datetime = NOW, **more: Any
) -> dict[str, Any]:
    """Give what is written after an answer: a document, an answer without one, or an error."""
    reading = Reading(settings=more.pop("settings", SETTINGS), source=source)
    if isinstance(answer, PollError):
        reading = replace(reading, error=answer)
    elif isinstance(answer, ParsedDocument):
        whole = more.pop("whole", Retrieved(documents=(), http_status=200))
        reading = replace(reading, answer=whole, documents=(("", answer),), body_hash="b")
    else:
        reading = replace(reading, answer=answer)  # type: ignore[arg-type]
    circumstances = Circumstances(config=Config(), now=now, jitter=0.0, authority="x.example,2026")
    return dict(source_values(reading, circumstances, changed=more.pop("changed", False), **more))


def document(**said: Any) -> ParsedDocument:
    return ParsedDocument(kind="rss2.0", source=ParsedSource(**said))


def minutes(values: dict[str, Any], now: datetime = NOW) -> float:
    due: datetime = values["next_due"]
    return (due - now) / timedelta(minutes=1)


def test_wishes_are_kept() -> None:
    """What a feed asks for is kept with the source, and forgotten when it asks no longer."""
    asked = written(document(ttl=7200, skip_hours=(3,), skip_days=(6,)))
    assert (asked["ttl"], asked["skip_hours"], asked["skip_days"]) == (7200, (3,), (6,))
    assert minutes(asked) == 120
    assert written(document(), replace(KNOWN, ttl=7200))["ttl"] is None


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(Unchanged(), id="304"),
        pytest.param(Retrieved(documents=(), http_status=200), id="same-body"),
    ],
)
def test_wishes_survive_an_answer_without_news(answer: object) -> None:
    """The feed's wishes hold after an answer that brings no document."""
    assert minutes(written(answer, replace(KNOWN, ttl=7200))) == 120
    assert minutes(written(answer, replace(KNOWN, skip_hours=(12,)))) == 60
    assert "ttl" not in written(answer, replace(KNOWN, ttl=7200))


def test_cache_headers_survive_a_304_without_any() -> None:
    """What cache headers asked for stays in force until an answer has others (RFC 9111 4.3.4)."""
    asked = written(document(), whole=Retrieved(documents=(), http_status=200, fresh_for=7200))
    assert (asked["fresh_for"], minutes(asked)) == (7200, 120)
    known = replace(KNOWN, fresh_for=7200)
    silent = written(Unchanged(), known)
    assert (silent["fresh_for"], minutes(silent)) == (7200, 120)
    renewed = written(Unchanged(fresh_for=3600), known)
    assert (renewed["fresh_for"], minutes(renewed)) == (3600, 60)
    whole = written(Retrieved(documents=(), http_status=200), known)
    assert (whole["fresh_for"], minutes(whole)) == (None, 30)


def test_a_move_to_a_secret_address_is_not_kept() -> None:
    """An address with a key in it is followed each time, and stands nowhere in the store."""
    moved = Retrieved(
        documents=(), http_status=200, moved_to="https://moi.example/feed?key=hunter2"
    )
    assert "hunter2" not in repr(written(document(), whole=moved))


def test_a_moved_source_is_believed_in_the_end() -> None:
    """Permanent redirects are counted with what they led to, and adopted after proof."""
    moved = Retrieved(documents=(), http_status=200, moved_to="https://moi.example/feed")
    first = written(document(), whole=moved)
    assert (first["moved_to"], first["moved_polls"]) == ("https://moi.example/feed", 1)
    later = replace(
        KNOWN, moved_to=moved.moved_to, moved_polls=2, moved_since=NOW - timedelta(hours=48)
    )
    assert written(Unchanged(moved_to=moved.moved_to), later)["asked_url"] == moved.moved_to


def test_an_address_that_is_given_up_costs_no_time() -> None:
    """When the configured URL is taken up again, it is asked after the usual interval."""
    source = replace(
        KNOWN, asked_url="x", failures=9, last_success=NOW - timedelta(days=3), etag='"x"'
    )
    values = written(Refused("404", http_status=404), source)
    assert (values["asked_url"], values["etag"], minutes(values)) == (None, None, 30)


def test_a_gone_source_is_asked_once_a_month() -> None:
    """410 is backed off from like any failure; once it is proven, a month goes by."""
    gone = Gone("410", http_status=410)
    assert minutes(written(gone)) == 60
    source = replace(KNOWN, failures=5, gone_polls=2, gone_since=NOW - timedelta(days=1))
    assert minutes(written(gone, source)) == 30 * 24 * 60
    assert minutes(written(Refused("404", http_status=404), source)) == 24 * 60


@pytest.mark.parametrize(
    ("url", "moved_to", "host"),
    [
        pytest.param("https://Bao.example/a", None, "bao.example", id="name"),
        pytest.param("http://bao.example:80/a", None, "bao.example", id="usual-port"),
        pytest.param("http://bao.example:8080/a", None, "bao.example:8080", id="port-of-its-own"),
        pytest.param("https://bao.example/a", "https://moi.example/b", "moi.example", id="moved"),
        pytest.param("file:seeds/", None, "file:bao", id="folder"),
    ],
)
def test_host(url: str, moved_to: str | None, host: str) -> None:
    """Sources of one server share its politeness, each port being a server of its own."""
    settings = SourceSettings(key="bao", url=url)
    assert host_of(settings, replace(KNOWN, url=url, asked_url=moved_to)) == host


@pytest.mark.parametrize(
    ("days", "jitter", "whole"),
    [
        pytest.param(6.9, 0.0, False, id="not-yet"),
        pytest.param(7, 0.0, True, id="a-week"),
        pytest.param(7, 0.1, False, id="later"),
        pytest.param(6.5, -0.1, True, id="earlier"),
        pytest.param(-1, 0.0, True, id="clock-put-back"),
        pytest.param(None, 0.0, True, id="never"),
    ],
)
def test_weekly_look(days: float | None, jitter: float, whole: bool) -> None:
    """After a week without a whole document, a source is asked as if nothing were known of it."""
    last = None if days is None else NOW - timedelta(days=days)
    source = replace(KNOWN, etag='"a"', last_modified="m", body_hash="b", last_whole=last)
    asked = as_asked(source, NOW, jitter)
    assert (asked.etag, asked.last_modified, asked.body_hash) == (
        (None, None, None) if whole else ('"a"', "m", "b")
    )


def test_whole_document() -> None:
    """Only a document that was read counts as a whole one."""
    assert written(document())["last_whole"] == NOW
    for answer in (Unchanged(), Retrieved(documents=(), http_status=200), Gone("410")):
        assert "last_whole" not in written(answer)


def test_gap() -> None:
    """A gap is a warning on the source, and the next poll comes sooner; a success ends it."""
    gap = Window(items=9, new=9)
    values = written(document(), window=gap, changed=True)
    assert "possible gap" in values["warnings"][0]
    assert (values["interval"], minutes(values)) == (900.0, 15)
    assert "gap" in values["interval_why"]
    assert written(document(), window=Window(items=9, new=1))["warnings"] == ()


def test_interval_of_its_own() -> None:
    """A source's own interval in config.toml is kept, and a gap is told of all the same."""
    settings = SourceSettings(key="bao", url=URL, interval="1h")
    values = written(document(), window=Window(items=9, new=9), settings=settings)
    assert (minutes(values), values["interval_why"]) == (60, "as config.toml says")
    assert values["warnings"] == gap_warnings(Window(items=9, new=9))


def test_silence() -> None:
    """A source without news for long is asked seldom, and as usual as soon as it has some."""
    silent = replace(KNOWN, changed=NOW - timedelta(days=9))
    assert minutes(written(Unchanged(), silent)) == 6 * 60
    assert minutes(written(document(), silent, changed=True)) == 30


@pytest.mark.parametrize(
    ("known", "counts"),
    [
        pytest.param({}, True, id="read-before"),
        pytest.param({"last_whole": None}, False, id="never-read"),
        pytest.param({"changed": None}, False, id="never-had-anything"),
    ],
)
def test_window(known: dict[str, Any], counts: bool) -> None:
    """A document counts where there is one before it, with items, to hold it against."""
    source = replace(KNOWN, **{"changed": NOW, **known})
    reading = Reading(settings=SETTINGS, source=source, documents=(("", document()),))
    assert (window_of(reading, 9, 9) is not None) is counts
