"""Pure: what titles say of the texts under them: that equal leads are different news."""

from collections.abc import Container, Iterable
from itertools import permutations

from feeds.dedupe.abbreviations import ABBREVIATIONS
from feeds.dedupe.contrasts import ROUND_UPS
from feeds.dedupe.opposites import HEADLINE_OPPOSITES
from feeds.dedupe.words import Words, is_capital, read_words

# Two titles that share less than this of the shorter are about different things, or from two angles
SHARED_TITLE = 0.2


def titles_conflict(
    one: str | Words, other: str | Words, told: Container[str] = frozenset()
) -> bool:
    """Tell whether two titles over one text say different things.

    They do where each has a number that the other lacks, or where they are alike but for a name
    or an opposite. An entry without a title conflicts with none. Numbers and names that both texts
    have, `told`, contradict nothing.
    """
    first, second = _words(one), _words(other)
    mine, theirs = spell_out(first.forms, second.forms), spell_out(second.forms, first.forms)
    only_mine, only_theirs = mine - theirs, theirs - mine
    if not (only_mine and only_theirs):
        return False
    new_mine = {word for word in only_mine if word not in told}
    new_theirs = {word for word in only_theirs if word not in told}
    if _have_numbers(new_mine) and _have_numbers(new_theirs):
        return True
    alike = len(mine & theirs) * 2 >= min(len(mine), len(theirs))
    return alike and (
        _are_opposed(only_mine, only_theirs)
        or bool(_names(first, new_mine) and _names(second, new_theirs))
    )


def spell_out(forms: Iterable[str], others: Iterable[str]) -> set[str]:
    """Give the words of a title, with acronyms written out where another title does so."""
    words, known = set(forms), set(others)
    if words == known:
        return words
    for form in words - known:
        for phrase, group in ABBREVIATIONS.get(form, ()):
            full = group.removeprefix("=").split()
            if phrase == (form,) and known.issuperset(full):
                words = (words - {form}) | set(full)
    return words


def _words(title: str | Words) -> Words:
    return read_words(title) if isinstance(title, str) else title


def _have_numbers(words: set[str]) -> bool:
    return any(word[0].isdigit() for word in words)


def _are_opposed(mine: set[str], theirs: set[str]) -> bool:
    return any(
        mine & group and theirs & opposite
        for line in HEADLINE_OPPOSITES
        for group, opposite in permutations(line, 2)
    )


def _names(title: Words, words: set[str]) -> set[str]:
    """Give the capitalised words among `words` that do not open the title."""
    return {
        title.forms[place]
        for place in range(1, len(title))
        if title.forms[place] in words and is_capital(title, place)
    }


def shared_title(one: str | Words, other: str | Words) -> float:
    """Give the share of the shorter title's words that the other has; 1 where one is missing."""
    mine, theirs = set(_words(one).forms), set(_words(other).forms)
    if not mine or not theirs:
        return 1.0
    return len(mine & theirs) / min(len(mine), len(theirs))


def told_title(title: Words, *texts: Words) -> float:
    """Give the share of a title's words that stand in another entry; 1 for no title."""
    words = set(title.forms)
    told = words.intersection(*[{form for text in texts for form in text.forms}])
    return len(told) / len(words) if words else 1.0


def is_round_up(title: Words) -> bool:
    """Tell whether a title announces many news: what is told there is told elsewhere for itself."""
    line = f" {' '.join(title.forms)} "
    return any(f" {phrase} " in line for phrase in ROUND_UPS)
