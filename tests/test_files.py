"""Folders of text pages."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feeds.errors import PollError, Unreachable, Unreadable
from feeds.retrieve.files import read_folder

LIMIT = 1000


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    folder.mkdir()
    return folder


def write(folder: Path, origin: str, body: bytes = b"tin") -> Path:
    page = folder / origin
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_bytes(body)
    return page


def origins(folder: Path) -> list[str]:
    return [document.origin for document in read_folder(folder, limit=LIMIT).documents]


def test_pages_of_a_folder(seeds: Path) -> None:
    """Every page is a document, in the order of its path in POSIX form, whatever its folder."""
    for origin in ("b.txt", "a/z.txt", "a.txt", "a/b/c.TXT", "ă.txt", "Z.txt"):
        write(seeds, origin)
    assert origins(seeds) == ["Z.txt", "a.txt", "a/b/c.TXT", "a/z.txt", "b.txt", "ă.txt"]


def test_page(seeds: Path) -> None:
    """A page has its bytes as they are, its file's time, and nothing that a server would say."""
    page = write(seeds, "a.txt", b"\xef\xbb\xbfTin\r\n")
    os.utime(page, (0, 1_700_000_000))
    answer = read_folder(seeds, limit=LIMIT)
    (document,) = answer.documents
    assert document.body == b"\xef\xbb\xbfTin\r\n"
    assert document.modified == datetime.fromtimestamp(1_700_000_000, UTC)
    assert (document.url, document.media_type, document.charset) == (None, None, None)
    assert (answer.http_status, answer.warnings) == (None, ())


def test_what_is_no_page(seeds: Path) -> None:
    """Hidden files and folders, other names, folders, pipes and dead links are passed over."""
    for origin in (".hidden.txt", ".git/a.txt", "a/.b/c.txt", "notes.md", "txt", "a.txt.bak"):
        write(seeds, origin)
    (seeds / "folder.txt").mkdir()
    os.mkfifo(seeds / "pipe.txt")
    (seeds / "dead.txt").symlink_to("nowhere.txt")
    (seeds / "loop.txt").symlink_to("loop.txt")
    write(seeds, "a.txt")
    answer = read_folder(seeds, limit=LIMIT)
    assert [document.origin for document in answer.documents] == ["a.txt"]
    assert answer.warnings == ()


def test_empty_folder(seeds: Path) -> None:
    """A folder without pages is an answer without documents, not a failure."""
    assert read_folder(seeds, limit=LIMIT).documents == ()


def test_links(seeds: Path, tmp_path: Path) -> None:
    """A link within the folder is a page; one that leads out of it is refused, with a warning."""
    outside = write(tmp_path, "secret.txt", b"secret")
    page = write(seeds, "a.txt")
    (seeds / "inside.txt").symlink_to(page)
    (seeds / "out.txt").symlink_to(outside)
    (seeds / "folder").symlink_to(tmp_path)
    answer = read_folder(seeds, limit=LIMIT)
    assert [document.origin for document in answer.documents] == ["a.txt", "inside.txt"]
    assert answer.warnings == ("out.txt: the link leads out of the folder",)


def test_linked_folder(seeds: Path, tmp_path: Path) -> None:
    """A configured folder may itself be a link: its pages are within it."""
    write(seeds, "a.txt")
    link = tmp_path / "link"
    link.symlink_to(seeds)
    assert origins(link) == ["a.txt"]


def test_large_page(seeds: Path) -> None:
    """A page beyond the limit is left out with a warning, and fails the source if it is alone."""
    write(seeds, "large.txt", bytes(LIMIT + 1))
    with pytest.raises(Unreadable) as caught:
        read_folder(seeds, limit=LIMIT)
    assert caught.value.kind == "too_large"
    write(seeds, "just.txt", bytes(LIMIT))
    answer = read_folder(seeds, limit=LIMIT)
    assert [document.origin for document in answer.documents] == ["just.txt"]
    assert answer.warnings[0].startswith("large.txt: ")


def test_single_page(seeds: Path) -> None:
    """A page that is named itself is read, under any name and with its name as origin."""
    write(seeds, "a.txt")
    page = write(seeds, "page.text", b"x")
    (document,) = read_folder(page, limit=LIMIT).documents
    assert (document.origin, document.body) == ("page.text", b"x")


def test_missing_folder(seeds: Path) -> None:
    """A folder that is not there is a failure, in words."""
    with pytest.raises(Unreachable, match="no file or folder"):
        read_folder(seeds / "missing", limit=LIMIT)


def test_pages_that_cannot_be_read(seeds: Path) -> None:
    """What cannot be opened is a failure of its page, and of the source only if all fail."""
    name = "a" * 200 + ".txt"
    page = write(seeds, name)
    page.unlink()
    page.symlink_to("/proc/self/mem")
    with pytest.raises(PollError):
        read_folder(seeds, limit=LIMIT)


def test_name_that_is_no_text(seeds: Path) -> None:
    """A file name that is no UTF-8 gives an origin that can be stored."""
    page = os.path.join(os.fsencode(seeds), b"tin-\xff.txt")
    with open(page, "wb") as file:
        file.write(b"x")
    assert origins(seeds) == ["tin-\\xff.txt"]
