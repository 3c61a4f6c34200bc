"""Paths whose headers lie, boast or attack (RELIABILITY 1.3)."""

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from tests import misbehaviours
from tests.hostile.row import (
    RSS,
    Row,
    always,
    channel,
    each,
    feed,
    item,
    round_of,
    titles,
)
from tests.loopback import Answer, Handler

_NOW = format_datetime(datetime(2026, 11, 3, tzinfo=UTC), usegmt=True)
# seconds: how far a wish to be asked less often is followed, with the spread on top
_SIX_HOURS = 6 * 3600 * 1.1


def _row(key: str, does: str, answer: Handler, **expected: Any) -> Row:
    usual: dict[str, Any] = {"entries": 3, "server": "validators"}
    if "entries" not in expected:
        usual["titles"] = titles(key)
    return Row(key=key, does=does, answer=answer, **{**usual, **expected})


def _said(key: str, does: str, headers: dict[str, str], **expected: Any) -> Row:
    return _row(key, does, always(feed(key), {**RSS, **headers}), **expected)


def _honest(key: str, headers: dict[str, str]) -> Handler:
    """Answer 304 to whoever sends the validator back as it was given."""
    asked = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}

    def answer(request: Any) -> Answer:
        for name, value in headers.items():
            if request.headers.get(asked[name]) == value:
                return 304, headers, b""
        return 200, {**RSS, **headers}, feed(key)

    return answer


def _never_back(key: str, headers: dict[str, str]) -> Handler:
    """Spring a trap where a validator comes back that is not fit to be sent."""

    def answer(request: Any) -> Answer:
        if {"If-None-Match", "If-Modified-Since"} & set(request.headers):
            request.loopback.net.spring(request, key)
        return 200, {**RSS, **headers}, feed(key)

    return answer


def _raw(key: str, line: bytes) -> Handler:
    body = feed(key)
    return misbehaviours.raw(
        b"HTTP/1.1 200 OK\r\n%b\r\nContent-Length: %d\r\n\r\n%b" % (line, len(body), body)
    )


def _lying(request: Any) -> Answer:
    """Say 304 for ever, though there is more news every time."""
    if "If-None-Match" in request.headers:
        return 304, {"ETag": '"same"'}, b""
    return 200, {**RSS, "ETag": '"same"'}, feed("etag-lies", 2 + round_of(request))


def _first_a_page(request: Any) -> Answer:
    headers = {"ETag": '"page"'}
    if "If-None-Match" in request.headers:
        return 304, headers, b""
    if round_of(request) <= 2:
        return 200, headers, b"<!doctype html><title>Loading</title>"
    return 200, headers, feed("page-then-feed")


def _no_cookie(request: Any) -> Answer:
    if "Cookie" in request.headers:
        request.loopback.net.spring(request, "set-cookie")
    return 200, {**RSS, "Set-Cookie": "id=1; Max-Age=999999"}, feed("set-cookie")


def _only_if(key: str, allowed: Callable[[Any], bool], status: int) -> Handler:
    return lambda request: (200, RSS, feed(key)) if allowed(request) else (status, {}, b"")


def _with(key: str, fields: str) -> Handler:
    return always(channel("".join(item(f"{key}-{n}") for n in (3, 2, 1)), inside=fields))


_VALIDATORS = (
    _row("polite", "Answers 304 as it should, by an ETag.", _honest("polite", {"ETag": '"a"'}),
         outcome="unchanged", updated=0),
    _row("polite-date", "Answers 304 as it should, by a date.",
         _honest("polite-date", {"Last-Modified": _NOW}), outcome="unchanged"),
    _row("weak-etag", "Has a weak ETag.", _honest("weak-etag", {"ETag": 'W/"a"'}),
         outcome="unchanged"),
    _row("bare-etag", "Has an ETag without quotes.", _honest("bare-etag", {"ETag": "abc"}),
         outcome="unchanged"),
    _row("comma-etag", "Has an ETag with commas and quotes within.",
         _honest("comma-etag", {"ETag": '"a","b"'}), outcome="unchanged"),
    _row("etag-lies", "Says 304 for ever, though it has news.", _lying, outcome="unchanged",
         titles=titles("etag-lies")),
    _row("etag-stuck", "Never changes its ETag and sends news all the same.",
         each(lambda n: feed("etag-stuck", 2 + n), {**RSS, "ETag": '"stuck"'}), entries=8,
         titles=titles("etag-stuck", 8)),
    _row("etag-flaps", "Has another ETag every time for the same body.",
         lambda request: (200, {**RSS, "ETag": f'"{round_of(request)}"'}, feed("etag-flaps")),
         outcome="unchanged", updated=0),
    _row("etag-huge", "Has an ETag of 4 KB.",
         _never_back("etag-huge", {"ETag": f'"{"a" * 4000}"'}), outcome="unchanged"),
    _row("etag-latin", "Has an ETag of letters that are not ASCII.",
         _raw("etag-latin", b'ETag: "\xe9\xe8"'), outcome="unchanged"),
    _row("etag-escape", "Has an ETag with an escape, which breaks every later request.",
         _raw("etag-escape", b'ETag: "\x1b[31m"'), outcome="ok|unchanged|failed",
         error="", entries=3, titles=titles("etag-escape")),
    _row("etag-empty", "Has an empty ETag.", _never_back("etag-empty", {"ETag": ""}),
         outcome="unchanged"),
    _row("etag-twice", "Has two ETags.",
         _raw("etag-twice", b'ETag: "a"\r\nETag: "b"'), outcome="unchanged"),
    _row("date-2038", "Was last changed in 2038.",
         _never_back("date-2038", {"Last-Modified": "Tue, 19 Jan 2038 03:14:07 GMT"}),
         outcome="unchanged"),
    _said("date-words", "Was last changed yesterday.", {"Last-Modified": "yesterday"},
          outcome="unchanged"),
    _row("304-renews", "Says 304 with a new ETag every time.",
         lambda request: (
             (304, {"ETag": f'"{round_of(request)}"'}, b"")
             if request.headers.get("If-None-Match") == f'"{round_of(request) - 1}"'
             else (200, {**RSS, "ETag": f'"{round_of(request)}"'}, feed("304-renews"))),
         outcome="unchanged"),
    _row("page-then-feed", "Sends a page and a feed under one ETag, and 304 to whoever has it.",
         _first_a_page),
)  # fmt: skip

_WISHES = (
    _said("cache-16-years", "May be kept for 16 years.", {"Cache-Control": "max-age=504576000"},
          waits=(3600, _SIX_HOURS)),
    _said("cache-overflow", "May be kept for 10^30 seconds.",
          {"Cache-Control": f"max-age={10**30}"}, waits=(3600, _SIX_HOURS)),
    _said("cache-hour", "May be kept for an hour.", {"Cache-Control": "public, max-age=3600"},
          waits=(3600, 3600 * 1.2)),
    _said("cache-negative", "May be kept for less than nothing.",
          {"Cache-Control": "max-age=-1"}, waits=(0, 600)),
    _said("cache-words", "Has cache headers without sense.",
          {"Cache-Control": ",=,;max-age=,max-age=soon" + "," * 3000, "Age": "-1"}, waits=(0, 600)),
    _said("cache-age", "Is older than it may be kept.",
          {"Cache-Control": "max-age=3600", "Age": "999999"}, waits=(0, 600)),
    _said("expires-zero", "Has expired at 0.", {"Expires": "0"}, waits=(0, 600)),
    _said("expires-far", "Expires in 9999.", {"Expires": "Fri, 31 Dec 9999 23:59:59 GMT",
          "Date": _NOW}, waits=(3600, _SIX_HOURS)),
    _row("ttl-huge", "Wants a ttl of 190 years.", _with("ttl-huge", "<ttl>99999999</ttl>"),
         waits=(3600, _SIX_HOURS)),
    _row("ttl-hour", "Wants a ttl of an hour.", _with("ttl-hour", "<ttl>60</ttl>"),
         waits=(3600, 3600 * 1.2)),
    _row("ttl-negative", "Wants a ttl below nothing.", _with("ttl-negative", "<ttl>-60</ttl>"),
         waits=(0, 600)),
    _row("ttl-words", "Wants a ttl of some time.", _with("ttl-words", "<ttl>∞</ttl>"),
         waits=(0, 600)),
    _row("sy-yearly", "Changes once a year.",
         always(channel("".join(item(f"sy-yearly-{n}") for n in (3, 2, 1)),
                        inside="<sy:updatePeriod>yearly</sy:updatePeriod>"
                        "<sy:updateFrequency>1</sy:updateFrequency>",
                        attributes=' xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"')),
         waits=(3600, _SIX_HOURS)),
    _row("skip-hours", "Wants to be left alone at every hour of every day.",
         _with("skip-hours", "<skipHours>" + "".join(f"<hour>{n}</hour>" for n in range(25))
               + "</skipHours><skipDays><day>Monday</day><day>Someday</day></skipDays>"),
         waits=(0, _SIX_HOURS)),
)  # fmt: skip

_OTHERS = (
    _row("set-cookie", "Sets a cookie and waits for it.", _no_cookie),
    _said("vary", "Varies by everything.", {"Vary": "*"}),
    _said("refresh-header", "Wants to be left for a trap, by a header.",
          {"Refresh": "0; url=/trap/refresh"}),
    _said("link-header", "Names traps as its hub, itself and its icon.",
          {"Link": "</trap/hub>; rel=hub, </trap/self>; rel=self, </trap/icon>; rel=icon"}),
    _said("content-location", "Says that it really lies at a trap.",
          {"Content-Location": "/trap/location"}),
    _said("security-headers", "Wants TLS for ever and another port.",
          {"Strict-Transport-Security": "max-age=99999999",
           "Alt-Svc": 'h3=":443"; ma=99999999'}),
    _said("attachment", "Wants to be saved as a file above us.",
          {"Content-Disposition": 'attachment; filename="../../../config.toml"'}),
    _said("type-image", "Calls itself a picture.", {"Content-Type": "image/jpeg"}),
    _said("type-endless", "Has a type of 4 KB.", {"Content-Type": "text/" + "x" * 4000}),
    _said("type-charset", "Has a charset with markup.",
          {"Content-Type": 'text/xml; charset="<script>"'}),
    _row("agent-required", "Refuses who does not say who asks and where to find us.",
         _only_if("agent-required", lambda r: "(+http" in r.headers.get("User-Agent", ""), 403)),
    _row("accept-required", "Refuses who does not ask for feeds.",
         _only_if("accept-required", lambda r: "rss+xml" in r.headers.get("Accept", ""), 406)),
    _row("host-required", "Refuses who does not name the host.",
         _only_if("host-required", lambda r: r.headers.get("Host") == r.loopback.authority, 421)),
)  # fmt: skip

ROWS = (*_VALIDATORS, *_WISHES, *_OTHERS)
