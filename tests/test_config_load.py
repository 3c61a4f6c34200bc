"""Loading config.toml: what is right, what its values become, and odd files."""

from pathlib import Path

import pytest

from feeds.config.load import (
    check_text,
    load_config,
    publish_folder,
    source_folder,
    store_url,
)
from feeds.config.networks import read_network
from feeds.config.schema import Config, SourceSettings
from feeds.config.values import seconds, size
from feeds.errors import ConfigurationError

FOLDER = Path("/srv/diemtin")
TOPIC = '[topics.x]\ntitle = "X"\nterritories = ["RU"]\n'


def source(extra: str = "", key: str = "a", url: str = "https://example.org/feed") -> str:
    return f'[[sources]]\nkey = "{key}"\nurl = "{url}"\n{extra}\n'


RIGHT = [
    pytest.param("", id="empty file"),
    pytest.param('[fetch]\ntimeout = "2s"', id="whole shorter than the default of its part"),
    pytest.param("[serve]\nport = 0\nadmin_port = 0", id="any free ports"),
    pytest.param('[schedule]\nfloor = "0s"\ninterval = "500ms"', id="no floor"),
    pytest.param("[dedupe]\nthreshold = 1", id="whole number for a fraction"),
    pytest.param("topics.x.title = 'X'\ntopics.x.territories = ['143']", id="dotted keys"),
    pytest.param(source(url="HTTPS://Example.org/a"), id="capital scheme"),
    pytest.param(source(url="http://127.0.0.1:8000/blog.rss"), id="another feed on our own host"),
    pytest.param(source(url="file:tin cũ/"), id="folder with a blank and marks"),
]


@pytest.mark.parametrize("text", RIGHT)
def test_right_file_loads_without_warnings(text: str) -> None:
    """What is right is neither refused nor warned of."""
    assert check_text(text, "config.toml", FOLDER).warnings == ()


def test_values_are_normalised() -> None:
    """A closing slash goes, terms are NFC, and whole values come out in seconds and bytes."""
    config = check_text(
        '[site]\nbase_url = "https://Example.org/tin/"\n[fetch]\nmax_body = "1.5KiB"\n'
        + TOPIC
        + '[topics.x.terms.vi]\nstrong = ["Vie\u0323\u0302t  Nam"]',
        "config.toml",
        FOLDER,
    ).config
    assert config.site.base_url == "https://Example.org/tin"
    assert config.fetch.max_body == 1536
    assert config.topics["x"].terms["vi"].strong == ("Việt Nam",)


def test_defaults_need_no_file() -> None:
    """A configuration without a file is the same as that of an empty one."""
    assert check_text("", "config.toml", FOLDER).config == Config()


FILES = [
    pytest.param(b"\xef\xbb\xbf[log]\nlevel = 'loud'", 2, "must be one of", id="byte order mark"),
    pytest.param(b"[site]\n\ntitle = '\xe1'", 3, "not UTF-8", id="Latin-1"),
    pytest.param(b"\xef\xbb\xbf\n\xff", 2, "not UTF-8", id="bad byte behind a byte order mark"),
    pytest.param("[site]".encode("utf-16"), 1, "UTF-16", id="UTF-16"),
    pytest.param(b"[log]\r\nlevel = 'loud'\r\n", 2, "must be one of", id="CRLF"),
    pytest.param(b"#" * (2**24 + 1), None, "larger than 16 MiB", id="huge"),
]


@pytest.mark.parametrize(("body", "line", "words"), FILES)
def test_odd_file_is_refused_with_its_line(
    tmp_path: Path, body: bytes, line: int | None, words: str
) -> None:
    """Bytes that are no text, or text that is wrong, are told with the line in the file."""
    path = tmp_path / "config.toml"
    path.write_bytes(body)
    with pytest.raises(ConfigurationError) as refused:
        load_config(path, environ={})
    (problem,) = refused.value.problems
    assert problem.line == line
    assert words in problem.message


@pytest.mark.parametrize(
    ("name", "words"),
    [
        pytest.param("nothing.toml", "no such file; `diemtin init`", id="missing"),
        pytest.param(".", "no file", id="folder"),
        pytest.param("a\0b", "no such file", id="no path"),
        pytest.param("x" * 5000, "cannot be read", id="name too long"),
    ],
)
def test_unreadable_path_is_told(tmp_path: Path, name: str, words: str) -> None:
    """A path where no file can be read gives one problem without a line."""
    with pytest.raises(ConfigurationError, match=words) as refused:
        load_config(tmp_path / name)
    assert refused.value.problems[0].line is None


def test_byte_order_mark_is_no_problem(tmp_path: Path) -> None:
    """Windows editors write a byte order mark; the file is read as if it were not there."""
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xef\xbb\xbf[serve]\nport = 9000")
    assert load_config(path).config.serve.port == 9000


def test_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    """Any change of the file's bytes changes the digest, and nothing else does."""
    path = tmp_path / "config.toml"
    path.write_bytes(b"# a\n")
    first = load_config(path).digest
    assert load_config(path).digest == first
    path.write_bytes(b"# b\n")
    assert load_config(path).digest != first


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("file:seeds/", "/srv/diemtin/seeds"),
        ("file:./a/../b", "/srv/diemtin/a/../b"),
        ("file:/var/pages/", "/var/pages"),
        ("file:///var/pages/", "/var/pages"),
        ("file:tin%20c%C5%A9", "/srv/diemtin/tin cũ"),
        ("file:b%C3%A1o%20ch%C3%AD/", "/srv/diemtin/báo chí"),
    ],
)
def test_folder_of_a_source(url: str, expected: str) -> None:
    """The three forms of `file:` name a folder, relative ones beside config.toml."""
    assert source_folder(SourceSettings(key="a", url=url), FOLDER) == Path(expected)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("sqlite:///var/a.db", "sqlite:////srv/diemtin/var/a.db"),
        ("sqlite:////tmp/a.db", "sqlite:////tmp/a.db"),
        ("sqlite:///a.db?mode=rw", "sqlite:////srv/diemtin/a.db?mode=rw"),
        ("sqlite:///:memory:", "sqlite:///:memory:"),
        ("postgresql+psycopg://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
    ],
)
def test_url_of_the_store(url: str, expected: str) -> None:
    """The path of a SQLite file is made absolute; another URL stays as it is."""
    assert store_url(Config.model_validate({"store": {"url": url}}), FOLDER) == expected


@pytest.mark.parametrize("value", ["mysql://u:hunter2@h/d", ""])
def test_url_of_the_store_from_elsewhere_is_checked(value: str) -> None:
    """A URL from the environment is judged as one in the file, and not told."""
    config = Config.model_validate({"store": {"url": {"env": "STORE"}}})
    with pytest.raises(ConfigurationError) as refused:
        store_url(config, FOLDER, {"STORE": value})
    assert "hunter2" not in str(refused.value)


def test_folder_of_published_files() -> None:
    """A relative folder stands beside config.toml, an absolute one where it says."""
    assert publish_folder(Config(), FOLDER) == FOLDER / "var/public"
    elsewhere = Config.model_validate({"publish": {"directory": "/var/www/x"}})
    assert publish_folder(elsewhere, FOLDER) == Path("/var/www/x")


@pytest.mark.parametrize(
    ("text", "network", "port"),
    [
        ("127.0.0.1/32:8080", "127.0.0.1/32", 8080),
        ("127.0.0.1:80", "127.0.0.1/32", 80),
        ("10.0.0.0/8", "10.0.0.0/8", None),
        ("[fd00::]/8:80", "fd00::/8", 80),
        ("[::1]:8080", "::1/128", 8080),
        ("[fd00::/8]:80", "fd00::/8", 80),
        ("fd00::/8", "fd00::/8", None),
    ],
)
def test_network_with_port(text: str, network: str, port: int | None) -> None:
    """A network may have a port; an IPv6 address with one stands in brackets."""
    found, found_port = read_network(text)
    assert (str(found), found_port) == (network, port)


@pytest.mark.parametrize(
    "text",
    ["", "localhost", "10.0.0.1/8", "10.0.0.0/33", "1.2.3.4:0", "1.2.3.4:99999", "fd00::/8:80"],
)
def test_no_network(text: str) -> None:
    """Names, addresses beyond their network and impossible ports are refused."""
    with pytest.raises(ValueError, match="write a network"):
        read_network(text)


def test_times_and_sizes() -> None:
    """Times are seconds and sizes bytes, whatever their unit."""
    assert [seconds(text) for text in ("250ms", "90s", "1.5h", "2w")] == [0.25, 90, 5400, 1209600]
    assert [size(text) for text in ("7B", "2 KB", "1.5MiB")] == [7, 2000, 1572864]
