"""Pure: from entries that wait and those that are kept to verdicts: who repeats whom.

A duplicate links only to a kept entry, so that chains and cycles cannot arise. Entries that wait
together are judged in one canonical order, so that the order in which sources were read changes
nothing; what was kept in an earlier round stays.
"""

from collections import defaultdict
from collections.abc import Sequence

from feeds.config.schema import Dedupe
from feeds.dedupe.exact import Candidate, Found, Scope, find_exact, is_boilerplate
from store.records import Entry, Verdict, Waiting


def scope_of(settings: Dedupe) -> Scope:
    """Read how far the operator wants duplicates to be looked for."""
    return Scope(across=settings.across_sources != "off", within=settings.within_source != "off")


def canonical_order(entry: Entry | Waiting) -> tuple[object, ...]:
    """Order entries that wait together: the one that came out first, else by source and place."""
    dated = entry.published.timestamp() if entry.published else float("inf")
    return (dated, entry.source, entry.origin, entry.position, entry.tag)


def candidate(entry: Entry, kept: int) -> Candidate:
    """See an entry as the rules of deduplication do."""
    return Candidate(
        origin=f"{entry.source}\x1f{entry.origin}",
        title="" if entry.title_synthetic else entry.title,
        kept=kept,
    )


def judge(waiting: Sequence[Entry], known: Sequence[Entry], settings: Dedupe) -> list[Verdict]:
    """Give a verdict for every waiting entry.

    `known` are decided entries of the window that share a key with a waiting one.
    """
    ids = {entry.id for entry in waiting}
    shelf = _Shelf([entry for entry in known if entry.id not in ids], waiting)
    verdicts = []
    for entry in sorted(waiting, key=_turn):
        verdict = _verdict(entry, shelf, scope_of(settings))
        shelf.add(entry, verdict.duplicate_of or entry.id)
        verdicts.append(verdict)
    return verdicts


def _turn(entry: Entry) -> tuple[object, ...]:
    """Judge what is published already before what is not, so that it is there to be repeated."""
    return (not _is_published(entry), *canonical_order(entry))


def _is_published(entry: Entry) -> bool:
    return entry.pending == "edited" and entry.duplicate_of is None


def _verdict(entry: Entry, shelf: "_Shelf", scope: Scope) -> Verdict:
    if _is_published(entry):
        # it was published under its own id: an edit never takes it away from its readers
        return Verdict(entry=entry.id)
    found = shelf.find(entry, scope)
    if found is None:
        return Verdict(entry=entry.id)
    return Verdict(entry=entry.id, duplicate_of=found.kept, reason=found.reason, score=found.score)


def _kept_first(entry: Entry) -> tuple[object, ...]:
    """Order decided entries: the kept ones first, then as they came; numbers are chance."""
    return (entry.duplicate_of is not None, entry.first_seen, *canonical_order(entry))


class _Shelf:
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
        for key in _keys(entry):
            self._decided[key].append(candidate(entry, kept))

    def find(self, entry: Entry, scope: Scope) -> Found | None:
        return find_exact(
            candidate(entry, entry.id),
            by_url=self._news_under(entry.url_key),
            by_text=self._news_under(entry.text_key),
            scope=scope,
        )

    def _news_under(self, key: int | None) -> Sequence[Candidate]:
        if key is None or is_boilerplate(self._shared[key]):
            return ()
        return self._decided[key]


def _keys(entry: Entry) -> list[int]:
    return [key for key in (entry.url_key, entry.text_key) if key is not None]
