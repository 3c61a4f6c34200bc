"""How the program speaks of itself: one line an event, and nothing in it that a terminal obeys."""

import json
import logging
import re
import sys
from datetime import UTC, datetime

from feeds.config.schema import Log

# controls of terminals, line separators, and what turns the direction of writing around
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
# characters of one line; a traceback is longer and cut at its head
_LONGEST = 8000


def printable(text: str) -> str:
    """Write control characters out, so that a log line is one line and moves no cursor."""
    return _CONTROLS.sub(lambda match: f"\\x{ord(match[0]):02x}", text)[-_LONGEST:]


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return printable(super().format(record))


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
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
