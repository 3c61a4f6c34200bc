"""One path of the hostile server: what it does, and what must become of a source that reads it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from aiohttp import web

from tests.loopback import Answer, Handler
from tests.newsroom import Item, news, rss

# how often every path is asked; what changes with the rounds stays as it is from the last of them
ROUNDS = 6
# a request below this path of any server is a fault of ours
TRAP = "/trap/"
# what may stand nowhere outside config.toml
SECRET = "hunter2"
RSS = {"Content-Type": "application/rss+xml"}

Headers = Mapping[str, str]
Make = Callable[[int], bytes | str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A source of the hostile server with its expectation after six rounds.

    The expectation is what RELIABILITY's tables demand, whatever the code does now.
    """

    # the source's key, and its path without the slash
    key: str
    # one sentence
    does: str
    answer: Handler | None = None
    # further paths of the same server
    beside: Mapping[str, Handler] = field(default_factory=dict)
    # which server has it (see `net`); each has an address of its own
    server: str = ""
    # the source's URL as a function of the net, where it is not the path at the server
    url: Callable[[Any], str] | None = None
    # more of the source in config.toml
    settings: Mapping[str, Any] = field(default_factory=dict)

    # error kinds, any of which is right ("network|protocol"); empty: no error
    error: str = ""
    # number of entries that are kept
    entries: int = 0
    # outcome of the sixth round, any of these; empty: as the error says
    outcome: str = ""
    # state that `sources` shows; empty: as the error says
    state: str = ""
    # titles of the entries in any order; None: not compared
    titles: tuple[str, ...] | None = None
    # dates of the entries in any order, as `entries --json` writes them
    published: tuple[str | None, ...] | None = None
    # links of the entries in any order
    links: tuple[str | None, ...] | None = None
    # items counted as updated in all rounds together
    updated: int | None = None
    # at most so many entries are published
    shown: int | None = None
    # what one of the source's warnings says
    warned: str = ""
    # seconds from the sixth poll to the next, at least and at most
    waits: tuple[float, float] | None = None
    # why the expectation is not met today; a row that is met must not say so
    not_yet: str = ""

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Give the outcomes of the sixth round that are right."""
        if self.outcome:
            return tuple(self.outcome.split("|"))
        if not self.error:
            return ("ok", "unchanged")
        return ("gone",) if self.error == "gone" else ("failed",)

    @property
    def hangs(self) -> bool:
        """Tell whether its deadline has to pass before it is known how it ends."""
        return "timeout" in self.error.split("|")

    @property
    def states(self) -> tuple[str, ...]:
        """Give the states that `sources` may show."""
        if self.state:
            return tuple(self.state.split("|"))
        return ("failing",) if self.error else ("ok",)


def round_of(request: web.BaseRequest) -> int:
    """Say which round it is: 1 at first, never more than ROUNDS.

    Not how often the path was asked: who is asked twice in a round, as after a broken connection,
    gives the same answer twice.
    """
    number: int = request.loopback.net.round  # type: ignore[attr-defined]
    return number


def each(make: Make, headers: Headers = RSS) -> Handler:
    """Answer with what a function makes of the number of the round."""
    return lambda request: (200, headers, as_bytes(make(round_of(request))))


def always(body: bytes | str | Callable[[], bytes | str], headers: Headers = RSS) -> Handler:
    """Answer with the same body every time; a function makes it when it is first asked for."""
    made = cache(lambda: as_bytes(body() if callable(body) else body))
    return lambda request: (200, headers, made())


def at_last(first: Handler, later: Handler, *, rounds: int = 2) -> Handler:
    """Answer one way in the first rounds and another way from then on."""
    return lambda request: (first if round_of(request) <= rounds else later)(request)


def with_site(make: Callable[[str], bytes | str], headers: Headers = RSS) -> Handler:
    """Answer with a body that names the trap of this server, a URL that ends in a slash."""

    def answer(request: Any) -> Answer:
        return 200, headers, as_bytes(make(request.loopback.url(TRAP)))

    return answer


def as_bytes(body: bytes | str) -> bytes:
    """Encode a text as UTF-8."""
    return body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body


def stories(key: str, count: int = 3, start: int = 1) -> list[Item]:
    """Write items that no other source has; the newest comes first."""
    return [news(f"{key}-{number}") for number in reversed(range(start, start + count))]


def feed(key: str, count: int = 3, start: int = 1) -> bytes:
    """Write an RSS feed of such items."""
    return rss(stories(key, count, start), title=f"Nguồn {key}").encode()


def titles(key: str, count: int = 3, start: int = 1) -> tuple[str, ...]:
    """Give the titles of such items."""
    return tuple(item.title for item in stories(key, count, start))


def channel(items: str, before: str = "", inside: str = "", attributes: str = "") -> str:
    """Write RSS around items as they are; `before` stands before the root."""
    return (
        f'{before}<rss version="2.0"{attributes}><channel><title>Nguồn</title>{inside}'
        f"{items}</channel></rss>"
    )


def item(key: str, fields: str = "", *, title: str | None = None, link: str | None = None) -> str:
    """Write one RSS item of its own words; `title` and `link` stand in it as they are given."""
    own = news(key)
    shown = own.title if title is None else title
    where = own.link if link is None else link
    return (
        f"<item><guid isPermaLink='false'>{own.id}</guid><title>{shown}</title>"
        f"<link>{where}</link><description>{own.text}</description>{fields}</item>"
    )
