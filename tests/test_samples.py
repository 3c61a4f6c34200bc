"""What could not be parsed is kept for the operator, within bounds, until it reads again."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feeds import samples
from feeds.config.schema import SourceSettings
from feeds.errors import ErrorKind, PollError, Unreadable
from feeds.model import RawDocument, Retrieved
from feeds.reading import Reading
from store.records import Source
from tests.daemon import Desk, loopback, source
from tests.newsroom import news, rss

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
BROKEN = b"<rss version='2.0'><channel><item>\x1b[2J" + b"x" * 100_000


def reading(
    key: str = "tin",
    body: bytes = BROKEN,
    kind: ErrorKind | None = "parse",
    url: str = "https://x.example/",
) -> Reading:
    """Give what a poll brought: a document, and why it could not be read, if so."""
    error: PollError | None = None if kind is None else Unreadable("cut off", kind=kind)
    return Reading(
        settings=SourceSettings.model_validate({"key": key, "url": "https://x.example/"}),
        source=Source(key=key, url=url, failures=1),
        answer=Retrieved(documents=(RawDocument(body=body, url=url),)),
        error=error,
    )


def test_failed_document_is_kept_until_the_source_reads_again(tmp_path: Path) -> None:
    """The file is named by `sources`, holds the first 64 KiB, and goes when the source is well."""
    with loopback() as server:
        server.serve("/tin.xml", BROKEN, conditional=False)
        desk = Desk(tmp_path, sources=[source("tin", server.url("/tin.xml"))], allow=[server])
        desk.refresh()
        (row,) = desk.run("sources", "--json").lines
        kept = Path(row["sample"])
        assert kept == tmp_path / "var" / "failed" / "tin.bin"
        assert kept.read_bytes() == BROKEN[:65_536]
        assert "parse: " in kept.with_suffix(".txt").read_text(encoding="utf-8")
        assert str(kept) in desk.run("sources", "--verbose").err
        assert str(kept) not in desk.run("sources").err
        server.serve("/tin.xml", b"<html></html>", conditional=False)
        desk.refresh()
        assert kept.read_bytes() == b"<html></html>"
        server.serve("/tin.xml", rss([news(1)]))
        desk.refresh()
        assert desk.run("sources", "--json").lines[0]["sample"] is None
        assert list(kept.parent.iterdir()) == []


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("parse", True), ("not_a_feed", True), ("internal", True), ("status", False), (None, True)],
)
def test_what_changes_samples(kind: ErrorKind | None, expected: bool) -> None:
    """Only a document that could not be read, and the end of failures, concern the samples."""
    assert samples.changes_samples(reading(kind=kind)) is expected


def test_sample_is_private(tmp_path: Path) -> None:
    """Nobody but the owner reads a sample, and what is said of it holds no secret."""
    folder = tmp_path / "var" / "failed"
    samples.keep_sample(folder, reading(url="https://u:hunter2@x.example/?key=hunter2"), NOW)
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o077 == 0
    assert "hunter2" not in (folder / "tin.txt").read_text(encoding="utf-8")


def test_samples_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest go first, and what is a month old goes in any case."""
    monkeypatch.setattr(samples, "MOST_KEPT", 3)
    for number in range(5):
        samples.keep_sample(tmp_path, reading(f"s{number}"), NOW)
        os.utime(tmp_path / f"s{number}.bin", (4e9 + number, 4e9 + number))
    assert sorted(file.name for file in tmp_path.glob("*")) == [
        f"s{number}.{ending}" for number in (2, 3, 4) for ending in ("bin", "txt")
    ]
    os.utime(tmp_path / "s4.bin", (0, 0))
    samples.keep_sample(tmp_path, reading("s2"), NOW)
    assert {file.stem for file in tmp_path.glob("*")} == {"s2", "s3"}


def test_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """Where a sample cannot be kept, that is all that happens."""
    (tmp_path / "failed").write_bytes(b"a file")
    samples.keep_sample(tmp_path / "failed", reading(), NOW)
    samples.keep_sample(tmp_path / "failed", reading(kind=None), NOW)
    assert (tmp_path / "failed").read_bytes() == b"a file"


def test_pages_are_not_copied() -> None:
    """Pages of a folder lie there to be looked at."""
    settings = SourceSettings.model_validate({"key": "seeds", "url": "file:seeds/"})
    failed = Reading(
        settings=settings,
        source=Source(key="seeds", url="file:seeds/"),
        answer=Retrieved(documents=(RawDocument(body=b"x"),)),
        error=Unreadable("empty", kind="parse"),
    )
    assert not samples.changes_samples(failed)
