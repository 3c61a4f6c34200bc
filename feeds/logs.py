"""How the program speaks of itself: one line an event, and nothing in it that a terminal obeys."""

import json
import logging
import re
import sys
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime

from feeds.config.schema import Log
from feeds.urls import hide_secrets

# controls of terminals, line separators, what turns the direction of writing around, and halves of
# characters, which no output can write
_CONTROLS = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069"
    r"\ud800-\udfff]"
)
_BREAKS = re.compile(r"[\t\n]")
# characters of one event; of a longer one, such as a deep traceback, the middle is left out
_LONGEST = 8000
_LONGEST_HEAD = 2000
_LEFT_OUT = " […] "
# characters of one text in it, so that an event says the rest of what it has to say
_LONGEST_TEXT = 1000
# before the further lines of an event that has some, so that none can pass for an event
_INDENT = "\n    "


def printable(text: str) -> str:
    """Write control characters out, so that a text moves no cursor; its lines stay lines.

    A long text keeps its beginning, which says when and what, and its end.
    """
    return _shorten(_CONTROLS.sub(_spell, text))


def _spell(match: re.Match[str]) -> str:
    return f"\\x{ord(match[0]):02x}"


def _shorten(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    return text[:_LONGEST_HEAD] + _LEFT_OUT + text[_LONGEST_HEAD + len(_LEFT_OUT) - _LONGEST :]


def on_one_line(text: str) -> str:
    """Write control characters and line ends out, so that a text stays on its line."""
    return _BREAKS.sub(_spell, printable(text))


def _from_outside(value: object) -> object:
    """Give a text as it may stand within an event: on one line, short, its secrets hidden.

    They are hidden before the text is cut, as half a URL is not known for one.
    """
    if not isinstance(value, str):
        return value
    said = on_one_line(hide_secrets(value))
    return said if len(said) <= _LONGEST_TEXT else f"{said[:_LONGEST_TEXT]}…"


def _message(record: logging.LogRecord) -> str:
    """Give what an event says; a text from outside cannot begin a new line in it.

    Our own errors may have several lines: they are exceptions, not texts.
    """
    if isinstance(record.args, Mapping):
        record.args = {name: _from_outside(value) for name, value in record.args.items()}
    elif record.args:
        record.args = tuple(map(_from_outside, record.args))
    return hide_secrets(record.getMessage())


class _Lines(logging.Formatter):
    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the library's name
        """Write the message alone."""
        record.message = _message(record)
        return super().formatMessage(record)

    def format(self, record: logging.LogRecord) -> str:
        """Write a line, without secrets and what would break it."""
        whole = hide_secrets(super().format(record))
        return printable(whole.replace("\n", _INDENT))


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """Write a line of JSON."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": printable(_message(record)),
        }
        if record.exc_info:
            line["exception"] = printable(hide_secrets(self.formatException(record.exc_info)))
        return json.dumps(line)


def start_logging(settings: Log, *, verbose: bool) -> None:
    """Send log lines to standard error, as the configuration wants them."""
    handler = logging.StreamHandler(sys.stderr)
    if settings.format == "json":
        handler.setFormatter(_Json())
    else:
        handler.setFormatter(_Lines("%(asctime)s %(levelname)-7s %(message)s", "%H:%M:%S"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    level = logging.DEBUG if verbose else getattr(logging, settings.level.upper())
    logging.getLogger("diemtin").setLevel(level)


def tell_traceback(bug: BaseException) -> None:
    """Print the traceback of a bug on standard error as Python does, without secrets."""
    text = "".join(traceback.format_exception(bug))
    print(printable(hide_secrets(text)), file=sys.stderr, end="")  # noqa: T201
