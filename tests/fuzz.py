"""Fuzz targets: what reads bytes from outside, fed with damaged documents of our own.

    python -m tests.fuzz TARGET SECONDS [SEED]    # seconds of CPU; "all" for every target

Each target takes any bytes and fails where a promise is broken. What is found is fixed and kept
in FOUND of `tests.test_fuzz_always`.
"""

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

from feeds.config.load import check_text, decode
from feeds.config.shipped import shipped_text
from feeds.errors import ConfigurationError, PollError
from feeds.model import RawDocument
from feeds.parse.datelines import read_dateline
from feeds.parse.decoding import decode_document
from feeds.parse.document import parse_document
from feeds.parse.feed_dates import read_date
from feeds.parse.hints import ParseHints
from feeds.parse.prolog import prepare
from feeds.parse.text_dates import find_dates, zone_of
from feeds.text import legal_xml
from feeds.urls import canonical_url, hide_secrets, redacted, safe_url
from tests.newsroom import atom, jsonfeed, news, rss
from tests.publishable import assert_fit_to_publish

Target = Callable[[bytes], None]

_PROJECT = Path(__file__).resolve().parent.parent
_ITEMS = [news(number, content="<p>Nga <b>mở</b> <a href='/x'>cửa</a></p>") for number in range(3)]
_HEAD = '<?xml version="1.0" encoding="windows-1258"?><!DOCTYPE rss>'
_FEEDS = [
    rss(_ITEMS).encode(),
    (_HEAD + rss(_ITEMS) + "<broken>&nope;</wrong>").encode(),
    atom(_ITEMS).encode(),
    atom(_ITEMS).encode("utf-16"),
    jsonfeed(_ITEMS).encode(),
]
_PAGES = [page.read_bytes() for page in sorted((_PROJECT / "seeds").glob("*.txt"))]
_DATES = [
    "Sat, 21 Nov 2026 08:30:00 +0700", "2026-11-21T08:30:00.123456Z", "21/11/2026 08:30 GMT+7",
    "Thứ Bảy, ngày 21 tháng 11 năm 2026, 8 giờ 30", "Chủ nhật, 22/11/2026 - 07:05 (ICT)",
    "21 ноября 2026 г., 08:30", "November 21st, 2026 8:30 PM EST", "1795228200", "00/00/0000",
]  # fmt: skip
_ADDRESSES = [
    "https://user:pw@www.Example.com:443/a/../b;c?utm_source=x&key=1&b=%C3%A0#top",
    "http://[2001:db8::1%25eth0]:80/", "//bücher.example/ü?q=tin tức", "javascript:alert(1)",
    "http://①②⑦.0.0.1/", "mailto:a@b.example", "HTTP:\\\\x.example\\y", "feed://x.example/rss",
]  # fmt: skip
_CONFIG = shipped_text().replace("\n#", "\n")
_PIECES = [
    b"<", b">", b"&", b"]]>", b"<![CDATA[", b"<!--", b"<!ENTITY x 'y'>", b"<!DOCTYPE", b"\x00",
    b"\xff", b"\xef\xbb\xbf", b"&#xD800;", b"&#x110000;", b"&amp;amp;", b"\xe1\xbb", b"\xcc\xb8",
    b"xmlns:a='b'", b"<item>", b"</item>", b"<entry", b"{", b"}", b"[", b'"', b"\\ud800", b"1e999",
    b"-", b"9" * 30, b"/", b"\r\n\r\n", b"  ", "\u202e".encode(), "ngày".encode(), b"32/13/2026",
    b"http://", b"@", b"#", b"?", b"%", b"%zz", b"[[sources]]", b"'''", b"= ", b"NaN", b"true",
]  # fmt: skip


def damaged(samples: Sequence[bytes], random: Random) -> bytes:
    """Give a sample with some damage: flipped bits, pieces put in, parts moved, cut or repeated."""
    body = bytearray(random.choice(samples))
    for _ in range(random.randint(1, 8)):
        place = random.randint(0, len(body))
        length = random.choice((0, 1, 4, 30, 300))
        match random.randrange(6):
            case 0 if body:
                body[place % len(body)] ^= 1 << random.randrange(8)
            case 1:
                body[place : place + length] = random.choice(_PIECES) * random.choice((1, 1, 1, 50))
            case 2:
                other = random.choice(samples)
                start = random.randint(0, len(other))
                body[place:place] = other[start : start + random.randint(0, 500)]
            case 3:
                del body[place : place + length]
            case 4:
                body[place:place] = body[place : place + length] * random.choice((1, 2, 20))
            case _:
                body[place : place + length] = random.randbytes(length)
    return bytes(body[:200_000])


def check_feed(body: bytes) -> None:
    """A feed is decoded, filtered and read, or refused for a stated reason; the rest is clean."""
    charset = (None, "windows-1258", "utf-16", "unicode_escape")[sum(body[:2]) % 4]
    raw = RawDocument(body=body, url="https://x.example/feed", charset=charset)
    try:
        prepare(decode_document(body, charset=charset).text)
        found = parse_document(raw, ParseHints())
    except PollError:
        return
    for entry in found.entries:
        assert_fit_to_publish(entry)


def check_page(body: bytes) -> None:
    """A page is read in some way, or refused for a stated reason; its entries are legal text.

    A page is text: a tag that it quotes stays, and is escaped where it is published.
    """
    try:
        found = parse_document(RawDocument(body=body, origin="a.txt"), ParseHints(kind="page"))
    except PollError:
        return
    for entry in found.entries:
        for text in (entry.title, entry.summary, entry.content, *entry.authors):
            assert text == legal_xml(text)
        assert entry.title
        assert "<script" not in entry.content


def check_dates(body: bytes) -> None:
    """Any text has a date that is a time, or none."""
    text = body.decode("utf-8", "replace")
    for zone in (None, zone_of("Asia/Ho_Chi_Minh")):
        date = read_date(text, zone)
        assert date is None or date.moment.tzinfo is not None
    find_dates(text)
    read_dateline(text)


def check_addresses(body: bytes) -> None:
    """What may be published is an address on the web, and stays what it is when looked at again."""
    text = body.decode("utf-8", "replace")
    hide_secrets(text)
    redacted(text)
    safe = safe_url(text, "https://x.example/a/")
    if safe is None:
        return
    assert safe.lower().startswith(("http://", "https://"))
    assert safe.isascii()
    assert safe == legal_xml(safe)
    assert safe_url(safe) == safe
    canonical = canonical_url(safe)
    assert canonical_url(redacted(safe)) == canonical or redacted(safe) != safe


def check_config(body: bytes) -> None:
    """A configuration is valid, or refused with problems."""
    try:
        check_text(decode(body, "config.toml"), "config.toml", Path("/srv/diemtin"), {})
        return
    except ConfigurationError as refused:
        problems = refused.problems
    assert problems


TARGETS: dict[str, tuple[Target, list[bytes]]] = {
    "feed": (check_feed, _FEEDS),
    "page": (check_page, _PAGES),
    "dates": (check_dates, [line.encode() for line in _DATES]),
    "addresses": (check_addresses, [line.encode() for line in _ADDRESSES]),
    "config": (check_config, [_CONFIG.encode(), _CONFIG[:3000].encode(), b"[[sources]]\n"]),
}


def run(name: str, seconds: float, seed: int) -> int:
    """Feed a target for some seconds of CPU; gives how often, and stops at what is broken."""
    check, samples = TARGETS[name]
    random, end, done = Random(seed), time.process_time() + seconds, 0
    while time.process_time() < end:
        body = damaged(samples, random)
        started = time.process_time()
        try:
            check(body)
        except BaseException:
            sys.stderr.write(f"{name}: broken by {body!r}\n")
            raise
        took = time.process_time() - started
        if took > 2:
            sys.stderr.write(f"{name}: {took:.1f} s for {len(body)} bytes {body[:300]!r}\n")
        done += 1
    return done


def main() -> None:
    """Run one target, or all."""
    name, seconds, *rest = sys.argv[1:]
    seed = int(rest[0]) if rest else time.time_ns()
    for one in TARGETS if name == "all" else [name]:
        sys.stdout.write(f"{one}: {run(one, float(seconds), seed)} inputs, seed {seed}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
