"""Pure: entries by the addresses and texts that they share; exact duplicates are found here."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from feeds.dedupe.exact import Candidate, Found, Scope, find_exact, is_boilerplate
from feeds.order import arrival, origin_of
from store.records import Entry


def candidate(entry: Entry, kept: int) -> Candidate:
    """See an entry as the rules of deduplication do."""
    return Candidate(
        origin=origin_of(entry),
        title="" if entry.title_synthetic else entry.title,
        kept=kept,
    )


def _kept_first(entry: Entry) -> tuple[object, ...]:
    return (entry.duplicate_of is not None, *arrival(entry))


class SharedKeys:
    """Entries by what they share; grows as verdicts are given, so that order decides ties."""

    def __init__(self, known: Sequence[Entry], waiting: Sequence[Entry]) -> None:
        self._shared: dict[int, list[Candidate]] = defaultdict(list)
        for entry in (*known, *waiting):
            for key in _keys(entry):
                self._shared[key].append(candidate(entry, entry.id))
        self._decided: dict[int, list[Candidate]] = defaultdict(list)
        for entry in sorted(known, key=_kept_first):
            self.add(entry, entry.duplicate_of or entry.id)

    def add(self, entry: Entry, kept: int) -> None:
        """Take up an entry that was judged."""
        for key in _keys(entry):
            self._decided[key].append(candidate(entry, kept))

    def find(self, entry: Entry, scope: Scope, apart: Collection[int] = ()) -> Found | None:
        """Find the kept entry that this one repeats to the letter; never one of `apart`."""
        return find_exact(
            candidate(entry, entry.id),
            by_url=self._news_under(entry.url_key, apart),
            by_text=self._news_under(entry.text_key, apart),
            scope=scope,
        )

    def _news_under(self, key: int | None, apart: Collection[int]) -> Sequence[Candidate]:
        if key is None or is_boilerplate(self._shared[key]):
            return ()
        return [other for other in self._decided[key] if other.kept not in apart]


def _keys(entry: Entry) -> list[int]:
    return [key for key in (entry.url_key, entry.text_key) if key is not None]
