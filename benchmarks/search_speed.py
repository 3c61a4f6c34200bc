"""What the search index costs and how fast it answers, in SQLite or PostgreSQL.

    python benchmarks/search_speed.py [--entries 100000] [--store URL]

Prints seconds to store entries without and with the index, the bytes of the index for an entry,
and milliseconds of searches: rare and common words, phrases, with and without marks, narrowed.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import insert, text

from store import engine, meta, schema, search, topics
from store.database import Store, open_store
from store.finding import Wanted, find
from store.queries import read_query
from store.records import TopicRow

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
AT_ONCE = 2000
ROUNDS = 7
VOWELS = tuple("aàáảãạăằắâầấậeèéẹêềếệiìíịoòóọôồốộơờớợuùúủưừứự")
STARTS = (
    "b", "c", "ch", "d", "đ", "g", "gi", "h", "k", "kh", "l", "m", "n", "ng", "nh", "ph", "qu",
    "r", "s", "t", "th", "tr", "v", "x",
)  # fmt: skip
ENDS = ["", "n", "ng", "nh", "m", "t", "c", "i", "u", "o"]


def syllables() -> list[str]:
    """Make about as many syllables as Vietnamese has, the usual ones first."""
    made = [start + vowel + end for start in STARTS for vowel in VOWELS for end in ENDS]
    random.Random(1).shuffle(made)
    return made[:7000]


def make_rows(count: int) -> Iterator[dict[str, object]]:
    """Make entries of 12 words of title, 30 of summary, and some 250 of text in every third."""
    chance = random.Random(2)
    words = syllables()
    weights = [1 / (rank + 3) for rank in range(len(words))]
    pool = chance.choices(words, weights, k=200_000)

    def some(length: int) -> str:
        at = chance.randrange(len(pool) - length)
        return " ".join(pool[at : at + length])

    for number in range(count):
        ordered = NOW - timedelta(minutes=5 * (count - number))
        body = f"<p>{some(250)}</p>" if number % 3 == 0 else ""
        title = some(12) + (" mốihiếm" if number % 10_000 == 0 else "")
        yield {
            "tag": f"tag:example.org,2026:entry/{number}", "source": f"s{number % 40}",
            "origin": "", "position": 0, "title": title, "title_synthetic": False,
            "summary": some(30), "content": body, "language": "vi", "first_seen": ordered,
            "updated": ordered, "ordered": ordered, "digest": "0" * 32, "authors": (),
            "categories": (), "links": (), "captions": (), "dates_mentioned": (),
        }  # fmt: skip


def store_rows(store: Store, count: int) -> float:
    """Store entries as an older program did, without an index; gives seconds."""
    begun = time.perf_counter()
    rows = list(make_rows(count))
    for start in range(0, count, AT_ONCE):
        with store.write() as connection:
            connection.execute(insert(schema.entries), rows[start : start + AT_ONCE])
    with store.write() as connection:
        placed = [
            TopicRow(entry=number, topic="russia", score=1.0, evidence=(), entered=NOW)
            for number in range(1, count + 1, 50)
        ]
        topics.put(connection, placed)
        meta.put(connection, "search_waits", str(count))
    return time.perf_counter() - begun


def size(store: Store) -> int:
    """Give the bytes of the store."""
    with store.read() as connection:
        if connection.dialect.name == "sqlite":
            statement = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
        else:
            statement = "SELECT pg_database_size(current_database())"
        return int(connection.execute(text(statement)).scalar() or 0)


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Give the median and the longest milliseconds of some rounds."""
    rounds = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        rounds.append((time.perf_counter() - begun) * 1000)
    return statistics.median(rounds), max(rounds)


def longest_batch(store: Store) -> float:
    """Fill the index; gives the seconds of the longest transaction."""
    longest, filled = 0.0, 1
    while filled:
        begun = time.perf_counter()
        with store.write() as connection:
            filled = search.fill(connection, 200)
        longest = max(longest, time.perf_counter() - begun)
    return longest


def measure(url: str, count: int) -> None:
    """Print all figures."""
    store = open_store(url)
    print(f"store {count} entries without index: {store_rows(store, count):.1f} s")
    before = size(store)
    begun, cpu = time.perf_counter(), time.process_time()
    longest = longest_batch(store)
    print(
        f"index them: {time.perf_counter() - begun:.1f} s, {time.process_time() - cpu:.1f} s CPU, "
        f"longest transaction {longest * 1000:.0f} ms"
    )
    print(f"entries {before / count:.0f} bytes each, index {(size(store) - before) / count:.0f}")
    if not engine.is_sqlite(url):
        with store.write() as connection:
            # as autovacuum does in time
            connection.exec_driver_sql("ANALYZE")
    common = syllables()[0]
    asked = {
        "rare word": Wanted(query=read_query("mốihiếm")),
        "common word, marks": Wanted(query=read_query(common + " à")),
        "common word": Wanted(query=read_query(common)),
        "common words without marks": Wanted(query=read_query(f"{syllables()[1]} {common}")),
        "phrase": Wanted(query=read_query(f'"{common} {syllables()[1]}"')),
        "beginning": Wanted(query=read_query("th*")),
        "nothing": Wanted(query=read_query("khôngcó")),
        "common word in a topic of 2 %": Wanted(query=read_query(common), topic="russia"),
        "common word of a source": Wanted(query=read_query(common), sources=("s7",)),
        "rare language, no words": Wanted(languages=("ru",)),
        "topic, no words": Wanted(topic="russia"),
    }
    for name, wanted in asked.items():
        for skip in (0, 1000):
            with store.read() as connection:
                hits = len(find(connection, wanted, limit=50, skip=skip))
                median, most = timed(partial(find, connection, wanted, limit=50, skip=skip))
            print(f"{name}, from {skip}: {hits} found, {median:.1f} ms (at most {most:.1f})")
    store.close()


def main() -> None:
    """Measure a store of its own, or an empty database that is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--store")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(given.store or f"sqlite:///{Path(folder)}/search.db", given.entries)


if __name__ == "__main__":
    main()
