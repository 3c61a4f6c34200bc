"""Pure: remembering what was found out about words, within bounds that no source can stretch."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

Found = TypeVar("Found")

# letters of a word that is remembered; longer ones are rare, unless somebody makes them up
LONGEST_WORD = 64


def remember(
    words: int, longest: int = LONGEST_WORD
) -> Callable[[Callable[[str], Found]], Callable[[str], Found]]:
    """Make a function of a text remember so many answers, and none about texts that are longer.

    The count alone bounds nothing: thirty thousand words may be a megabyte each. News is made of
    few different words, so that most are found.
    """

    def bound(function: Callable[[str], Found]) -> Callable[[str], Found]:
        """Let a function remember what it found."""
        known = lru_cache(maxsize=words)(function)

        @wraps(function)
        def recall(text: str) -> Found:
            return known(text) if len(text) <= longest else function(text)

        return recall

    return bound
