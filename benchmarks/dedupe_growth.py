"""What the phrases of near duplicates cost as the store grows: bytes, and µs an entry.

    python -m benchmarks.dedupe_growth [--million]

Phrases are random 64-bit keys (the same ones every time), ten an entry, and one of a few hot ones
that many entries share. Only the window's entries are kept, the newest tenth of all, as `tend`
does; polls are looked up in what is left. A poll is thirty entries in one statement; half of them
hold the phrases of an entry in the store. Times are those of the processor, at their median and
99th percentile for looking up.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from store import phrases
from store.database import Store, open_store

SIZES = (10_000, 100_000)
MILLION = 1_000_000
KEYS = 10
HOT = 20
POLL = 30
POLLS = 300
# entries that one transaction adds
BATCH = 300
# the window's part of all entries
WINDOW = 0.1

Keys = dict[int, list[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """What one size costs; bytes and µs are those of one entry."""

    entries: int
    size: float
    insert: float
    # everything kept, and the window only, each at p50 and p99
    all_kept: tuple[float, float]
    forget: float
    window: tuple[float, float]


def entries(count: int, seed: int = 1) -> Iterator[tuple[int, list[int]]]:
    """Make entries with their phrases, numbered from 1."""
    chance = random.Random(seed)
    hot = [_key(chance) for _ in range(HOT)]
    for number in range(1, count + 1):
        yield number, [*(_key(chance) for _ in range(KEYS)), chance.choice(hot)]


def _key(chance: random.Random) -> int:
    return chance.getrandbits(64) - 2**63


def fill(store: Store, count: int) -> float:
    """Store the phrases of entries, a batch a transaction; gives µs an entry."""
    made, spent = entries(count), 0.0
    while batch := dict(islice(made, BATCH)):
        start = time.process_time()
        with store.write() as connection:
            phrases.add(connection, batch)
        spent += time.process_time() - start
    return spent / count * 1e6


def polls(count: int, first: int) -> list[set[int]]:
    """Make polls: of half their entries the phrases stand in the store, from `first` on."""
    chance = random.Random(2)
    known = [keys for number, keys in entries(count) if number >= first]
    new = entries(POLLS * POLL, seed=3)
    return [
        {key for _ in range(POLL // 2) for key in (*chance.choice(known), *next(new)[1])}
        for _ in range(POLLS)
    ]


def look_up(store: Store, asked: list[set[int]]) -> tuple[float, float]:
    """Look polls up; gives µs an entry, p50 and p99."""
    costs = []
    for keys in asked:
        start = time.process_time()
        with store.read() as connection:
            phrases.with_keys(connection, keys)
        costs.append((time.process_time() - start) / POLL * 1e6)
    costs.sort()
    return costs[len(costs) // 2], costs[len(costs) * 99 // 100]


def forget(store: Store, before: int) -> float:
    """Forget what lies before the window; gives µs an entry that was forgotten."""
    start = time.process_time()
    with store.write() as connection:
        phrases.forget(connection, before)
    return (time.process_time() - start) / max(1, before - 1) * 1e6


def measure(folder: Path, count: int) -> Growth:
    """Grow a store to so many entries, then let it forget all but the window."""
    path = folder / f"{count}.db"
    empty = folder / f"{count}-empty.db"
    open_store(f"sqlite:///{empty}").close()
    store = open_store(f"sqlite:///{path}")
    insert = fill(store, count)
    asked = polls(count, int(count * (1 - WINDOW)) + 1)
    all_kept = look_up(store, asked)
    # closing the last connection moves the journal into the file
    store.close()
    size = (path.stat().st_size - empty.stat().st_size) / count
    store = open_store(f"sqlite:///{path}")
    forgetting = forget(store, int(count * (1 - WINDOW)) + 1)
    window = look_up(store, asked)
    store.close()
    return Growth(
        entries=count,
        size=size,
        insert=insert,
        all_kept=all_kept,
        forget=forgetting,
        window=window,
    )


def main() -> None:
    """Measure each size and print a table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument(
        "--million", action="store_true", help="also a million entries, for minutes"
    )
    sizes = (*SIZES, *((MILLION,) if arguments.parse_args().million else ()))
    print("per entry:          bytes  insert  look up, all kept  forget  look up, window")
    print("                             µs      p50 µs  p99 µs     µs    p50 µs  p99 µs")
    with tempfile.TemporaryDirectory() as folder:
        for count in sizes:
            print(line(measure(Path(folder), count)), flush=True)


def line(growth: Growth) -> str:
    """Write one size as a line of the table."""
    return (
        f"{growth.entries:>9,} entries  {growth.size:6.0f} "
        f"{growth.insert:7.0f}    {growth.all_kept[0]:7.1f} {growth.all_kept[1]:7.1f} "
        f"{growth.forget:6.1f}   {growth.window[0]:7.1f} {growth.window[1]:7.1f}"
    )


if __name__ == "__main__":
    main()
