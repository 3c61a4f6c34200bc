"""Pure: whether a change puts one proper name in the place of another."""

from itertools import pairwise

from feeds.dedupe.changes import Change, Side
from feeds.dedupe.contrasts import DIRECTIONS, FILLERS, ONE_SYLLABLE_PLACES, ROLES, points_back
from feeds.dedupe.language import is_syllable
from feeds.dedupe.wordings import written_out
from feeds.dedupe.words import Words, bracketed, is_capital, joined, opens_sentence

Names = frozenset[str]


def names_differ(change: Change) -> bool:
    """Tell whether the names in a change differ, and not only in how much they say."""
    one, other = _names(change.mine, change), _names(change.theirs, change)
    if change.is_replacement:
        one, other = (
            _spell_out(one, other, change.theirs),
            _spell_out(other, one, change.mine),
        )
    if one == other or _points(change.mine, one) or _points(change.theirs, other):
        return False
    if one < other:
        return not _only_says_more(change.theirs, other - one, change.mine)
    return not (other < one and _only_says_more(change.mine, one - other, change.theirs))


def _names(side: Side, change: Change) -> Names:
    """Give the capitalised words that do not merely open a sentence, in comparable form.

    A text without any capital hides its names: every word that says something may be one.
    """
    if side.words.text.islower():
        hidden = () if points_back(side.forms) else side.forms
        return frozenset(form for form in hidden if form not in FILLERS)
    return frozenset(
        side.words.forms[place]
        for place in range(*side.span)
        if is_capital(side.words, place)
        and not _is_role(side.words, place)
        and (
            not opens_sentence(side.words, place)
            or (change.is_replacement and _may_be_name(side.words, place))
        )
    )


def _is_role(words: Words, place: int) -> bool:
    """Tell whether a word is what a person is, or half of it: tổng thống."""
    around = words.forms[max(0, place - 1) : place + 2]
    pairs = ("_".join(pair) for pair in pairwise(around))
    return words.forms[place] in ROLES or any(pair in ROLES for pair in pairs)


def _may_be_name(words: Words, place: int) -> bool:
    """Tell whether a word that opens a sentence may be a name: Israel, Nga, Hà Nội."""
    form = words.forms[place]
    if form in FILLERS or points_back([form]):
        return False
    if is_syllable(form):
        return form in ONE_SYLLABLE_PLACES or _goes_on(words, place)
    return not any(
        form == words.forms[at] and not is_capital(words, at) for at in range(len(words))
    )


def _goes_on(words: Words, place: int) -> bool:
    """Tell whether another capitalised word follows at once."""
    return joined(words, place + 1) and is_capital(words, place + 1)


def _spell_out(names: Names, opposite: Names, theirs: Side) -> Names:
    """Write acronyms out where the other text does: ĐH is Đại học."""
    for name in names - opposite:
        words = frozenset(written_out(name, theirs.forms))
        if words & opposite:
            names = (names - {name}) | (words & opposite)
    return names


def _points(side: Side, names: Names) -> bool:
    """Tell whether a side names nothing itself and points back to what was named before."""
    return not names and bool(side.size) and points_back(side.forms)


def _only_says_more(extra: Side, names: Names, lacking: Side) -> bool:
    """Tell whether names that one text adds only say more of what both name.

    A gloss in brackets, a name that the other entry has elsewhere, a first name before a last one.
    """
    if names & DIRECTIONS:
        return False
    return bracketed(extra.words, *extra.span) or names <= lacking.told() or _adjoins_a_name(extra)


def is_fuller_name(change: Change) -> bool:
    """Tell whether one text only adds to a name what its bearer is: `Tổng thống Nga` Putin."""
    if change.is_replacement:
        return False
    extra = change.mine if change.mine.size else change.theirs
    has_role = any(_is_role(extra.words, place) for place in range(*extra.span))
    return has_role and not DIRECTIONS.intersection(extra.forms) and _adjoins_a_name(extra)


def _adjoins_a_name(extra: Side) -> bool:
    """Tell whether names, and no other words, stand right before or after one that both have."""
    words, (start, end) = extra.words, extra.span
    if not all(is_capital(words, at) or _is_role(words, at) for at in range(start, end)):
        return False
    if not all(joined(words, at) for at in range(start + 1, end)):
        return False
    before = joined(words, start) and is_capital(words, start - 1)
    return before or (joined(words, end) and is_capital(words, end))
