"""Pure: what a reader types to find entries, as terms; any text is a query.

Words must all be there, in any order; words in quotes stand side by side, and so do the parts of
`COVID-19`; a `*` behind a word stands for any ending. Words typed without marks find those with
any marks; once one word of Latin letters bears a mark, every word means what it says.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from store.words import WORD, folded, has_tone, indexed, settled

# a quoted phrase, whose closing quote may be missing, or what stands between spaces
_PART = re.compile(r'"([^"]*)"?|([^\s"]+)')
# quotes as keyboards and word processors write them
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
# letters before a *, so that it is no search for nearly everything
_SHORTEST_STEM = 2


@dataclass(frozen=True, kw_only=True)
class Term:
    """Words that stand side by side; the last may be the beginning of one."""

    # settled, as they are shown
    words: tuple[str, ...]
    is_beginning: bool = False

    @cached_property
    def indexed(self) -> tuple[str, ...]:
        """Give the words as the index holds them."""
        return tuple(map(indexed, self.words))

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """Give the words as the index holds them without marks."""
        return tuple(map(folded, self.indexed))

    def __str__(self) -> str:
        """Write the term so that it is read as the same."""
        text = " ".join(self.words) + "*" * self.is_beginning
        return f'"{text}"' if len(self.words) > 1 else text


@dataclass(frozen=True, kw_only=True)
class Query:
    """Terms that must all be found; without any, nothing is."""

    terms: tuple[Term, ...]

    @cached_property
    def is_exact(self) -> bool:
        """Tell whether marks count: somebody who types one types them all."""
        return any(term.indexed != term.folded for term in self.terms)

    def count(self) -> int:
        """Count the words."""
        return sum(len(term.words) for term in self.terms)

    def __str__(self) -> str:
        """Write the query in its one spelling, which is read as the same query."""
        return " ".join(map(str, self.terms))


def read_query(text: str) -> Query:
    """Read whatever somebody typed; never fails."""
    parts = _PART.finditer(settled(text.translate(_QUOTES)).translate(_QUOTES))
    terms = (_read_term(part[1] if part[1] is not None else part[2]) for part in parts)
    return Query(terms=tuple(dict.fromkeys(term for term in terms if term.words)))


def _read_term(part: str) -> Term:
    words = tuple(WORD.findall(part))
    stars = part.rstrip().endswith("*") and bool(words)
    return Term(words=words, is_beginning=stars and _can_begin(words[-1]))


def _can_begin(word: str) -> bool:
    """Tell whether longer words begin with it: a syllable with its tone is whole."""
    return len(word) >= _SHORTEST_STEM and not has_tone(word)


def places(query: Query, text: str) -> list[tuple[int, int]]:
    """Say where a text has what is looked for, as (start, end) in its characters, in order."""
    found = [(match.span(), indexed(settled(match[0]))) for match in WORD.finditer(text)]
    spans = [span for span, _ in found]
    words = [word if query.is_exact else folded(word) for _, word in found]
    stretches: set[tuple[int, int]] = set()
    for term in query.terms:
        wanted = term.indexed if query.is_exact else term.folded
        for at in range(len(words) - len(wanted) + 1):
            if _stands_at(words, at, wanted, term.is_beginning):
                stretches.add((spans[at][0], spans[at + len(wanted) - 1][1]))
    return sorted(stretches)


def _stands_at(words: Sequence[str], at: int, wanted: Sequence[str], is_beginning: bool) -> bool:
    *before, last = wanted
    end = words[at + len(before)]
    fits = end.startswith(last) if is_beginning else end == last
    return fits and list(words[at : at + len(before)]) == before
