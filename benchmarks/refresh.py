"""How much CPU one round over many feeds takes, against feedparser alone on the same bytes.

    python -m benchmarks.refresh [--feeds 200] [--entries 30] [--rounds 3]

Feeds are generated (the same ones every time) and served on loopback by a process of its own.
Printed are CPU seconds (user and system, children included) of whole processes, the median of the
rounds: `refresh` into an empty store, `refresh --force` with nothing new (304), and a process that
only parses the same documents with feedparser. Ratios are what can be compared between machines.
"""

import argparse
import asyncio
import os
import random
import statistics
import subprocess
import sys
import tempfile
from hashlib import sha256
from pathlib import Path
from xml.sax.saxutils import escape

from aiohttp import web

WORDS = [
    "Nga",
    "Ukraine",
    "Kazakhstan",
    "Việt",
    "Nam",
    "hội",
    "nghị",
    "tổng",
    "thống",
    "kinh",
    "tế",
    "thương",
    "mại",
    "hợp",
    "tác",
    "ngoại",
    "giao",
    "khủng",
    "hoảng",
    "năng",
    "lượng",
    "giá",
    "dầu",
    "thị",
    "trường",
    "quân",
    "đội",
    "biên",
    "giới",
    "đàm",
    "phán",
    "hiệp",
    "định",
    "đầu",
    "tư",
    "du",
    "lịch",
    "giáo",
    "dục",
    "y",
    "tế",
    "bão",
    "lũ",
    "cháy",
    "rừng",
    "bầu",
    "cử",
    "quốc",
    "hội",
    "bộ",
    "trưởng",
    "thủ",
    "tướng",
    "phát",
    "biểu",
    "hôm",
    "nay",
    "cho",
    "biết",
    "theo",
    "nguồn",
    "tin",
    "các",
    "bên",
    "tiếp",
    "tục",
    "phối",
    "hợp",
    "nhằm",
    "giải",
    "quyết",
    "những",
    "vấn",
    "đề",
    "trong",
    "khu",
    "vực",
]


def sentence(draw: random.Random, length: int) -> str:
    """Make a sentence of so many words."""
    return " ".join(draw.choice(WORDS) for _ in range(length)).capitalize() + "."


def item(draw: random.Random, feed: int, number: int) -> tuple[str, str, str]:
    """Make a title, a link and an HTML text."""
    title = f"{sentence(draw, 9)[:-1]} {feed}-{number}"
    paragraphs = "".join(f"<p>{sentence(draw, 30)}</p>" for _ in range(draw.choice((1, 1, 3))))
    return title, f"http://news{feed}.example/{number}?utm_source=rss", paragraphs


def rss(feed: int, entries: int) -> bytes:
    """Make an RSS 2.0 document."""
    draw = random.Random(feed)
    items = "".join(
        f"<item><title>{escape(title)}</title><link>{escape(link)}</link>"
        f'<guid isPermaLink="false">{feed}:{number}</guid>'
        f"<pubDate>Fri, 20 Nov 2026 {number % 24:02d}:15:00 +0700</pubDate>"
        f"<description>{escape(text)}</description></item>"
        for number in range(entries)
        for title, link, text in [item(draw, feed, number)]
    )
    head = f"<title>Feed {feed}</title><link>http://news{feed}.example/</link><description/>"
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()
    )


def atom(feed: int, entries: int) -> bytes:
    """Make an Atom document."""
    draw = random.Random(feed)
    items = "".join(
        f"<entry><id>tag:news{feed}.example,2026:{number}</id><title>{escape(title)}</title>"
        f'<link href="{escape(link)}"/><updated>2026-11-20T{number % 24:02d}:15:00Z</updated>'
        f'<content type="html">{escape(text)}</content></entry>'
        for number in range(entries)
        for title, link, text in [item(draw, feed, number)]
    )
    head = f"<id>http://news{feed}.example/</id><title>Feed {feed}</title>"
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom">{head}'
        f"<updated>2026-11-20T12:00:00Z</updated>{items}</feed>"
    ).encode()


def corpus(feeds: int, entries: int) -> list[bytes]:
    """Make all documents: two thirds RSS, one third Atom."""
    return [(atom if feed % 3 == 2 else rss)(feed, entries) for feed in range(feeds)]


async def serve(documents: list[bytes]) -> None:
    """Serve documents at /NUMBER with an ETag, saying the port on standard output."""

    async def answer(request: web.Request) -> web.Response:
        body = documents[int(request.match_info["number"])]
        tag = f'"{sha256(body).hexdigest()[:16]}"'
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers={"ETag": tag})
        return web.Response(body=body, content_type="application/xml", headers={"ETag": tag})

    app = web.Application()
    app.router.add_get("/{number}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


def parse_all(documents: list[bytes]) -> None:
    """Parse documents with feedparser as it comes."""
    from io import BytesIO

    import feedparser

    for document in documents:
        feedparser.parse(BytesIO(document))


def cpu_of(command: list[str]) -> float:
    """Run a command and give its CPU seconds, those of its children included."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0, command
    return usage.ru_utime + usage.ru_stime


def write_config(folder: Path, port: int, feeds: int) -> Path:
    """Write a configuration that names all feeds."""
    sources = "".join(
        f'[[sources]]\nkey = "feed-{feed}"\nurl = "http://127.0.0.1:{port}/{feed}"\n'
        for feed in range(feeds)
    )
    path = folder / "config.toml"
    shipped = (Path(__file__).parent.parent / "config.toml").read_text(encoding="utf-8")
    topics = shipped[shipped.index("# --- topics ---") :]
    path.write_text(
        f'[fetch]\nhost_gap = "0s"\nper_host = 20\nallow_networks = ["127.0.0.1/32:{port}"]\n'
        f"{sources}{topics}",
        encoding="utf-8",
    )
    return path


def measure(arguments: argparse.Namespace) -> None:
    """Run all rounds and print medians and ratios."""
    me = [sys.executable, "-m", "benchmarks.refresh"]
    size = ["--feeds", str(arguments.feeds), "--entries", str(arguments.entries)]
    server = subprocess.Popen([*me, "serve", *size], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    port = int(server.stdout.readline())
    cold, warm, alone = [], [], []
    try:
        for _ in range(arguments.rounds):
            with tempfile.TemporaryDirectory() as name:
                config = write_config(Path(name), port, arguments.feeds)
                command = [sys.executable, "-m", "feeds.cli", "--config", str(config)]
                cold.append(cpu_of([*command, "refresh", "--strict"]))
                warm.append(cpu_of([*command, "refresh", "--strict", "--force"]))
            alone.append(cpu_of([*me, "parse", *size]))
    finally:
        server.terminate()
        server.wait()
    print(f"{arguments.feeds} feeds of {arguments.entries} entries, {arguments.rounds} rounds")
    for name, figures in (("refresh, cold", cold), ("refresh, 304", warm), ("feedparser", alone)):
        print(f"{name:14} CPU s: median {statistics.median(figures):.2f}  {sorted(figures)}")
    ratio = statistics.median(ours / theirs for ours, theirs in zip(cold, alone, strict=True))
    print(f"refresh, cold / feedparser alone: {ratio:.2f}")


def main() -> None:
    """Measure, or be one of the processes that measuring needs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("role", nargs="?", default="measure", choices=("measure", "serve", "parse"))
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--entries", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    if arguments.role == "measure":
        measure(arguments)
        return
    documents = corpus(arguments.feeds, arguments.entries)
    if arguments.role == "serve":
        asyncio.run(serve(documents))
    else:
        parse_all(documents)


if __name__ == "__main__":
    main()
