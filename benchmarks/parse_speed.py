"""How fast feeds are read: the strict parser against feedparser, CPU time, same run.

Usage: python benchmarks/parse_speed.py [FOLDER] [ROUNDS]; the folder holds feeds, by default those
of ../shared/feeds/real. Prints milliseconds for each document and the ratios.
"""

import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TypeVar

import feedparser

from feeds.model import RawDocument
from feeds.parse import strict, syndication
from feeds.parse.decoding import decode_document
from feeds.parse.document import MOST_ENTRIES, parse_document
from feeds.parse.hints import ParseHints
from feeds.parse.prolog import prepare

Given = TypeVar("Given")
FEEDS = Path(__file__).resolve().parent.parent.parent / "shared" / "feeds" / "real"


def main() -> None:
    """Measure and print."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FEEDS
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    bodies = [path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix != ".json"]
    texts = [prepare(decode_document(body).text).text for body in bodies]
    taken = [text for text in texts if strict.read(text, MOST_ENTRIES)]
    print(f"{len(bodies)} feeds, {len(taken)} of them taken by the strict parser")
    own = measure(taken, lambda text: strict.read(text, MOST_ENTRIES), rounds)
    other = measure(taken, lambda text: syndication.read(text, MOST_ENTRIES), rounds)
    whole = measure(bodies, read_whole, rounds)
    plain = measure(bodies, lambda body: feedparser.parse(BytesIO(body)), rounds)
    print(f"strict parser             {own:8.2f} ms a feed")
    print(f"feedparser, not cleaning  {other:8.2f} ms a feed, ratio {other / own:5.1f}")
    print(f"bytes to clean entries    {whole:8.2f} ms a feed")
    print(f"feedparser, as it comes   {plain:8.2f} ms a feed, ratio {plain / whole:5.1f}")


def read_whole(body: bytes) -> object:
    """Do all that a parse child does to a feed."""
    return parse_document(RawDocument(body=body, url="https://example.org/feed"), ParseHints())


def measure(given: list[Given], work: Callable[[Given], object], rounds: int) -> float:
    """Give the milliseconds of CPU that one piece of work takes, in the best of some rounds."""
    best = min(cpu_seconds(given, work) for _ in range(rounds))
    return best * 1000 / len(given)


def cpu_seconds(given: list[Given], work: Callable[[Given], object]) -> float:
    """Give the seconds of CPU that all the work takes once."""
    start = time.process_time()
    for one in given:
        work(one)
    return time.process_time() - start


if __name__ == "__main__":
    main()
