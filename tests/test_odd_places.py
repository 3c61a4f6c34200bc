"""Where the program runs: odd folders, closed outputs, readers that leave, half-written files."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.daemon import SEEDS, Desk, environment, eventually

FOLDERS = ["a b", "a%41b", "a?b=1&mode=ro", "a#b", "a%", "tin tức", "a:b@c", "a'b\"c;d", "[a]"]


@pytest.mark.parametrize("name", FOLDERS)
def test_odd_folder(tmp_path: Path, name: str) -> None:
    """The store stands in the working folder, whatever that is called, and nowhere else."""
    desk = Desk(tmp_path / name)
    desk.copy_seeds()
    assert desk.run("refresh").code == 0
    assert len(desk.entries()) == 27
    assert (tmp_path / name / "var" / "diemtin.db").is_file()
    assert [folder.name for folder in tmp_path.iterdir()] == [name]


def command(desk: Desk, *arguments: str) -> list[str]:
    """Give a command line."""
    return [sys.executable, "-m", "feeds.cli", "--config", str(desk.config), *arguments]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """An installation that has read its seeds, which nothing here changes."""
    made = Desk(tmp_path_factory.mktemp("odd") / "desk")
    made.copy_seeds()
    assert made.run("refresh").code == 0
    return made


@pytest.mark.parametrize("form", [[], ["--json"]], ids=["text", "json"])
def test_reader_that_leaves(desk: Desk, form: list[str]) -> None:
    """`diemtin entries | head -1` ends without a word."""
    reading, writing = os.pipe()
    os.close(reading)
    with open(writing, "wb") as gone:
        ended = subprocess.run(
            command(desk, "entries", *form),
            stdout=gone, stderr=subprocess.PIPE, env=environment(), check=False,
        )  # fmt: skip
    assert ended.stderr == b""
    assert ended.returncode in (0, 1)


# every command without its output, and every output missing where most files are opened
@pytest.mark.parametrize(
    ("words", "closed"),
    [
        ("sources", ">&-"),
        ("entries --json", ">&-"),
        ("entries --json", "<&- >&- 2>&-"),
        ("refresh", ">&-"),
        ("refresh", "2>&-"),
        ("refresh", "<&- >&- 2>&-"),
    ],
)
def test_closed_outputs(desk: Desk, closed: str, words: str) -> None:
    """Without an output a command works, and writes into no file of ours instead."""
    line = " ".join(f"'{word}'" for word in command(desk, *words.split()))
    ended = subprocess.run(
        ["/bin/sh", "-c", f"{line} {closed}"], capture_output=True, env=environment(), check=False
    )
    assert ended.returncode == 0
    assert b"Traceback" not in ended.stderr
    assert len(desk.entries()) == 27


def test_full_output(desk: Desk) -> None:
    """An output that takes no more is trouble told in one line."""
    with open("/dev/full", "wb") as full:
        ended = subprocess.run(
            command(desk, "entries", "--json"),
            stdout=full, stderr=subprocess.PIPE, env=environment(), check=False,
        )  # fmt: skip
    assert ended.returncode == 74
    assert ended.stderr.count(b"\n") == 1


def test_half_written_configuration(tmp_path: Path) -> None:
    """A running daemon keeps its sources while an editor empties and rewrites config.toml."""
    desk = Desk(tmp_path / "desk")
    desk.copy_seeds()
    text = desk.config.read_text(encoding="utf-8")
    with desk.daemon() as daemon:
        before = daemon.get("/russia.atom").body
        desk.config.write_text("", encoding="utf-8")
        eventually("a refusal", lambda: "names no source any more" in daemon.log)
        desk.config.write_text(text.partition("[[sources]]")[0], encoding="utf-8")
        eventually("another one", lambda: daemon.log.count("names no source any more") > 1)
        assert daemon.get("/russia.atom").body == before
        assert "is taken over" not in daemon.log
        with desk.config.open("w", encoding="utf-8") as slowly:
            for piece in (text, '\n[topics.asean]\ntitle = "ASEAN"\n'):
                slowly.write(piece)
                slowly.flush()
        eventually("the new feed", lambda: daemon.get("/asean.atom").status == 200)
        desk.write(sources=[{**SEEDS, "title": "Trang"}])
        eventually("the end of it", lambda: daemon.get("/asean.atom").status == 404)
