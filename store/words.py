"""Pure: the words of texts and of searches, as the search index holds them.

A word is held in lower case with its tone mark behind its letters, so that `hoà` and `hòa`, `thuỷ`
and `thủy` are one, and beside it without any marks, for those who type none.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from itertools import islice

# words of an entry that are indexed: PostgreSQL counts places up to 16,383
MOST_WORDS = 16_000
# and characters of them: PostgreSQL keeps at most a megabyte of words
_MOST_CHARACTERS = 100_000
# characters of a word; what is longer is no word of a language
MOST_LETTERS = 64

# the five tone marks of Vietnamese; on other languages' words they do no harm
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
# letters that have no decomposition
_BARE = str.maketrans("đłøıŧħ", "dloith")
# what belongs to a word though it is no letter: vowels and tones of many scripts
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0900-\u0963\u0981-\u09e3\u0a01-\u0b63\u0b82-\u0d83\u0dca-\u0ddf\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u20d0-\u20ff\ufe20-\ufe2f"
)
# scripts without spaces between words: a sign with its marks is looked up by itself
_SPACELESS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_SIGN_MARKS = (
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u102b-\u103e\u17b4-\u17d3"
    "\u3099\u309a"
)
WORD = re.compile(
    rf"(?:[^\W_{_SPACELESS}]|[{_MARKS}])+|(?:(?![\W_])[{_SPACELESS}])[{_SIGN_MARKS}]*"
)

_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|em|i|mark|q|s|small|span|strong|sub|sup|u)\b[^<>]*>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>")


def plain_text(markup: str) -> str:
    """Give the text of sanitised HTML; block tags part words."""
    if "<" in markup:
        markup = _TAG.sub(" ", _INLINE_TAG.sub("", markup))
    return unescape(markup) if "&" in markup else markup


def settled(text: str) -> str:
    """Give a text in the spelling that is looked up: NFKC, without case, a fixed point."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", text)
    return unicodedata.normalize("NFKC", text.casefold())


def words_of(text: str) -> Iterator[str]:
    """Give the words of a text as the index holds them, in order."""
    return map(indexed, WORD.findall(settled(text)))


def first_words(text: str) -> list[str]:
    """Give as many words of a text as are indexed."""
    return list(islice(words_of(text[:_MOST_CHARACTERS]), MOST_WORDS))


@lru_cache(maxsize=1 << 16)
def indexed(word: str) -> str:
    """Give a settled word as the index holds it: its tones behind its letters."""
    word = word[:MOST_LETTERS]
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFD", word)
    if _is_cyrillic(word):
        # the stress of schoolbooks, and ё, which newspapers write as е
        return unicodedata.normalize("NFC", parts.replace("\u0301", "").replace("е\u0308", "е"))
    tones = "".join(part for part in parts if part in _TONES)
    if not tones:
        return word
    bare = "".join(part for part in parts if part not in _TONES)
    return unicodedata.normalize("NFC", bare) + tones


def has_tone(word: str) -> bool:
    """Tell whether a settled word bears one of the tone marks of Vietnamese."""
    return not word.isascii() and not _TONES.isdisjoint(unicodedata.normalize("NFD", word))


def _is_cyrillic(word: str) -> bool:
    return "\u0400" <= word[0] <= "\u052f"


@lru_cache(maxsize=1 << 16)
def folded(word: str) -> str:
    """Give an indexed word of Latin letters without marks; words of other scripts as they are."""
    if word.isascii() or not _is_latin(word):
        return word
    parts = unicodedata.normalize("NFD", word.translate(_BARE))
    return "".join(part for part in parts if not unicodedata.combining(part))


def _is_latin(word: str) -> bool:
    return word[0] < "\u0250" or "\u1e00" <= word[0] <= "\u1eff"
