"""What keeps the daemon from its work, and how often it publishes."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from stored import ask

from feeds.pace import MOST, SPAN, Pace
from feeds.publish import publish
from feeds.soundness import AGAIN, SILENCE, STOP, WARN, Soundness, least_free
from store import documents
from store.database import Store
from tests.press import Press


def test_pace() -> None:
    """A feed is published at once, and again, until it has been too often of late."""
    pace = Pace()
    for _ in range(MOST):
        assert pace.waiting({"russia", "all"}, 100.0) == frozenset()
        pace.note({"russia"}, 100.0)
    assert pace.waiting({"russia", "all"}, 102.0) == {"russia"}
    assert pace.waiting({"russia"}, 100.0 + SPAN) == frozenset()


def test_pace_under_a_flood() -> None:
    """A feed that changes all the time is published so often a minute, and never forgotten."""
    pace, published = Pace(), []
    for now in range(0, 600, 2):
        if not pace.waiting({"all"}, float(now)):
            pace.note({"all"}, float(now))
            published.append(now)
    assert len(published) == 600 // SPAN * MOST
    assert published[-1] > 600 - SPAN


def test_feed_that_comes_later(store: Store, tmp_path: Path) -> None:
    """A feed that waits for its turn stays stale while others are published."""
    press = Press(store, tmp_path / "public", datetime(2026, 11, 21, tzinfo=UTC))
    press.add("a")
    press.publish(everything=True)
    press.add("b")
    changed = publish(store, press.publisher(), press.folder, press.now, later={"all"})
    assert "sea.atom" in changed
    assert "all.atom" not in changed
    assert set(ask(store, documents.stale)) == {"all"}
    assert "all.atom" in press.publish()
    assert ask(store, documents.stale) == {}


@pytest.mark.parametrize(
    ("free", "full", "told"),
    [
        pytest.param([WARN], [False], [], id="enough"),
        pytest.param([WARN - 1] * 3, [False] * 3, ["little room: 255 MiB"], id="scarce-told-once"),
        pytest.param([STOP - 1] * 2, [True] * 2, ["nearly full: 63 MiB"], id="full-told-once"),
        pytest.param(
            [STOP - 1, STOP, AGAIN - 1, AGAIN, WARN],
            [True, True, True, False, False],
            ["nearly full: 63 MiB", "little room: 96 MiB", "room again: 256 MiB"],
            id="goes-on-by-itself",
        ),
    ],
)
def test_room_on_the_disk(
    caplog: pytest.LogCaptureFixture, free: list[int], full: list[bool], told: list[str]
) -> None:
    """Work stops before the disk is full and goes on when there is room; each is told once."""
    caplog.set_level("INFO", "diemtin.daemon")
    left = iter(free)
    soundness = Soundness(lambda: next(left), lambda: 0.0)
    found = []
    for _ in free:
        soundness.look()
        found.append(soundness.is_full)
        assert bool(soundness.reasons()) == soundness.is_full
    assert found == full
    assert len(caplog.messages) == len(told)
    for line, words in zip(caplog.messages, told, strict=True):
        assert words in line


def test_disk_that_does_not_say(caplog: pytest.LogCaptureFixture) -> None:
    """Where the system does not say how much is free, work goes on."""

    def fail() -> int:
        raise PermissionError("no")

    soundness = Soundness(fail, lambda: 0.0)
    soundness.look()
    assert not soundness.is_full
    assert "is not known" in caplog.text


def test_clock_that_does_not_tick(caplog: pytest.LogCaptureFixture) -> None:
    """Five minutes without a tick are told, and so is the next tick."""
    now = 0.0
    soundness = Soundness(lambda: WARN, lambda: now)
    soundness.beat()
    for now in (SILENCE, SILENCE + 1, SILENCE + 2):
        soundness.look()
        assert bool(soundness.reasons()) == (now > SILENCE)
    soundness.beat()
    soundness.look()
    assert soundness.reasons() == ()
    assert len(caplog.messages) == 2


def test_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    """The disk of a folder that is yet to be made is that of its nearest parent."""
    assert least_free([tmp_path / "a" / "b"]) > 0
