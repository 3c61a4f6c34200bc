"""Pure: exact duplicates, by address or by text, with the traps that look like them.

QUALITY section 3, steps 0 to 2. A verdict is a link and can be undone; when in doubt both stay.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal

from feeds.dedupe.normalise import tokens
from feeds.dedupe.titles import SHARED_TITLE, shared_title, titles_conflict
from feeds.urls import canonical_url

Reason = Literal["same-link", "same-text", "near-text", "contained"]

# A lead of fewer words is too often a phrase of the outlet; with its title it may still tell.
ENOUGH_WORDS = 8
ENOUGH_WITH_TITLE = 4
# A lead that stood under this many different titles is boilerplate.
BOILERPLATE_TITLES = 3


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
    reason: str
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
        if _comparable(entry, other, scope) and _agree(entry, other, reason):
            return Found(kept=other.kept, reason=reason)
    return None


def _comparable(entry: Candidate, other: Candidate, scope: Scope) -> bool:
    return scope.within if entry.origin == other.origin else scope.across


def _agree(entry: Candidate, other: Candidate, reason: Reason) -> bool:
    if entry.origin == other.origin:
        # One hand that writes two titles means two things (QUALITY section 1, Feedly's rule).
        return not (entry.title and other.title) or tokens(entry.title) == tokens(other.title)
    if titles_conflict(entry.title, other.title):
        return False
    # Under titles that have nothing in common one lead may open two articles; one address may not.
    return reason == "same-link" or shared_title(entry.title, other.title) >= SHARED_TITLE


def is_boilerplate(entries: Sequence[Candidate]) -> bool:
    """Tell whether what these entries share stood under too many different titles to be news."""
    if len(entries) < BOILERPLATE_TITLES:
        return False
    titles = {tokens(entry.title) for entry in entries if entry.title}
    return len(titles) >= BOILERPLATE_TITLES
