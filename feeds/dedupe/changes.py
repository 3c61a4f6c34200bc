"""Pure: the stretches in which two aligned texts differ, with the words that each has there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from feeds.dedupe.align import Place, Segment, Span
from feeds.dedupe.contrasts import LIGHT
from feeds.dedupe.wordings import are_one_wording
from feeds.dedupe.words import Words, is_capital, opens_sentence, shown
from feeds.text import fold


@dataclass(frozen=True, slots=True)
class Side:
    """One text's part of a change; empty where the words stand in the other only."""

    words: Words
    span: Span
    # the title over the text
    title: Words

    @property
    def forms(self) -> tuple[str, ...]:
        """The words in comparable form."""
        return self.words.forms[self.span[0] : self.span[1]]

    @property
    def size(self) -> int:
        """How many words there are."""
        return self.span[1] - self.span[0]

    @property
    def weight(self) -> int:
        """How many words there are that say something of their own."""
        return sum(form not in LIGHT for form in self.forms)

    def told(self) -> frozenset[str]:
        """Give all words of the entry, also those around."""
        return frozenset((*self.words.forms, *self.title.forms))

    def __str__(self) -> str:
        return shown(self.words, *self.span)


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch in which two texts differ."""

    place: Place
    mine: Side
    theirs: Side

    @property
    def is_extra(self) -> bool:
        """Whether it is only more text before or after what both have."""
        return self.place != "inner" and not (self.mine.size and self.theirs.size)

    @property
    def is_replacement(self) -> bool:
        """Whether each text has words here."""
        return bool(self.mine.size and self.theirs.size)

    @property
    def is_rendering(self) -> bool:
        """Whether both only write the same in other letters, or one was cut within a word."""
        return self.is_replacement and (
            are_one_wording(self.mine.forms, self.theirs.forms) or self.is_cut
        )

    @property
    def is_cut(self) -> bool:
        """Whether one text was cut here within its last word or number: `tranh ch…`, `80.0…`."""
        return self.place == "tail" and (
            _broke_off_in(self.mine, self.theirs) or _broke_off_in(self.theirs, self.mine)
        )

    def __str__(self) -> str:
        return f"{str(self.mine) or '–'} / {str(self.theirs) or '–'}"


def _broke_off_in(cut: Side, whole: Side) -> bool:
    last = str(cut)
    return (
        cut.words.broken_off
        and cut.size == 1
        and (last.isalpha() or last[0].isdigit())
        and fold(str(whole)).startswith(fold(last))
    )


def find_changes(
    one: Words, other: Words, titles: tuple[Words, Words], segments: Sequence[Segment]
) -> tuple[Change, ...]:
    """Give what differs in two aligned texts, in their order."""
    found: list[Change] = []
    for s in segments:
        if s.kind == "equal":
            continue
        change = Change(s.place, Side(one, s.one, titles[0]), Side(other, s.other, titles[1]))
        if found and _are_one_name(found[-1], change):
            change = _together(found.pop(), change)
        found.append(change)
    return tuple(found)


def _are_one_name(first: Change, second: Change) -> bool:
    """Tell whether two changes around one word put a name for another.

    `Ngoại thương` and `Thương mại` share a word, and are not one name of which much is said.
    """
    one_each = (first.mine.size and not first.theirs.size and second.theirs.size) or (
        first.theirs.size and not first.mine.size and second.mine.size
    )
    if not one_each or second.is_replacement:
        return False
    gap = first.mine.span[1]
    near = second.mine.span[0] - gap == 1
    return near and any(
        is_capital(side.words, side.span[0])
        for side in (first.mine, first.theirs, second.mine, second.theirs)
        if side.size and not opens_sentence(side.words, side.span[0])
    )


def _together(first: Change, second: Change) -> Change:
    return Change(
        "inner",
        replace(first.mine, span=(first.mine.span[0], second.mine.span[1])),
        replace(first.theirs, span=(first.theirs.span[0], second.theirs.span[1])),
    )
