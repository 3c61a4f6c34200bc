"""Pure: a trie over words, and the scan that finds every term of it in one pass.

The cost of a scan is the number of words, and for each word that begins a term the length of the
longest term (a small constant): linear in the text, whatever the number of terms.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from feeds.topics.inflect import NAME_ENDINGS
from feeds.topics.tokens import Passage

# letters of a stem by which a word is looked up before the stem itself is compared
STEM_KEY = 3
_KEY = itemgetter(slice(STEM_KEY))


@dataclass(frozen=True, slots=True)
class Position:
    """One word of a pattern: any of `forms`, or a word that begins with `stem`."""

    forms: frozenset[str] = frozenset()
    stem: str = ""


Pattern = tuple[Position, ...]


@dataclass(slots=True, eq=False)
class Node:
    """What may follow, by number of position; `ends` are the terms that are complete here."""

    following: dict[int, "Node"] = field(default_factory=dict)
    ends: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Found:
    """Term number `term` covers words `start` up to `end`, which is not in it."""

    term: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Trie:
    """Patterns, ready for scanning; positions are numbered, so that their forms cost no nodes."""

    root: Node
    # which positions a word fits, and, by first letters, which stems it may begin with
    forms: Mapping[str, Sequence[int]]
    stems: Mapping[str, Sequence[tuple[str, int]]]
    # words that begin a term; the terms that each is by itself, and with which words each goes on;
    # first letters of stems that begin one: the cheap first look
    first_words: frozenset[str]
    singles: Mapping[str, tuple[int, ...]]
    seconds: Mapping[str, frozenset[str]]
    # words with which a stem goes on
    open_ended: frozenset[str]
    first_letters: frozenset[str]

    def starts(self, words: Sequence[str]) -> list[int]:
        """Give the numbers of the words that could begin a term; few do, at the cost of a look."""
        first, letters = self.first_words, self.first_letters
        if letters and not letters.isdisjoint(map(_KEY, words)):
            numbers = [
                number
                for number, word in enumerate(words)
                if word in first or word[:STEM_KEY] in letters
            ]
        else:
            numbers = [number for number, word in enumerate(words) if word in first]
        singles = self.singles
        return [
            number
            for number in numbers
            if words[number] in singles or self.may_go_on(words, number)
        ]

    def may_go_on(self, words: Sequence[str], number: int) -> bool:
        """Tell whether the next word, or letters that a stem leaves open, could go on a term."""
        word = words[number]
        if word in self.open_ended or word[:STEM_KEY] in self.first_letters:
            return True
        following = self.seconds.get(word)
        return following is not None and number + 1 < len(words) and words[number + 1] in following

    def fitting(self, word: str) -> Sequence[int]:
        """Give the numbers of the positions that a word fits."""
        numbers = self.forms.get(word, ())
        stems = self.stems.get(word[:STEM_KEY])
        if not stems:
            return numbers
        return [*numbers, *(number for stem, number in stems if _begins(word, stem))]


def build_trie(patterns: Iterable[tuple[int, Pattern]]) -> Trie:
    """Build a trie of numbered patterns."""
    root = Node()
    numbers: dict[Position, int] = {}
    kept = list(patterns)
    for term, pattern in kept:
        node = root
        for position in pattern:
            number = numbers.setdefault(position, len(numbers))
            node = node.following.setdefault(number, Node())
        node.ends.append(term)
    beginnings = {pattern[:2] for _, pattern in kept}
    return Trie(
        root=root,
        forms=_forms(numbers),
        stems=_stems(numbers),
        first_words=frozenset(form for first, *_ in beginnings for form in first.forms),
        singles=_singles(kept),
        seconds=_seconds(beginnings),
        open_ended=frozenset(
            form
            for first, *others in beginnings
            if others and others[0].stem
            for form in first.forms
        ),
        first_letters=frozenset(
            key for first, *_ in beginnings if first.stem for key in _stem_keys(first.stem)
        ),
    )


def _singles(patterns: Iterable[tuple[int, Pattern]]) -> dict[str, tuple[int, ...]]:
    singles: dict[str, tuple[int, ...]] = {}
    for term, pattern in patterns:
        for form in pattern[0].forms if len(pattern) == 1 else ():
            singles[form] = (*singles.get(form, ()), term)
    return singles


def _seconds(beginnings: Iterable[Pattern]) -> dict[str, frozenset[str]]:
    seconds: dict[str, frozenset[str]] = {}
    for first, *others in beginnings:
        for form in first.forms if others else ():
            seconds[form] = seconds.get(form, frozenset()) | others[0].forms
    return seconds


def _forms(numbers: Mapping[Position, int]) -> dict[str, list[int]]:
    forms: dict[str, list[int]] = {}
    for position, number in numbers.items():
        for form in position.forms:
            forms.setdefault(form, []).append(number)
    return forms


def _stems(numbers: Mapping[Position, int]) -> dict[str, list[tuple[str, int]]]:
    stems: dict[str, list[tuple[str, int]]] = {}
    for position, number in numbers.items():
        if position.stem:
            for key in _stem_keys(position.stem):
                stems.setdefault(key, []).append((position.stem, number))
    return stems


def _stem_keys(stem: str) -> set[str]:
    """Give the first letters of words that a stem may begin; without capitals, of any case."""
    key = stem[:STEM_KEY]
    return {key, key.title(), key.upper()} if stem.islower() else {key, key.upper()}


def _begins(word: str, stem: str) -> bool:
    """Tell whether a stem fits a word: a small one any, a name's one only in one of its cases."""
    if stem.islower():
        return word.lower().startswith(stem)
    if not (word.startswith(stem) or (word.isupper() and word.startswith(stem.upper()))):
        return False
    return len(word) == len(stem) or word[len(stem) :].lower() in NAME_ENDINGS


def scan(trie: Trie, passage: Passage, words: Sequence[str], starts: Iterable[int]) -> list[Found]:
    """Find all terms that begin at `starts`, of every length; overlaps are the caller's to judge.

    `words` are those of the passage in the spelling that the trie was built for.
    """
    found: list[Found] = []
    for start in starts:
        _follow(trie, passage, words, start, found)
    return found


def _follow(
    trie: Trie, passage: Passage, words: Sequence[str], start: int, found: list[Found]
) -> None:
    """Add the terms that begin at a word; most are one word, and need no walk."""
    if not trie.may_go_on(words, start):
        found += [Found(term, start, start + 1) for term in trie.singles[words[start]]]
        return
    nodes, end = [trie.root], start
    while nodes and end < len(words) and (end == start or passage.joins(end)):
        fitting = trie.fitting(words[end])
        nodes = [node.following[fit] for node in nodes for fit in fitting if fit in node.following]
        end += 1
        found += [Found(term, start, end) for node in nodes for term in node.ends]
        nodes = [node for node in nodes if node.following]


def longest(found: Iterable[Found], groups: Mapping[int, str]) -> list[Found]:
    """Keep, in each group of terms, what no longer one covers; `groups` maps terms to groups.

    Leftmost first, then longest: "Guinea Xích Đạo" leaves no "Guinea".
    """
    kept: list[Found] = []
    reached: dict[str, int] = {}
    for each in sorted(found, key=lambda one: (one.start, -one.end, one.term)):
        group = groups[each.term]
        if each.start >= reached.get(group, 0):
            kept.append(each)
            reached[group] = each.end
    return kept
