"""Pure: what can go wrong, grouped by what one does about it.

DiemtinError
├── ConfigurationError        fix config.toml: every problem with its line and key
├── PollError                 a source could not be read: recorded on it, nothing else stops
│   ├── Unreachable           retry later: timeout, network, dns, tls, protocol, redirects
│   ├── Refused               retry later: status, limited (with when)
│   ├── Gone                  410: stops after proof
│   ├── Blocked               the target is not allowed: fix the URL or allow it
│   └── Unreadable            too_large, encoding, empty, not_a_feed, parse
└── StoreTrouble              store busy, too new, too old, full (store.errors raises its own tree)
"""

from dataclasses import dataclass
from typing import Literal

ErrorKind = Literal[
    "timeout", "network", "dns", "tls", "protocol", "status", "redirects", "blocked", "too_large",
    "encoding", "empty", "not_a_feed", "parse", "limited", "gone", "internal",
]  # fmt: skip


class DiemtinError(Exception):
    """Anything that this program says went wrong, in words meant for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong with a configuration file; `line` counts from 1, None where unknown."""

    message: str
    key: str = ""
    line: int | None = None


class ConfigurationError(DiemtinError):
    """The configuration cannot be used; `problems` are all that was found, in the file's order."""

    def __init__(self, path: str, problems: tuple[Problem, ...]) -> None:
        self.path = path
        self.problems = problems
        super().__init__("\n".join(problem_line(path, problem) for problem in problems))


def problem_line(path: str, problem: Problem) -> str:
    """Say one problem as `file:line: key: message`, leaving out what is unknown."""
    place = path if problem.line is None else f"{path}:{problem.line}"
    return ": ".join(part for part in (place, problem.key, problem.message) if part)


class PollError(DiemtinError):
    """A source could not be read this time."""

    kind: ErrorKind = "internal"

    def __init__(
        self,
        message: str,
        *,
        kind: ErrorKind | None = None,
        http_status: int | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(message)
        self.kind = kind or type(self).kind
        self.http_status = http_status
        # seconds, from Retry-After
        self.retry_after = retry_after
        # who answered, as `feeds.urls.polite_host` names it, where that matters
        self.host: str | None = None


class Unreachable(PollError):
    """No whole answer came: kinds timeout, network, dns, tls, protocol, redirects."""

    kind = "network"


class Refused(PollError):
    """An answer came that is no document: kinds status and limited (429, 503)."""

    kind = "status"


class Gone(PollError):
    """The server says the source is gone for good (410)."""

    kind = "gone"


class Blocked(PollError):
    """The target is not allowed: its address, scheme or spelling."""

    kind = "blocked"


class Unreadable(PollError):
    """The bytes cannot be used: kinds too_large, encoding, empty, not_a_feed, parse."""

    kind = "parse"
