"""Secrets: found where the file says, missed with line and key, and never shown."""

import os
from pathlib import Path

import pytest

from feeds.config.load import LoadedConfig, check_text, load_config
from feeds.config.schema import FromEnvironment, FromFile
from feeds.config.secrets import resolved_secret, with_secrets
from feeds.errors import ConfigurationError

SOURCE = '[[sources]]\nkey = "a"\nurl = "https://example.org/"\n'


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"hunter2", id="no line end"),
        pytest.param(b"hunter2\r\n", id="CRLF"),
        pytest.param(b"\xef\xbb\xbfhunter2\nsecond line\n", id="byte order mark, more lines"),
    ],
)
def test_secret_is_the_first_line_of_a_file(tmp_path: Path, body: bytes) -> None:
    """A secret's file may end its line as it likes, and hold notes below."""
    (tmp_path / "secret").write_bytes(body)
    found = resolved_secret(FromFile(file="secret"), tmp_path, {})
    assert found.get_secret_value() == "hunter2"


def test_secret_of_the_environment(tmp_path: Path) -> None:
    """A secret's variable is read from the environment that was given."""
    secret = FromEnvironment(env="PASSWORD")
    assert resolved_secret(secret, tmp_path, {"PASSWORD": "x"}).get_secret_value() == "x"


def make_fifo(folder: Path) -> None:
    os.mkfifo(folder / "secret")


MISSING = [
    pytest.param('{ env = "NEVER" }', None, "variable NEVER is not set", id="no variable"),
    pytest.param('{ env = "EMPTY" }', None, "variable EMPTY is not set", id="empty variable"),
    pytest.param('{ file = "secret" }', None, "there is no file", id="no file"),
    pytest.param('{ file = "." }', None, "there is no file", id="folder"),
    pytest.param('{ file = "secret" }', b"\nx", "first line .* is empty", id="empty first line"),
    pytest.param('{ file = "secret" }', b"", "first line .* is empty", id="empty file"),
    pytest.param('{ file = "secret" }', b"\xff", "cannot be read as text", id="no text"),
    pytest.param('{ file = "secret" }', b"x" * 99999, "no small text file", id="large file"),
]


@pytest.mark.parametrize(("form", "body", "words"), MISSING)
@pytest.mark.parametrize("key", ["password", "headers.X-Token"])
def test_missing_secret_has_line_and_key(
    tmp_path: Path, form: str, body: bytes | None, words: str, key: str
) -> None:
    """A secret that is not where the file says is told with the line and key that name it."""
    if body is not None:
        (tmp_path / "secret").write_bytes(body)
    text = f"{SOURCE}{key} = {form}\n"
    with pytest.raises(ConfigurationError, match=words) as refused:
        check_text(text, "config.toml", tmp_path, {"EMPTY": ""})
    (problem,) = refused.value.problems
    assert (problem.line, problem.key) == (4, f"sources[a].{key}")


def test_pipe_is_no_secret_file(tmp_path: Path) -> None:
    """A pipe that nobody writes to does not stop the daemon."""
    make_fifo(tmp_path)
    with pytest.raises(ConfigurationError, match="there is no file"):
        resolved_secret(FromFile(file="secret"), tmp_path, {})


@pytest.mark.parametrize(
    ("text", "environ"),
    [
        pytest.param(SOURCE + 'password = { env = "X" }', None, id="nothing is looked up"),
        pytest.param(SOURCE + 'enabled = false\npassword = { env = "X" }', {}, id="not enabled"),
        pytest.param(SOURCE + 'password = { env = "X" }', {"X": "y"}, id="there"),
        pytest.param('[store]\nurl = { env = "X" }', {"X": "y"}, id="store"),
    ],
)
def test_secret_that_is_not_missed(
    tmp_path: Path, text: str, environ: dict[str, str] | None
) -> None:
    """Only what is needed is missed."""
    assert check_text(text, "config.toml", tmp_path, environ).warnings == ()


def test_source_with_its_secrets(tmp_path: Path) -> None:
    """A source is given with the values of its password and headers, still wrapped."""
    text = SOURCE + 'password = { env = "P" }\nheaders = { A = "1", B = { env = "P" } }'
    (source,) = check_text(text, "config.toml", tmp_path).config.sources
    full = with_secrets(source, tmp_path, {"P": "hunter2"})
    values = [resolved_secret(value, tmp_path, {}) for value in full.headers.values()]
    assert [value.get_secret_value() for value in values] == ["1", "hunter2"]
    assert "hunter2" not in repr(full)


def with_every_secret(folder: Path, mode: int) -> LoadedConfig:
    path = folder / "config.toml"
    path.write_text(
        '[store]\nurl = "postgresql+psycopg://u:hunter2@h/d"\n'
        '[[sources]]\nkey = "a"\nurl = "https://u:hunter2@example.org/"\npassword = "hunter2"\n'
        'headers = { Accept = "text/xml", Authorization = "hunter2" }\n'
        '[[sources]]\nkey = "b"\nurl = "https://example.org/b?token=hunter2"\n'
    )
    path.chmod(mode)
    return load_config(path)


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_readable_file_with_secrets_is_warned_of(tmp_path: Path, mode: int) -> None:
    """Secrets in a file that others can read are told one by one, without their values."""
    warnings = with_every_secret(tmp_path, mode).warnings
    assert [(warning.line, warning.key) for warning in warnings] == [
        (2, "store.url"),
        (5, "sources[a].url"),
        (6, "sources[a].password"),
        (7, "sources[a].headers.Authorization"),
        (10, "sources[b].url"),
    ]
    assert "chmod 600 config.toml" in warnings[0].message
    assert "hunter2" not in str(warnings)


def test_closed_file_with_secrets_is_right(tmp_path: Path) -> None:
    """A file that its owner alone can read may hold secrets."""
    assert with_every_secret(tmp_path, 0o600).warnings == ()


def test_secrets_are_not_shown(tmp_path: Path) -> None:
    """No way of writing a configuration as text shows a secret or a URL that may hold one."""
    loaded = with_every_secret(tmp_path, 0o600)
    assert "hunter2" not in f"{loaded} {loaded!r} {loaded.config} {loaded.config!r}"
