"""Paths that answer with another status than 200, or send us elsewhere (RELIABILITY 1.2, 1.3)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from tests.hostile.row import RSS, SECRET, Row, always, at_last, feed, round_of, titles
from tests.loopback import Answer, Handler

_DAY = 86400.0


def _status(code: int, **headers: str) -> Handler:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda request: (code, named, b"some words")


def _row(key: str, does: str, answer: Handler, error: str = "", **expected: Any) -> Row:
    usual = {"entries": 0 if error else 3, "server": "status"}
    return Row(key=key, does=does, answer=answer, error=error, **{**usual, **expected})


_PLAIN = tuple(
    _row(f"status-{code}", f"Answers {code}.", _status(code), "status", waits=waits)
    for code, waits in {
        **dict.fromkeys((204, 205, 206, 300, 304, 305, 400, 401, 402, 403, 405, 406, 407, 408)),
        **dict.fromkeys((418, 421, 451, 501, 502, 504, 505, 507, 511, 520, 599, 999)),
        # backs off, and never gives up: doubled six times from a second, and on a busy machine,
        # where a late answer is a failure too, some times more
        404: (30.0, 1200.0),
        500: (30.0, 1200.0),
    }.items()
)

_CHANGING = (
    _row("gone", "Answers 410.", _status(410), "gone"),
    _row("gone-then-ok", "Answers 410 twice and comes back.",
         at_last(_status(410), always(feed("gone-then-ok"))), titles=titles("gone-then-ok")),
    _row("ok-then-gone", "Goes away after it was read.",
         at_last(always(feed("ok-then-gone")), _status(410)), "gone", entries=3),
    _row("missing-then-ok", "Answers 404 twice and comes back.",
         at_last(_status(404), always(feed("missing-then-ok"))), titles=titles("missing-then-ok")),
    _row("ok-then-500", "Breaks after it was read.",
         at_last(always(feed("ok-then-500")), _status(500)), "status", entries=3),
    _row("ok-then-304", "Says 304 for ever after it was read, without validators to ask by.",
         at_last(always(feed("ok-then-304")), _status(304)), "status", entries=3),
    _row("feed-in-500", "Sends a good feed with 500.",
         lambda request: (500, RSS, feed("feed-in-500")), "status"),
    _row("feed-in-404", "Sends a good feed with 404.",
         lambda request: (404, RSS, feed("feed-in-404")), "status"),
    _row("feed-in-206", "Sends a good feed with 206.",
         lambda request: (206, {**RSS, "Content-Range": "bytes 0-99/100"}, feed("feed-in-206")),
         "status"),
    _row("feed-in-203", "Sends a feed that a proxy has changed, with 203.",
         lambda request: (203, RSS, feed("feed-in-203")), "status"),
    _row("every-other", "Answers 502 every other time.",
         lambda request: (
             (502, {}, b"") if round_of(request) % 2 else (200, RSS, feed("every-other"))
         ),
         titles=titles("every-other")),
)  # fmt: skip


def _limited(
    key: str, does: str, code: int, after: str | Callable[[], str] | None, seconds: float
) -> Row:
    """Ask to be left alone; the wait is as asked within a minute and a day, up to a fifth more."""

    def answer(request: Any) -> Answer:
        said = after() if callable(after) else after
        return code, {} if said is None else {"Retry-After": said}, b"slow down"

    return Row(
        key=key,
        does=does,
        answer=answer,
        server=f"limited-{key}",
        error="limited",
        state="held",
        waits=(seconds * 0.95, seconds * 1.2),
    )


def _in(seconds: float) -> Callable[[], str]:
    return lambda: format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


_LIMITED = (
    _limited("429", "Answers 429 without a time.", 429, None, 600),
    _limited("429-seconds", "Asks for two minutes.", 429, "120", 120),
    _limited("429-date", "Asks for a time in five minutes.", 429, _in(300), 300),
    _limited("429-past", "Asks for a time that is past.", 429, _in(-300), 60),
    _limited("429-zero", "Asks for no time at all.", 429, "0", 60),
    _limited("429-negative", "Asks for less than nothing.", 429, "-5", 600),
    _limited("429-words", "Asks for a while.", 429, "soon, please", 600),
    _limited("429-huge", "Asks for 3,000 years.", 429, "99999999999", _DAY),
    _limited("429-endless", "Asks by a number of 4,000 digits.", 429, "9" * 4000, _DAY),
    _limited("429-far-date", "Asks for a time in 30 years.", 429, _in(30 * 365 * _DAY), _DAY),
    _limited("503", "Answers 503 without a time.", 503, None, 600),
    _limited("503-seconds", "Breaks down for three minutes.", 503, "180", 180),
    _limited("503-fraction", "Asks for a second and a half.", 503, "1.5", 600),
    _limited("503-list", "Asks for two times at once.", 503, "60, 120", 600),
)  # fmt: skip


def _to(location: str | Callable[[Any], str], code: int = 302) -> Handler:
    def answer(request: Any) -> Answer:
        where = location(request.loopback) if callable(location) else location
        return code, {"Location": where}, b""

    return answer


def _moved(key: str, does: str, code: int) -> Row:
    beside = {f"/at/{key}": always(feed(key))}
    return _row(key, does, _to(f"/at/{key}", code), beside=beside, titles=titles(key))


def _chain(key: str, steps: int) -> dict[str, Handler]:
    hops = {f"/at/{key}-{n}": _to(f"/at/{key}-{n + 1}", 301) for n in range(1, steps)}
    return {**hops, f"/at/{key}-{steps}": always(feed(key))}


def _flip(request: Any) -> Answer:
    return 301, {"Location": f"/at/301-flip-{round_of(request) % 2}"}, b""


def _elsewhere(path: str) -> Callable[[Any], str]:
    return lambda loopback: loopback.net.servers["elsewhere"].url(path)


_FOLLOWED = (
    _moved("301", "Has moved for good.", 301),
    _moved("302", "Is elsewhere for now.", 302),
    _moved("303", "Points to another document.", 303),
    _moved("307", "Is elsewhere for now, by the newer status.", 307),
    _moved("308", "Has moved for good, by the newer status.", 308),
    _row("chain-5", "Has moved five times.", _to("/at/chain-5-1", 301), beside=_chain("chain-5", 5),
         titles=titles("chain-5")),
    _row("chain-6", "Has moved six times.", _to("/at/chain-6-1", 301), "redirects",
         beside=_chain("chain-6", 6)),
    _row("chain-endless", "Has moved at every address.",
         lambda request: (302, {"Location": "/chain-endless?" + "a" * round_of(request)}, b""),
         "redirects"),
    _row("loop-self", "Redirects to itself.", _to("/loop-self"), "redirects"),
    _row("loop-two", "Redirects there and back.", _to("/at/loop-two", 308), "redirects",
         beside={"/at/loop-two": _to("/loop-two", 301)}),
    _row("no-location", "Redirects and does not say where to.", _status(301), "redirects"),
    _row("empty-location", "Redirects to nothing.", _to(""), "redirects"),
    _row("two-hosts", "Has moved to another host.", _to(_elsewhere("/two-hosts"), 301),
         titles=titles("two-hosts")),
    _row("301-flip", "Moves for good to another place every time.", _flip,
         beside={f"/at/301-flip-{n}": always(feed("301-flip")) for n in range(2)},
         titles=titles("301-flip"), updated=0),
    _row("301-to-html", "Has moved to a page of the new owner.", _to("/at/301-to-html", 301),
         "not_a_feed", beside={"/at/301-to-html": always("<!doctype html><title>Bán</title>")}),
    _row("ok-then-301", "Moves after it was read.",
         at_last(always(feed("ok-then-301")), _to("/at/ok-then-301", 301)),
         beside={"/at/ok-then-301": always(feed("ok-then-301"))}, titles=titles("ok-then-301"),
         updated=0),
    _row("301-to-404", "Has moved to where nothing is.", _to("/at/nowhere", 301), "status"),
    _row("to-tls", "Redirects from http to a certificate that proves nothing.",
         _to(lambda loopback: loopback.net.servers["tls"].url("/to-tls")), "tls"),
)  # fmt: skip


def _blocked(key: str, does: str, location: str | Callable[[Any], str]) -> Row:
    return _row(f"to-{key}", does, _to(location), "blocked")


def _at_trap(host: str, trap: str = "trap") -> Callable[[Any], str]:
    """Name a host by any spelling, with the port where a trap listens."""
    return lambda loopback: f"http://{host}:{loopback.net.traps[trap].port}/x"


_HOSTS = {
    "trap": ("another address of this machine", "127.0.0.2"),
    "trap-port": ("another port of an allowed address", "127.0.1.3"),
    "localhost": ("localhost", "localhost"),
    "localhost-dot": ("localhost with a dot", "localhost."),
    "sub-localhost": ("a name below localhost", "a.localhost"),
    "any": ("the address that means every one", "0.0.0.0"),
    "ipv6": ("the IPv6 loopback", "[::1]"),
    "ipv6-any": ("the IPv6 address that means every one", "[::]"),
    "mapped": ("an IPv4-mapped address", "[::ffff:127.0.0.2]"),
    "compatible": ("an IPv4-compatible address", "[::127.0.0.2]"),
    "nat64": ("a NAT64 address", "[64:ff9b::7f00:2]"),
    "6to4": ("a 6to4 address", "[2002:7f00:2::]"),
    "teredo": ("a Teredo address", "[2001:0:4136:e378:8000:63bf:80ff:fffd]"),
    "decimal": ("an address as one number", "2130706434"),
    "octal": ("an address in octal", "0177.0.0.2"),
    "hex": ("an address in hexadecimal", "0x7f.0x0.0x0.0x2"),
    "short": ("an address with two parts", "127.2"),
    "fullwidth": ("an address in full-width digits", "１２７.0.0.2"),
    "user": ("an address behind a user part", "good.example@127.0.0.2"),
    "metadata": ("a cloud's metadata", "169.254.169.254"),
    "metadata-v6": ("a cloud's metadata over IPv6", "[fd00:ec2::254]"),
    "private": ("a private network", "10.0.0.1"),
    "cgnat": ("a carrier's network", "100.100.100.200"),
    "multicast": ("a multicast address", "224.0.0.1"),
    "link-local": ("a link-local address with its zone", "[fe80::1%25lo]"),
}
_TRAP_OF = {"trap-port": "trap-port", "ipv6": "trap-v6", "ipv6-any": "trap-v6"}

_SCHEMES = {
    "file": "file:///etc/passwd",
    "ftp": "ftp://127.0.0.2/feed",
    "gopher": "gopher://127.0.0.2/1",
    "data": "data:text/xml,<rss/>",
    "javascript": "javascript:alert(1)",
    "unix": "unix:/var/run/docker.sock",
    "blank": "about:blank",
    "no-port": "http://127.0.0.2:99999/",
    "half-url": "http://[::1",
}


def _on_leak(request: Any) -> Answer:
    if "Authorization" in request.headers or "X-Token" in request.headers:
        request.loopback.net.spring(request, "authorization")
    return 200, RSS, feed("auth-leak")


_SECRET = {"username": "reader", "password": SECRET, "headers": {"X-Token": SECRET}}

_AWAY = (
    *(_blocked(key, f"Redirects to {what}.", _at_trap(host, _TRAP_OF.get(key, "trap")))
      for key, (what, host) in _HOSTS.items()),
    *(_blocked(key, f"Redirects to {url.split(':')[0]}.", url) for key, url in _SCHEMES.items()),
    _row("second-hop", "Redirects to a good place, which redirects to a trap.",
         _to("/at/second-hop"), "blocked", beside={"/at/second-hop": _to(_at_trap("127.0.0.2"))}),
    _row("no-scheme", "Redirects to a trap without naming the scheme.",
         _to(lambda loopback: f"//127.0.0.2:{loopback.net.traps['trap'].port}/x"), "blocked"),
    _row("backslashes", "Redirects to a trap by backslashes.",
         _to(lambda loopback: f"http:\\\\127.0.0.2:{loopback.net.traps['trap'].port}\\x"),
         "blocked|redirects|status"),
    Row(key="downgrade", does="Redirects from https to http, with a password of the operator's.",
        server="tls", error="blocked", settings={"tls_verify": False, **_SECRET},
        answer=_to(_elsewhere("/trap/downgrade"))),
    Row(key="downgrade-open", does="Redirects from https to http, with nothing to hide.",
        server="tls", settings={"tls_verify": False}, entries=3, titles=titles("downgrade-open"),
        answer=_to(_elsewhere("/downgrade-open"))),
    _row("auth-leak", "Redirects to another origin and waits for the password.",
         _to(_elsewhere("/auth-leak")), settings=_SECRET),
)  # fmt: skip


def _direct(key: str, does: str, url: Callable[[Any], str]) -> Row:
    return Row(key=f"direct-{key}", does=does, url=url, error="blocked")


_DIRECT = (
    _direct("trap", "Is configured at an address that nobody allowed.",
            lambda net: net.traps["trap"].url("/x")),
    _direct("port", "Is configured at a port that nobody allowed.",
            lambda net: net.traps["trap-port"].url("/x")),
    _direct("localhost", "Is configured as localhost.",
            lambda net: f"http://localhost:{net.traps['trap'].port}/x"),
    _direct("metadata", "Is configured at a cloud's metadata.",
            lambda net: "http://169.254.169.254/latest/"),
    _direct("ipv6", "Is configured at the IPv6 loopback.",
            lambda net: net.traps["trap-v6"].url("/x")),
)  # fmt: skip


PLACES: dict[str, Handler] = {
    "/two-hosts": always(feed("two-hosts")),
    "/downgrade-open": always(feed("downgrade-open")),
    "/auth-leak": _on_leak,
}
ROWS = (
    *_PLAIN,
    *_CHANGING,
    *_LIMITED,
    *_FOLLOWED,
    *_AWAY,
    *_DIRECT,
    Row(key="elsewhere", does="Is the origin that others redirect to.", server="elsewhere",
        answer=always(feed("elsewhere")), beside=PLACES, entries=3, titles=titles("elsewhere")),
)  # fmt: skip
