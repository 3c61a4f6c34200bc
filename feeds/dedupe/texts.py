"""Pure: entries as they are compared, and what a comparison says."""

from dataclasses import dataclass

from feeds.dedupe.exact import ENOUGH_WORDS
from feeds.dedupe.words import Words, read_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What is compared of an entry, prepared once; parts that it lacks are empty."""

    # the entry's own title
    title: Words
    # the lead, or title and lead where the lead is short
    signature: Words
    # the whole text where it is known, else the signature
    full: Words


def read_text(*, title: str, lead: str, full: str = "") -> Text:
    """Prepare an entry for comparing; `title` is empty where it has none of its own."""
    signature = read_signature(title=title, lead=lead)
    return Text(
        title=read_words(title),
        signature=signature,
        full=read_words(full) if full and full != lead else signature,
    )


def read_signature(*, title: str, lead: str) -> Words:
    """Prepare what an entry is looked up by: its lead, or title and lead where that is short."""
    signature = read_words(lead)
    return signature if len(signature) >= ENOUGH_WORDS else read_words(f"{title}\n{lead}")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries, and the words of each that are compared."""

    one: Text
    other: Text
    mine: Words
    theirs: Words
    # compared without marks, since one side has none
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """A stretch in which two texts differ, as it stands in each; empty where one has nothing."""

    one: str
    other: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Whether one text repeats another, and why, or why not."""

    duplicate: bool
    # "same-text", "near-text", "contained"; else what spoke against it, for people
    reason: str
    # the share of the shorter text that stands in the longer, from 0 to 1
    score: float
    differences: tuple[Difference, ...] = ()
