"""Pure: lists of words, phrases of two words, and stems, looked up around a stretch of text."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from feeds.dedupe.words import bare

Meaning = TypeVar("Meaning", bound=Hashable)

# letters by which stems are filed; the shortest stem has as many
_FILED_BY = 2


@dataclass(frozen=True, slots=True)
class Terms(Generic[Meaning]):
    """A list of terms, each with what it stands for."""

    words: Mapping[str, tuple[Meaning, ...]]
    # by their first letters
    stems: Mapping[str, tuple[tuple[str, Meaning], ...]]

    def find(self, term: str) -> list[Meaning]:
        """Give what a word or phrase stands for; empty where it is not listed."""
        found = list(self.words.get(term, ()))
        for stem, meaning in self.stems.get(term[:_FILED_BY], ()):
            if term.startswith(stem):
                found.append(meaning)
        return found


def compile_terms(listed: Iterable[tuple[str, Meaning]], *, folded: bool = False) -> Terms[Meaning]:
    """Make a list of terms with their meanings.

    In a term, `_` parts the words of a phrase, and a closing `-` marks a stem. `folded`: of their
    forms without marks.
    """
    words: dict[str, tuple[Meaning, ...]] = defaultdict(tuple)
    stems: dict[str, tuple[tuple[str, Meaning], ...]] = defaultdict(tuple)
    for term, meaning in listed:
        clean = " ".join(map(bare, term.split("_"))) if folded else term.replace("_", " ")
        if clean.endswith("-"):
            stems[clean[:_FILED_BY]] += ((clean.removesuffix("-"), meaning),)
        else:
            words[clean] += (meaning,)
    return Terms(dict(words), dict(stems))


def around(forms: Sequence[str], start: int, end: int) -> Iterator[tuple[int, str]]:
    """Give the words from `start` to before `end`, and the pairs that take in one of them."""
    if start >= end:
        return
    for place in range(start, end):
        yield place, forms[place]
    for place in range(max(start - 1, 0), min(end, len(forms) - 1)):
        yield place, f"{forms[place]} {forms[place + 1]}"
