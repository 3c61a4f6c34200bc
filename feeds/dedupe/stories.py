"""Pure: which of a feed's entries tell the same story in other words.

They are only shown as related, never merged. What they share is weighed within the feed: a name
that stands in every third entry of a topic joins none of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from math import sqrt

from feeds.dedupe.normalise import TOKEN, comparable, form
from feeds.dedupe.stop_words import STOP_WORDS

# related entries that one entry shows
MOST = 3
WINDOW = timedelta(days=5)
# The share of the lighter entry's weight that the other holds. Measured on the labelled pairs, 90
# entries a feed: precision .94 and recall .90 over stories, updates and duplicates against other
# news.
LEAST = 0.3
# different words and pairs of words that must be shared
_LEAST_SHARED = 6
# an entry that says less is weighed as if it said this: two short titles are soon alike
_LEAST_WEIGHT = 12.0
# a word in more of the entries than this is what the feed is about; a small feed allows more, up
# to a story and its retellings, and no feed more than so many: pairs grow with its square
_COMMON = 0.15
_COMMON_OF_FEW = 1 / 3
_RETOLD = MOST + 1
_MANY = 30
# words of a title, and of a lead, that are looked at, and the characters that may hold them
_WORDS = 80
_CHARACTERS = 800
_NAME = 2.0
_OPENINGS = " \"'“”‘«„([-"
_SENTENCE_ENDS = ".!?…:"

Pair = tuple[int, int]
Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An entry as a feed shows it; `number` tells it from the feed's others."""

    number: int
    # when it was published, or else seen
    moment: datetime
    title: str
    lead: str


def related(texts: Sequence[Story]) -> Mapping[int, tuple[int, ...]]:
    """Give the numbers of each entry's related ones, best first, at most MOST of them.

    The relation is symmetric; the order in which the entries come changes nothing, and entries
    without any are left out. Time grows with the words, not with the square of the entries.
    """
    stories = {story.number: story for story in texts}
    weighed = _weigh({number: _words_of(story) for number, story in stories.items()})
    alike = [
        (-score, *_order(stories[one], stories[other]), one, other)
        for (one, other), score in _scores(weighed).items()
        if score >= LEAST and abs(stories[one].moment - stories[other].moment) <= WINDOW
    ]
    found: dict[int, list[int]] = defaultdict(list)
    for *_, one, other in sorted(alike):
        if len(found[one]) < MOST and len(found[other]) < MOST:
            found[one].append(other)
            found[other].append(one)
    return {number: tuple(others) for number, others in found.items() if others}


def _order(one: Story, other: Story) -> tuple[timedelta, list[tuple[datetime, str, str]]]:
    """Order pairs that are equally alike by what they say: numbers tell only who was first."""
    said = sorted((story.moment, story.title, story.lead) for story in (one, other))
    return abs(one.moment - other.moment), said


def _words_of(story: Story) -> Weights:
    """Give what an entry says as words and pairs of words, each with its own weight."""
    weights: dict[str, float] = {}
    for text in (story.title, story.lead):
        for word, weight in _weights_in(text[:_CHARACTERS]):
            weights[word] = max(weight, weights.get(word, 0.0))
    return weights


@lru_cache(maxsize=512)
def _weights_in(text: str) -> tuple[tuple[str, float], ...]:
    """Give a text's words that say something, and the pairs of neighbours among them.

    Names and numbers weigh double. Vietnamese writes most words as two syllables: the pair is what
    says something.
    """
    found: list[tuple[str, float]] = []
    clean = comparable(text)
    before, end, before_weight = "", -1, 0.0
    for match in list(TOKEN.finditer(clean))[:_WORDS]:
        word = form(match[0])
        weight = _own_weight(clean, match.start(), word)
        if weight:
            found.append((word, weight))
        if weight and before_weight and match.start() == end + 1:
            found.append((f"{before} {word}", min(weight, before_weight)))
        before, end, before_weight = word, match.end(), weight
    return tuple(found)


def _own_weight(text: str, place: int, word: str) -> float:
    if word in STOP_WORDS or word == "%" or (word.isdigit() and len(word) == 1):
        return 0.0
    if word[0].isdigit():
        return _NAME
    return _NAME if text[place].isupper() and not _opens_sentence(text, place) else 1.0


def _opens_sentence(text: str, place: int) -> bool:
    """Tell whether a capital may be only that of a sentence's first word."""
    said = text[max(0, place - 3) : place].rstrip(_OPENINGS)
    return said.endswith(tuple(_SENTENCE_ENDS)) or not text[:place].strip(_OPENINGS)


def _weigh(said: Mapping[int, Weights]) -> dict[int, Weights]:
    """Weigh words by how few entries hold them; what all talk about weighs nothing."""
    counts: dict[str, int] = defaultdict(int)
    for words in said.values():
        for word in words:
            counts[word] += 1
    most = _most_holders(len(said))
    return {
        number: {
            word: weight / sqrt(max(1, counts[word] - 1))
            for word, weight in words.items()
            if counts[word] <= most
        }
        for number, words in said.items()
    }


def _most_holders(entries: int) -> float:
    """Give in how many of a feed's entries a word may stand that tells a story; two at least."""
    return max(2, min(_RETOLD, _COMMON_OF_FEW * entries), min(_MANY, _COMMON * entries))


def _scores(weighed: Mapping[int, Weights]) -> dict[Pair, float]:
    """Give the share that two entries have in common, for all that share enough words."""
    totals = {number: _total(words.values()) for number, words in weighed.items()}
    shared: dict[Pair, list[float]] = defaultdict(list)
    for word, holders in _holders(weighed).items():
        for place, one in enumerate(holders):
            for other in holders[place + 1 :]:
                shared[one, other].append(min(weighed[one][word], weighed[other][word]))
    return {
        (one, other): _total(weights) / max(_LEAST_WEIGHT, min(totals[one], totals[other]))
        for (one, other), weights in shared.items()
        if len(weights) >= _LEAST_SHARED
    }


def _total(weights: Iterable[float]) -> float:
    """Add up in an order of its own: sums of fractions depend on it."""
    return sum(sorted(weights))


def _holders(weighed: Mapping[int, Weights]) -> dict[str, list[int]]:
    """Give the entries that hold each word, in the order of their numbers."""
    holders: dict[str, list[int]] = defaultdict(list)
    for number in sorted(weighed):
        for word in weighed[number]:
            holders[word].append(number)
    return holders
