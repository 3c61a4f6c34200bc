"""Pure: exact duplicates, by address or by text, with the traps that look like them.

QUALITY section 3, steps 0 to 2. A verdict is a link and can be undone; when in doubt both stay.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal

from feeds.dedupe.normalise import tokens
from feeds.text import fold
from feeds.urls import canonical_url

Reason = Literal["same-link", "same-text"]

# A lead of fewer words is too often a phrase of the outlet; with its title it may still tell.
ENOUGH_WORDS = 8
ENOUGH_WITH_TITLE = 4
# A lead that stood under this many different titles is boilerplate.
BOILERPLATE_TITLES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """What two entries must share to be compared at all; 64-bit numbers, None where too little."""

    url_key: int | None
    text_key: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An entry as the rules see it. `title` is empty where the entry has none of its own."""

    # source and page: two entries of one origin come from one hand
    origin: str
    title: str
    # the kept entry that stands for this one: itself, or what it duplicates
    kept: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A verdict: this entry says what `kept` says."""

    kept: int
    reason: Reason
    score: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """How far to look for duplicates."""

    across: bool = True
    within: bool = True


def key_of(*parts: str) -> int:
    """Hash parts to a signed 64-bit number, as databases keep them."""
    hashed = blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=8)
    return int.from_bytes(hashed.digest(), "big", signed=True)


def fingerprint(*, title: str, text: str, url: str | None) -> Fingerprint:
    """Make an entry's keys; `title` is empty where it has none of its own, `text` is its lead."""
    return Fingerprint(url_key=url_key(url), text_key=text_key(title, text))


def url_key(url: str | None) -> int | None:
    """Make the key of an address; None for a site's front page, which many entries link to."""
    if url is None:
        return None
    canonical = canonical_url(url)
    if "/" not in canonical and "?" not in canonical:
        return None
    return key_of("url", canonical)


def text_key(title: str, text: str) -> int | None:
    """Make the key of a text: of its lead, or of title and lead where the lead is short."""
    words = tokens(text)
    if len(words) >= ENOUGH_WORDS:
        return key_of("text", *words)
    both = (*tokens(title), "", *words)
    return key_of("title", *both) if len(both) - 1 >= ENOUGH_WITH_TITLE else None


def find_exact(
    entry: Candidate,
    *,
    by_url: Sequence[Candidate] = (),
    by_text: Sequence[Candidate] = (),
    scope: Scope | None = None,
) -> Found | None:
    """Find the entry that this one repeats: by address first, then by text.

    The candidates share the address or the text, the one kept first stands first, and neither
    list is boilerplate.
    """
    scope = scope or Scope()
    return _first(entry, by_url, "same-link", scope) or _first(entry, by_text, "same-text", scope)


def _first(
    entry: Candidate, others: Sequence[Candidate], reason: Reason, scope: Scope
) -> Found | None:
    for other in others:
        if _comparable(entry, other, scope) and _agree(entry, other):
            return Found(kept=other.kept, reason=reason)
    return None


def _comparable(entry: Candidate, other: Candidate, scope: Scope) -> bool:
    return scope.within if entry.origin == other.origin else scope.across


def _agree(entry: Candidate, other: Candidate) -> bool:
    if entry.origin != other.origin:
        return not titles_conflict(entry.title, other.title)
    # One hand that writes two titles means two things (QUALITY section 1, Feedly's rule).
    return not (entry.title and other.title) or tokens(entry.title) == tokens(other.title)


def is_boilerplate(entries: Sequence[Candidate]) -> bool:
    """Tell whether what these entries share stood under too many different titles to be news."""
    if len(entries) < BOILERPLATE_TITLES:
        return False
    titles = {tokens(entry.title) for entry in entries if entry.title}
    return len(titles) >= BOILERPLATE_TITLES


_WORD = re.compile(r"[^\W\d_]+")

# Words that turn a headline into its opposite, or into another part of a series.
_OPPOSITES = (
    frozenset({"tăng", "giảm"}),
    frozenset({"đông", "tây"}),
    frozenset({"nam", "bắc"}),
    frozenset({"thắng", "thua"}),
    frozenset({"thượng", "hạ"}),
    frozenset({"sáng", "chiều", "tối"}),
    frozenset({"mở", "đóng"}),
    frozenset({"có", "không", "chưa"}),
)


def titles_conflict(one: str, other: str) -> bool:
    """Tell whether two titles over one text say different things.

    They do where each has a number that the other lacks, or where they are alike but for a name
    or an opposite. An entry without a title conflicts with none.
    """
    if not one or not other:
        return False
    mine, theirs = set(tokens(one)), set(tokens(other))
    only_mine, only_theirs = mine - theirs, theirs - mine
    if _numbers(only_mine) and _numbers(only_theirs):
        return True
    alike = len(mine & theirs) * 2 >= min(len(mine), len(theirs))
    return alike and (
        _opposed(only_mine, only_theirs)
        or bool(_names(one, only_mine) and _names(other, only_theirs))
    )


def _numbers(words: set[str]) -> bool:
    return any(word[0].isdigit() for word in words)


def _opposed(mine: set[str], theirs: set[str]) -> bool:
    return any(mine & pair and theirs & pair for pair in _OPPOSITES)


def _names(title: str, words: set[str]) -> set[str]:
    """Give the capitalised words among `words` that do not open the title."""
    found = _WORD.findall(title)[1:]
    capitals = {fold(word) for word in found if word[0].isupper()}
    return {word for word in words if fold(word) in capitals}
