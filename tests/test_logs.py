"""The log: one line an event, no control bytes, no secrets, whatever a source says."""

import json
import logging
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.config.schema import Log
from feeds.logs import on_one_line, printable, start_logging
from tests.conftest import PROJECT

FORMATS = ("console", "json")
HOSTILE = [
    pytest.param("a\n12:00:00 INFO    forged", id="line end"),
    pytest.param("a\r12:00:00 INFO    forged", id="carriage return"),
    pytest.param("a\x1b[2J\x1b]0;title\x07b", id="terminal sequences"),
    pytest.param("a\x9b31mb\x85c", id="C1 controls"),
    pytest.param("a\u2028b\u2029c\u202etxt.exe", id="separators and directions"),
    pytest.param("\x00\x08\x7f\x0b\x0c", id="other controls"),
    pytest.param("100%s %(x)s {0} %", id="formats"),
    pytest.param("\ud800", id="half a character"),
    pytest.param("\u061ca\u200eb\u200fc\u2066d", id="marks of direction"),
]
CONTROL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
SECRETS = [
    "http://user:hunter2@x.example/feed",
    "https://hunter2@x.example/",
    "https://u:p@ss@hunter2@x.example/",
    "http://u:hunter2@[x/",
    "https://x.example/feed?key=hunter2",
    "https://x.example/feed?a=1&access_token=hunter2&b=2",
    "https://x.example/feed?a=1;API-KEY=hunter2#top",
    "https://x.example/f?x-api-key=hunter2",
]


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], StringIO]]:
    """Start logging in a format; gives where the lines go."""
    root, ours = logging.getLogger(), logging.getLogger("diemtin")
    handlers, levels = root.handlers[:], (root.level, ours.level)

    def start(form: str) -> StringIO:
        lines = StringIO()
        monkeypatch.setattr(sys, "stderr", lines)
        start_logging(Log.model_validate({"format": form}), verbose=True)
        return lines

    yield start
    root.handlers[:] = handlers
    root.setLevel(levels[0])
    ours.setLevel(levels[1])


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_in_its_line(
    written: Callable[[str], StringIO], form: str, text: str
) -> None:
    """A text from outside neither ends its line nor reaches the terminal as a command."""
    lines = written(form)
    logging.getLogger("diemtin.poll").warning("failed source=%s error=%r n=%d", text, text, 3)
    said = lines.getvalue()
    assert said.count("\n") == 1
    assert said.endswith("\n")
    assert not CONTROL.search(said)
    assert form == "console" or set(json.loads(said)) == {"time", "level", "logger", "message"}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_by_name(written: Callable[[str], StringIO], form: str, text: str) -> None:
    """A text that a message takes by its name is no other than one that it takes in order."""
    lines = written(form)
    logging.getLogger("diemtin.poll").warning(
        "failed source=%(key)s n=%(n)d", {"key": text, "n": 3}
    )
    said = lines.getvalue()
    assert (said.count("\n"), CONTROL.search(said)) == (1, None)
    assert "n=3" in said


@pytest.mark.parametrize("form", FORMATS)
def test_long_text(written: Callable[[str], StringIO], form: str) -> None:
    """A text of a megabyte is cut within its event, which says when, who, and all the rest."""
    lines = written(form)
    logging.getLogger("diemtin.poll").warning("failed source=%s error=%s", "y" * 1_000_000, "why")
    said = lines.getvalue()
    assert len(said) < 2000
    assert "WARNING" in said.upper()
    assert "failed source=yyy" in said
    assert (
        "… error=why" in said if form == "console" else json.loads(said)["message"].endswith("why")
    )


@pytest.mark.parametrize("form", FORMATS)
def test_half_a_url_holds_no_secret(written: Callable[[str], StringIO], form: str) -> None:
    """A URL is cut after its secret is hidden, because half of it is not known for one."""
    lines = written(form)
    for length in (985, 995, 1005):
        url = "y" * length + " http://user:hunter2hunter2@x.example/feed"
        logging.getLogger("diemtin.poll").warning("asked %s", url)
    assert "hunter2" not in lines.getvalue()


FORGED = "12:00:00 INFO    forged "


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("offset", range(0, len(FORGED), 3))
def test_long_exception_forges_no_event(
    written: Callable[[str], StringIO], form: str, offset: int
) -> None:
    """What is left out of a long event is its middle, so that no line begins within a text."""
    lines = written(form)
    try:
        raise ValueError("y" * offset + FORGED * 10_000)
    except ValueError:
        logging.getLogger("diemtin.poll").exception("bug source=%s", "x")
    said = lines.getvalue()
    assert len(said) < 20_000
    first, *others = said.removesuffix("\n").split("\n")
    assert "bug source=x" in first
    assert all(line.startswith("    ") for line in others)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_exception_forges_no_event(
    written: Callable[[str], StringIO], form: str, text: str
) -> None:
    """The lines of a traceback are indented, so that no event can be forged in its message."""
    lines = written(form)
    try:
        raise ValueError(text)
    except ValueError:
        logging.getLogger("diemtin.poll").exception("bug source=%s", "x")
    first, *others = lines.getvalue().removesuffix("\n").split("\n")
    assert "bug source=x" in first
    assert all(line.startswith("    ") for line in others)
    assert not CONTROL.search("".join(others))


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("url", SECRETS)
def test_log_holds_no_secret(written: Callable[[str], StringIO], form: str, url: str) -> None:
    """Whatever URL a message, its parts or a traceback quote, its secrets are left out."""
    lines = written(form)
    log = logging.getLogger("somebody.else")
    log.error("asked %s, that is %r", url, url)
    log.error(f"asked {url}")
    try:
        raise ValueError(f"InvalidURL({url!r})")
    except ValueError:
        log.exception("bug")
    said = lines.getvalue()
    assert "hunter2" not in said
    assert said.count("x") >= 3


def test_lines_of_our_own_errors_stay_lines(written: Callable[[str], StringIO]) -> None:
    """The problems of a configuration are listed, each on a line of its own."""
    lines = written("console")
    logging.getLogger("diemtin").error("not taken over:\n%s", ValueError("one\ntwo"))
    assert [line.strip() for line in lines.getvalue().splitlines()][1:] == ["one", "two"]


def test_traceback_of_a_bug_holds_no_secret() -> None:
    """An exception that nobody caught is told without the secrets of the URL it quotes."""
    code = (
        "import sys; from feeds.cli import main; from feeds.cli.main import app\n"
        "@app.command('bug')\n"
        "def bug(): raise RuntimeError('http://u:' + 'hunt' + 'er2@x.example/\\x1b[2J')\n"
        "main.main(['bug'])"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, cwd=PROJECT, check=False
    )
    assert ended.returncode == 1
    assert b"RuntimeError: http://x.example/" in ended.stderr
    assert b"hunter2" not in ended.stderr
    assert b"\x1b" not in ended.stderr


@given(st.text())
def test_any_text_is_printable(text: str) -> None:
    """No text keeps a control character; on one line it keeps no line end either."""
    assert not CONTROL.search(printable(text).replace("\t", ""))
    assert not CONTROL.search(on_one_line(text))
    assert "\n" not in on_one_line(text)
