"""Pure: entries by the phrases that they share; near duplicates are found here.

Only kept entries are looked at, with the text that is shown for them, so that a duplicate links to
a kept entry and never to another duplicate.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

from feeds.config.schema import Dedupe
from feeds.dedupe.exact import Found
from feeds.dedupe.near import find_near
from feeds.dedupe.shingles import BUCKET_CAP, MOST_CANDIDATES, phrase_keys
from feeds.dedupe.texts import Text, read_signature, read_text
from feeds.order import canonical_order
from feeds.sharing import candidate
from feeds.text import html_to_text
from store.records import Entry


def text_of(entry: Entry) -> Text:
    """Prepare an entry's whole text for comparing; a title that we made says nothing more."""
    return read_text(
        title="" if entry.title_synthetic else entry.title,
        lead=entry.summary,
        full=html_to_text(entry.content),
    )


def phrases_of(entry: Entry) -> tuple[int, ...]:
    """Give the keys that an entry is looked up by: those of its lead, which cost little."""
    title = "" if entry.title_synthetic else entry.title
    lead = entry.summary or html_to_text(entry.content)
    return phrase_keys(read_signature(title=title, lead=lead).forms)


class Neighbours:
    """Kept entries by their phrases; grows as verdicts are given.

    `phrases` are those that were found already, by entry.
    """

    def __init__(
        self,
        rows: Iterable[tuple[int, int]],
        kept: Mapping[int, Entry],
        phrases: Mapping[int, tuple[int, ...]] | None = None,
    ) -> None:
        self._entries = dict(kept)
        self._holders: dict[int, set[int]] = defaultdict(set)
        for key, entry in rows:
            if entry in kept:
                self._holders[key].add(entry)
        self._texts: dict[int, Text] = {}
        self._phrases = dict(phrases or {})

    def text(self, entry: Entry) -> Text:
        """Give an entry's text, prepared once."""
        if entry.id not in self._texts:
            self._texts[entry.id] = text_of(entry)
        return self._texts[entry.id]

    def phrases(self, entry: Entry) -> tuple[int, ...]:
        """Give an entry's phrases, found once."""
        if entry.id not in self._phrases:
            self._phrases[entry.id] = phrases_of(entry)
        return self._phrases[entry.id]

    def add(self, entry: Entry) -> None:
        """Take up an entry that is kept."""
        self._entries[entry.id] = entry
        for key in self.phrases(entry):
            self._holders[key].add(entry.id)

    def lengthen(self, kept: int, entry: Entry) -> None:
        """Let a kept entry be looked at with the longer text of its duplicate from now on."""
        self._texts[kept] = self.text(entry)
        for key in self.phrases(entry):
            self._holders[key].add(kept)

    def find(self, entry: Entry, settings: Dedupe, apart: Collection[int] = ()) -> Found | None:
        """Find the kept entry that this one repeats in other words; never one of `apart`."""
        others = [other for other in self.candidates(entry) if other.id not in apart]
        if not others:
            return None
        return find_near(
            candidate(entry, entry.id),
            self.text(entry),
            [(candidate(other, other.id), self.text(other)) for other in others],
            settings,
        )

    def candidates(self, entry: Entry) -> list[Entry]:
        """Give the entries worth a close look: most phrases shared first, then canonical order."""
        holders = [self._holders.get(key, ()) for key in self.phrases(entry)]
        hits = Counter(number for group in holders if len(group) <= BUCKET_CAP for number in group)
        ranked = sorted(
            (self._entries[number] for number in hits if number != entry.id),
            key=lambda other: (-hits[other.id], canonical_order(other)),
        )
        return ranked[:MOST_CANDIDATES]
