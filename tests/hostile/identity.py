"""Paths whose items will not be told apart, or will not stay the same (RELIABILITY 1.6)."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.hostile.row import (
    ROUNDS,
    Row,
    always,
    channel,
    each,
    feed,
    item,
    stories,
    titles,
)
from tests.loopback import Answer
from tests.newsroom import Item, atom, news, rss

MORNING = datetime(2026, 11, 3, 1, 30, tzinfo=UTC)
Items = Sequence[Item]


def _row(key: str, does: str, make: Callable[[int], bytes | str], entries: int = 5,
         **expected: Any) -> Row:  # fmt: skip
    usual: dict[str, Any] = {"server": "identity"}
    return Row(key=key, does=does, answer=each(make), entries=entries, **{**usual, **expected})


def _five(key: str) -> list[Item]:
    return stories(key, 5)


def _changed(
    key: str, change: Callable[[int, int, Item], Item], write: Callable[..., str] = rss
) -> Callable[[int], str]:
    """Write five items, changed by a function of the visit, the item's number and the item."""
    return lambda visit: write([change(visit, n, one) for n, one in enumerate(_five(key))])


def _same(key: str, does: str, change: Callable[[int, int, Item], Item], **expected: Any) -> Row:
    """Expect five entries that nothing updates."""
    usual = {"titles": titles(key, 5), "updated": 0}
    return _row(key, does, _changed(key, change), **{**usual, **expected})


_IDS = (
    _same("no-ids", "Has no ids.", lambda v, n, one: replace(one, id=None)),
    _same("no-links", "Has no links.", lambda v, n, one: replace(one, link=None)),
    _same("no-ids-no-links", "Has neither ids nor links.",
          lambda v, n, one: replace(one, id=None, link=None)),
    _same("empty-ids", "Has ids of white space.", lambda v, n, one: replace(one, id=" \n ")),
    _same("one-id", "Has one id for all items.", lambda v, n, one: replace(one, id="urn:tin")),
    _same("one-link", "Has one link for all items.",
          lambda v, n, one: replace(one, link="https://tin.example/")),
    _same("one-id-one-link", "Has one id and one link for all items.",
          lambda v, n, one: replace(one, id="urn:tin", link="https://tin.example/")),
    _same("home-links", "Has no ids, and its front page as every link.",
          lambda v, n, one: replace(one, id=None, link="https://tin.example/")),
    _row("one-title", "Has one title for all items.",
         _changed("one-title", lambda v, n, one: replace(one, title="Tin mới từ nước Nga")),
         titles=("Tin mới từ nước Nga",) * 5, updated=0),
    _row("case-ids", "Has ids that differ in their case only.",
         lambda v: rss([news("case-ids-1", id="urn:A"), news("case-ids-2", id="urn:a")]), 2),
    _row("fragments", "Has no ids, and links that differ behind the # only.",
         _changed("fragments", lambda v, n, one: replace(
             one, id=None, link=f"https://tin.example/#{n}")), updated=0),
    _row("twice", "Has every item twice.", lambda v: rss(_five("twice") * 2), updated=0),
    _row("markup-ids", "Has ids with markup.",
         _changed("markup-ids", lambda v, n, one: replace(one, id=f"<script>alert({n})</script>")),
         updated=0),
)  # fmt: skip


def _spread(visit: int, n: int, one: Item) -> Item:
    return replace(one, id=f"{one.link}?session={visit}{n}", link=f"{one.link}?utm_id={visit}")


def _schemed(visit: int, number: int, one: Item) -> Item:
    starts = ("https://", "http://", "https://www.", "http://www.")
    link = str(one.link).replace("https://", starts[visit % len(starts)])
    return replace(one, id=link, link=link)


_FLAPPING = (
    _same("flap-ids", "Has new ids every time.",
          lambda v, n, one: replace(one, id=f"urn:{v}:{n}")),
    _same("flap-ids-no-links", "Has new ids every time, and no links.",
          lambda v, n, one: replace(one, id=f"urn:{v}:{n}", link=None)),
    _same("flap-utm", "Has new marks for advertisers in its links every time.",
          lambda v, n, one: replace(one, link=f"{one.link}?utm_source=rss&utm_campaign={v}")),
    _same("flap-session", "Has a new session in its links every time.",
          lambda v, n, one: replace(one, link=f"{one.link}?PHPSESSID={v:032x}"), updated=None),
    _same("flap-all", "Has new ids and new sessions every time.", _spread),
    _same("flap-link-no-ids", "Has no ids, and new sessions in its links every time.",
          lambda v, n, one: replace(one, id=None, link=f"{one.link}?sid={v}{n}"), updated=None),
    _same("flap-scheme", "Is http or https, with www or without.", _schemed),
    _same("flap-slash", "Ends its links with a slash every other time.",
          lambda v, n, one: replace(one, link=f"{one.link}{'/' * (v % 2)}")),
    _same("flap-guid-presence", "Leaves out its ids every other time.",
          lambda v, n, one: replace(one, id=one.id if v % 2 else None)),
    _same("flap-link-presence", "Leaves out its links every other time.",
          lambda v, n, one: replace(one, link=one.link if v % 2 else None), updated=None),
    _row("flap-flood", "Gives 40 items new ids every time.",
         lambda v: rss([replace(one, id=f"urn:{v}:{one.id}") for one in stories("flap-flood", 40)]),
         40, updated=0),
    _row("flap-text", "Changes between two wordings of every item.",
         _changed("flap-text", lambda v, n, one: replace(one, text=f"{one.text} Bản {v % 2}.")),
         titles=titles("flap-text", 5)),
    _row("flap-title", "Changes between two titles of every item.",
         _changed("flap-title", lambda v, n, one: replace(one, title=f"{one.title} ({v % 2})"))),
    _row("flap-order", "Shuffles its items.",
         lambda v: rss(random.Random(v).sample(_five("flap-order"), 5)), updated=0,
         titles=titles("flap-order", 5)),
    _row("flap-pictures", "Has another size in the address of its picture every time.",
         _changed("flap-pictures", lambda v, n, one: replace(
             one, content=f'<p>{one.text}</p><img src="https://tin.example/a.jpg?w={v}">')),
         updated=0),
    _row("updated-now", "Was changed this very moment, every time.",
         _changed("updated-now", lambda v, n, one: replace(
             one, published=MORNING + timedelta(minutes=v)), atom), updated=0),
    _row("corrected", "Corrects a letter of one title every time.",
         _changed("corrected", lambda v, n, one: one if n else replace(
             one, title=f"{one.title}{'.' * v}x")), updated=ROUNDS - 1),
    _row("reused", "Has one item, and always under one id, with other news each time.",
         lambda v: rss([news(f"reused-{v}", id="latest")]), ROUNDS),
    _row("reused-all", "Rewrites its one item whole, under one id and link, each time.",
         lambda v: rss([news(f"reused-all-{v}", id="latest", link="https://tin.example/")]), 1,
         updated=ROUNDS - 1),
)  # fmt: skip

_WINDOWS = (
    _row("window", "Shows its newest ten items, five of them new each time.",
         lambda v: feed("window", 10, 1 + 5 * v), 10 + 5 * (ROUNDS - 1)),
    _row("gap", "Shows its newest ten items, all of them new each time.",
         lambda v: feed("gap", 10, 1 + 10 * v), 10 * ROUNDS, warned="gap"),
    _row("shrink", "Shows less and less.", lambda v: feed("shrink", 12 - 2 * v, 1), 10),
    _row("emptied", "Has no items from the third time on.",
         lambda v: feed("emptied", 5) if v < 3 else channel("")),
    _row("emptied-then-ok", "Has no items for a while.",
         lambda v: channel("") if 2 < v < 5 else feed("emptied-then-ok", 5), updated=0),
    _row("archive", "Has five items, and 100 more all at once.",
         lambda v: feed("archive", 5 if v < 3 else 105), 105, shown=25),
    _row("flood", "Has 30 new items each time.", lambda v: feed("flood", 30, 1 + 30 * v),
         30 * ROUNDS, warned="flood|gap|at once"),
)  # fmt: skip


def _dates(key: str, does: str, dates: Sequence[str], published: Sequence[str | None],
           inside: str = "", **settings: Any) -> Row:  # fmt: skip
    body = channel("".join(
        item(f"{key}-{n}", f"<pubDate>{date}</pubDate>") for n, date in enumerate(dates)
    ), inside=inside)  # fmt: skip
    return _row(key, does, lambda v: body, len(dates), published=tuple(published), updated=0,
                settings=settings)  # fmt: skip


_ZULU = "2026-11-03T01:30:00Z"
_DATES = (
    _dates("dates-future", "Has dates in years to come.",
           ["Tue, 19 Jan 2038 03:14:08 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "2100-01-01"],
           [None] * 3),
    _dates("dates-ancient", "Has dates of before there was a web.",
           ["Thu, 01 Jan 1970 00:00:00 GMT", "0001-01-01T00:00:00Z", "Mon, 01 Jan 1900 00:00 GMT"],
           [None] * 3),
    _dates("dates-impossible", "Has days that no calendar has.",
           ["Mon, 31 Feb 2026 10:00:00 GMT", "2026-13-45T99:99:99Z", "-1", "soon", "NaN",
            "9" * 400], [None] * 6),
    _dates("dates-vietnamese", "Writes dates as Vietnamese sites do.",
           ["Tue, 03 Nov 2026 08:30:00 ICT", "Tue, 03 Nov 2026 08:30:00 GMT+7",
            "03/11/2026 08:30:00 +0700", "Thứ Ba, 3 tháng 11 năm 2026 08:30:00 GMT+7"],
           [_ZULU] * 4),
    _dates("dates-local", "Names no time zone; the operator knows it.",
           ["2026-11-03 08:30:00", "03/11/2026 08:30:00"], [_ZULU] * 2,
           timezone="Asia/Ho_Chi_Minh"),
    _dates("dates-second-60", "Has a leap second and an hour 24.",
           ["Tue, 03 Nov 2026 01:29:60 GMT", "2026-11-02T24:00:00Z"],
           ["2026-11-03T01:29:59Z", "2026-11-03T00:00:00Z"]),
    _dates("dates-night", "Has a time that does not exist where it is said to be.",
           ["2026-03-29T02:30:00"], ["2026-03-29T01:30:00Z"], timezone="Europe/Berlin"),
    _row("dates-flap", "Has another date for every item each time.",
         _changed("dates-flap", lambda v, n, one: replace(
             one, published=MORNING + timedelta(hours=v))), updated=0,
         published=("2026-11-03T02:30:00Z",) * 5),
)  # fmt: skip

_SPOOF = (
    "<source><id>urn:bao</id><title>Control</title>"
    '<link rel="self" href="https://tin.example/control-1"/>'
    "<updated>2030-01-01T00:00:00Z</updated></source></entry>"
)


def _ours(request: Any) -> Answer:
    """Give back what we publish ourselves."""
    body: bytes = request.loopback.net.published("all.atom") or channel("").encode()
    return 200, {"Content-Type": "application/atom+xml"}, body


def _tagged() -> str:
    mine = [
        replace(one, id=f"tag:example.org,2026:entry/{n}")
        for n, one in enumerate(_five("our-tags"))
    ]
    return atom(mine)


_OTHERS = (
    _row("spoof", "Says in atom:source that its entries are another's, under that one's ids.",
         lambda v: atom(
             [news(f"spoof-{n}", id=f"urn:tin:control-1-{n}") for n in range(5)]
         ).replace("</entry>", _SPOOF)),
    _row("copied", "Has the ids of another source with news of its own.",
         lambda v: rss([news(f"copied-{n}", id=f"urn:tin:control-0-{n}") for n in range(5)]),
         titles=titles("copied", 5, 0)),
    Row(key="our-feed", does="Gives back the feed that we publish, so that we read ourselves.",
        answer=_ours, server="identity", entries=0),
    Row(key="our-tags", does="Has ids of our own authority.", answer=always(_tagged),
        server="identity", entries=0),
)  # fmt: skip

ROWS = (*_IDS, *_FLAPPING, *_WINDOWS, *_DATES, *_OTHERS)
