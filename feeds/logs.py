"""How the program speaks of itself: one line an event, and nothing in it that a terminal obeys."""

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime

from feeds.config.schema import Log
from feeds.urls import hide_secrets

# controls of terminals, line separators, and what turns the direction of writing around
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_BREAKS = re.compile(r"[\t\n]")
# characters of one line; a traceback is longer and cut at its head
_LONGEST = 8000
# before the further lines of an event that has some, so that none can pass for an event
_INDENT = "\n    "


def printable(text: str) -> str:
    """Write control characters out, so that a text moves no cursor; its lines stay lines."""
    return _CONTROLS.sub(lambda match: f"\\x{ord(match[0]):02x}", text)[-_LONGEST:]


def on_one_line(text: str) -> str:
    """Write control characters and line ends out, so that a text stays on its line."""
    return _BREAKS.sub(lambda match: f"\\x{ord(match[0]):02x}", printable(text))


def _message(record: logging.LogRecord) -> str:
    """Give what an event says; a text from outside cannot begin a new line in it.

    Our own errors may have several lines: they are exceptions, not texts.
    """
    if isinstance(record.args, tuple):
        record.args = tuple(on_one_line(it) if isinstance(it, str) else it for it in record.args)
    return hide_secrets(record.getMessage())


class _Lines(logging.Formatter):
    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the library's name
        record.message = _message(record)
        return super().formatMessage(record)

    def format(self, record: logging.LogRecord) -> str:
        whole = hide_secrets(super().format(record))
        return printable(whole.replace("\n", _INDENT))


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
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
