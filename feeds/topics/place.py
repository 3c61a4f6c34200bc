"""Pure: where a term was found, with the words around it, and lists to compare them with."""

from collections.abc import Iterable
from dataclasses import dataclass

from feeds.topics.tokens import Passage, find_words, unmark

# words on each side that guards look at; no phrase of theirs is longer
REACH = 5

Words = tuple[str, ...]

_POSSESSIVE = ("'", "’")


@dataclass(frozen=True, slots=True)
class Place:
    """Words `start` up to `end` of a passage, and what stands beside them with only spaces between.

    `left` ends with the word directly before, `right` begins with the one directly after.
    """

    passage: Passage
    start: int
    end: int
    left: Words
    right: Words
    # a Vietnamese text without its marks
    plain: bool = False

    @property
    def folds(self) -> bool:
        """Tell whether case says nothing here."""
        return self.passage.writing != "exact"

    @property
    def is_odd(self) -> bool:
        """Tell whether words are not spelled as lists spell them."""
        return self.plain or self.folds

    @property
    def text(self) -> str:
        """Give the words as they stand."""
        return self.passage.slice(self.start, self.end)

    @property
    def offsets(self) -> tuple[int, int]:
        """Give where the words begin and end, in code points of the passage's text."""
        return self.passage.offsets(self.start, self.end)


def place_at(passage: Passage, start: int, end: int, plain: bool = False) -> Place:
    """Look at words `start` up to `end` of a passage."""
    gaps, words = passage.gaps, passage.words
    first, furthest = start, max(0, start - REACH)
    while first > furthest and ((gap := gaps[first]) == " " or gap.isspace()):
        first -= 1
    last, furthest = end, min(len(words), end + REACH)
    while last < furthest and ((gap := gaps[last]) == " " or gap in _POSSESSIVE or gap.isspace()):
        last += 1
    return Place(passage, start, end, words[first:start], words[end:last], plain)


def fold(words: Words) -> Words:
    """Give words without case, for lists that do not care for it."""
    return tuple([word.casefold() for word in words])


@dataclass(frozen=True, slots=True)
class Phrases:
    """A list of words and phrases that may stand beside a term, as they are compared."""

    exact: frozenset[Words] = frozenset()
    # the first and the last words of all: the cheap first look
    firsts: frozenset[str] = frozenset()
    lasts: frozenset[str] = frozenset()
    members: frozenset[str] = frozenset()
    folded: frozenset[Words] = frozenset()
    plain: frozenset[Words] = frozenset()

    def before(self, place: Place) -> str:
        """Give the phrase that stands directly before, as it stands; empty where none does."""
        if place.left and (place.left[-1] in self.lasts or place.is_odd):
            for length in range(1, len(place.left) + 1):
                if self._has(place.left[-length:], place):
                    return " ".join(place.left[-length:])
        return ""

    def after(self, place: Place) -> str:
        """Give the phrase that stands directly after, as it stands; empty where none does."""
        if place.right and (place.right[0] in self.firsts or place.is_odd):
            for length in range(1, len(place.right) + 1):
                if self._has(place.right[:length], place):
                    return " ".join(place.right[:length])
        return ""

    def around(self, place: Place) -> bool:
        """Tell whether the place is a part of one of the phrases as it stands in the text."""
        beside = (*place.left[-1:], *place.right[:1])
        if self.members.isdisjoint(beside) and not place.is_odd:
            return False
        words = (*place.left, *place.passage.words[place.start : place.end], *place.right)
        first, last = len(place.left), len(words) - len(place.right)
        return any(
            self._has(words[start:end], place)
            for start in range(first + 1)
            for end in range(last, len(words) + 1)
        )

    def _has(self, words: Words, place: Place) -> bool:
        if place.folds:
            return fold(words) in self.folded
        if place.plain:
            return words in self.plain
        return words in self.exact


def phrases(texts: Iterable[str], *, any_case: bool = False) -> Phrases:
    """Make a list of phrases; a small first letter stands for a capital as well.

    `any_case`: case does not count; write these phrases in small letters.
    """
    exact = {variant for text in texts for variant in _variants(tuple(find_words(text)))}
    exact.discard(())
    if any_case:
        exact |= {fold(words) for words in exact}
    return Phrases(
        exact=frozenset(exact),
        firsts=frozenset(words[0] for words in exact),
        lasts=frozenset(words[-1] for words in exact),
        members=frozenset(word for words in exact for word in words),
        folded=frozenset(fold(words) for words in exact),
        plain=frozenset(tuple(map(unmark, words)) for words in exact),
    )


def _variants(words: Words) -> set[Words]:
    """Give a phrase as it is, as it begins a sentence, and as a title writes it."""
    capital = tuple(word[:1].upper() + word[1:] for word in words)
    return {words, capital[:1] + words[1:], capital}
