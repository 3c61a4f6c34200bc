"""Adding a source to config.toml: everything else stays byte for byte."""

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.config.edit import append_source
from feeds.config.keys import NewSource, make_key
from feeds.config.load import load_config
from feeds.config.shipped import shipped_text
from feeds.errors import ConfigurationError

NEW = NewSource(url="https://new.example/feed", key="new")
BLOCK = '[[sources]]\nkey = "new"\nurl = "https://new.example/feed"\n'
ONE = '[[sources]]\nkey = "a"\nurl = "https://a.example/"\n'

PLACES = [
    pytest.param("", BLOCK, id="empty file"),
    pytest.param("# mine", f"# mine\n\n{BLOCK}", id="no last line end"),
    pytest.param("# mine\n\n", f"# mine\n\n{BLOCK}", id="blank line at the end"),
    pytest.param(ONE, f"{ONE}\n{BLOCK}", id="behind the only source"),
    pytest.param(ONE.rstrip(), f"{ONE}\n{BLOCK}", id="behind a source without line end"),
    pytest.param(f"{ONE}# not yet\n", f"{ONE}# not yet\n\n{BLOCK}", id="behind its comments"),
    pytest.param(
        f"{ONE}\n# topics\n[topics]\n",
        f"{ONE}\n{BLOCK}\n# topics\n[topics]\n",
        id="before the comments of the next table",
    ),
    pytest.param(
        f"{ONE}# topics\n[topics]\n",
        f"{ONE}\n{BLOCK}\n# topics\n[topics]\n",
        id="before comments right above the next table",
    ),
    pytest.param(f"{ONE}[log]\n", f"{ONE}\n{BLOCK}\n[log]\n", id="before a table without a gap"),
    pytest.param(
        f"{ONE}[sources.headers]\nA = '''\n[[sources]]\n'''\n\n\n[log]  # x\n",
        f"{ONE}[sources.headers]\nA = '''\n[[sources]]\n'''\n\n{BLOCK}\n\n[log]  # x\n",
        id="behind a table within the source",
    ),
    pytest.param(
        f"{ONE}\n[log]\n\n{ONE.replace('a', 'b')}\n[site]\n",
        f"{ONE}\n[log]\n\n{ONE.replace('a', 'b')}\n{BLOCK}\n[site]\n",
        id="behind the last of several places",
    ),
    pytest.param("[log]\n", f"[log]\n\n{BLOCK}", id="at the end where there is no source"),
]


def write(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_bytes(text.encode())
    return path


@pytest.mark.parametrize(("text", "expected"), PLACES)
def test_place_of_new_source(tmp_path: Path, text: str, expected: str) -> None:
    """A source is added behind the last one, and nothing else changes."""
    path = write(tmp_path, text)
    assert append_source(path, NEW) == "new"
    assert path.read_bytes().decode() == expected
    assert load_config(path).config.sources[-1].key == "new"


@pytest.mark.parametrize("text", [f"# x\n{ONE}\n[log]\n", ONE, "[log]\nlevel = 'info'"])
def test_windows_file_stays_one(tmp_path: Path, text: str) -> None:
    """A file with CRLF and a byte order mark keeps both, in the new lines as well."""
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    append_source(path, NEW)
    body = path.read_bytes()
    assert body.startswith(b"\xef\xbb\xbf")
    if "\n" in text:
        assert body.count(b"\n") == body.count(b"\r\n") > text.count("\n")


def test_shipped_file_gets_a_source(tmp_path: Path) -> None:
    """In the shipped file the new source stands behind the others, and all else is as it was."""
    text = shipped_text()
    path = write(tmp_path, text)
    append_source(path, NEW)
    changed = path.read_text(encoding="utf-8")
    assert changed.replace(f"{BLOCK}\n", "", 1) == text
    assert [source.key for source in load_config(path, None).config.sources][-1] == "new"


def test_title_and_language_are_written(tmp_path: Path) -> None:
    """A title keeps its letters, and quotes and control characters cannot break the file."""
    path = write(tmp_path, "")
    title = 'Tin "mới" \\ \n[log]\x00'
    append_source(path, NewSource(url="https://a.example/", title=title, language="vi"))
    (source,) = load_config(path).config.sources
    assert (source.title, source.language) == ('Tin "mới" \\ [log]', "vi")
    assert 'Tin \\"mới\\"' in path.read_text(encoding="utf-8")


REFUSED = [
    pytest.param("# x\nsources = []\n", "config.toml:2: .*one list in brackets", id="empty list"),
    pytest.param(
        'sources = [{ key = "a", url = "https://a.example/" }]', "one list in brackets", id="list"
    ),
    pytest.param("[log]\nlevel = 'loud'\n", "config.toml:2: log.level", id="wrong file"),
    pytest.param("[log", "config.toml:1", id="broken file"),
    pytest.param(ONE.replace('"a"', '"NEW"'), "two sources have the key", id="key is taken"),
    pytest.param(
        ONE.replace("https://a.example/", "http://www.new.example/feed/"),
        "config.toml:1: this url is read already, by the source 'a'",
        id="url is there",
    ),
]


@pytest.mark.parametrize(("text", "words"), REFUSED)
def test_refused_edit_changes_nothing(tmp_path: Path, text: str, words: str) -> None:
    """Where a source cannot be added the reason is told and the file stays as it is."""
    path = write(tmp_path, text)
    with pytest.raises(ConfigurationError, match=words):
        append_source(path, NEW)
    assert path.read_bytes().decode() == text
    assert os.listdir(tmp_path) == ["config.toml"]


WRONG_SOURCES = [
    pytest.param(NewSource(url="gopher://x"), "must begin with", id="scheme"),
    pytest.param(NewSource(url="https://a.example/", key="tin tức"), "letters", id="key"),
    pytest.param(NewSource(url="https://a.example/", language="Việt"), "its code", id="language"),
    pytest.param(NewSource(url="http://[x/"), "whole address", id="broken url"),
    pytest.param(NewSource(url="http://127.0.0.1:8000/all.atom"), "ourselves", id="own feed"),
]


@pytest.mark.parametrize(("source", "words"), WRONG_SOURCES)
def test_wrong_source_is_not_written(tmp_path: Path, source: NewSource, words: str) -> None:
    """The file with the new source is checked before it is written."""
    path = write(tmp_path, "# mine\n")
    with pytest.raises(ConfigurationError, match=words):
        append_source(path, source)
    assert path.read_text() == "# mine\n"


def test_named_secrets_need_not_be_there(tmp_path: Path) -> None:
    """Who adds a source need not have the daemon's environment."""
    path = write(tmp_path, ONE + 'password = { env = "DIEMTIN_TEST_NEVER_SET" }\n')
    assert append_source(path, NEW) == "new"


def test_mode_and_link_are_kept(tmp_path: Path) -> None:
    """The file's mode stays, and a link goes on pointing at the file that was changed."""
    real = tmp_path / "real"
    real.mkdir()
    path = write(real, ONE)
    path.chmod(0o640)
    link = tmp_path / "config.toml"
    link.symlink_to(path)
    append_source(link, NEW)
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert BLOCK in path.read_text()


def test_missing_file_is_told(tmp_path: Path) -> None:
    """Without a file, or without its folder, there is nothing to add to."""
    with pytest.raises(ConfigurationError, match="no such file"):
        append_source(tmp_path / "config.toml", NEW)
    with pytest.raises(ConfigurationError, match="cannot be changed"):
        append_source(tmp_path / "nowhere" / "config.toml", NEW)


KEYS = [
    pytest.param("https://vnexpress.net/rss/a.rss", None, (), "vnexpress", id="host"),
    pytest.param("https://www.rss.example.com.my/x", "T", (), "example", id="common parts go"),
    pytest.param("https://m.vn/x", None, (), "m-vn", id="nothing but common parts"),
    pytest.param("https://a.vn/2", "Thế giới", ("a",), "a-the-gioi", id="title where taken"),
    pytest.param("https://a.vn/3", "Thế giới", ("a", "a-the-gioi"), "a-the-gioi-2", id="number"),
    pytest.param("https://a.vn/3", None, ("a", "a-2"), "a-3", id="number without title"),
    pytest.param(f"https://{'x' * 60}.vn/", None, ("x" * 48,), f"{'x' * 48}-2", id="long host"),
    pytest.param("http://127.0.0.1:8080/x", None, (), "127-0-0-1", id="address"),
    pytest.param("http://[::1]/x", None, (), "1", id="IPv6 address"),
    pytest.param("https://новости.рф/", None, (), "source", id="no Latin letter"),
    pytest.param("file:seeds/", None, (), "seeds", id="folder"),
    pytest.param("file:///var/Tin Đã Lưu/", None, (), "tin-da-luu", id="folder with marks"),
]


@pytest.mark.parametrize(("url", "title", "taken", "expected"), KEYS)
def test_key_is_made_of_host_and_title(
    url: str, title: str | None, taken: tuple[str, ...], expected: str
) -> None:
    """A key is the host's telling part, with the title's words or a number where it is taken."""
    assert make_key(NewSource(url=url, title=title), frozenset(taken)) == expected


@settings(max_examples=50)
@given(st.text(max_size=80), st.sets(st.sampled_from(["a", "a-2", "a-3", "source"])))
def test_made_key_is_new_and_sound(title: str, taken: set[str]) -> None:
    """Whatever the title, the key is new and one that the file may hold."""
    key = make_key(NewSource(url="https://a.example/", title=title), frozenset(taken))
    assert key not in taken
    assert key.isascii()
    assert 1 <= len(key) <= 64
    assert key.strip("-") == key
