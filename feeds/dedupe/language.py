"""Pure: whether we know how a text's language says no.

The lists of contrasts know Vietnamese, English and Russian. In any other language an inner
difference may be a negation, and nothing here would see it.
"""

import re

from feeds.dedupe.words import Words, bare

# the share of words that are one of these, or have a Vietnamese letter
_ENOUGH = 0.08

# characters that are looked at
_SEEN = 2000

_VIETNAMESE = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
_ENGLISH = frozenset(
    {"the", "of", "and", "to", "for", "with", "that", "by", "from", "has", "said", "at", "as", "on"}
    | {"will", "after", "over"}
)
_RUSSIAN = frozenset(
    {"и", "в", "на", "с", "по", "о", "об", "что", "из", "за", "к", "для", "от", "не", "как", "до"}
    | {"во", "со", "при", "после"}
)
# Kazakh, Kyrgyz, Tajik, Uzbek, Ukrainian, Belarusian, Serbian, Macedonian
_NOT_RUSSIAN = re.compile("[әғқңөұүһіҷӣӯҳўїєґјљњћџѓќ]")
# letters of Vietnamese that other languages have as well, and all of its own
_MARKED = re.compile("[àáãèéìíĩòóõùúũýăâđêôơưạ-ỹ]")
_SYLLABLE = re.compile(
    "(?:ngh?|gh?|kh|ph|th|tr|ch|nh|qu|gi|[bcdhklmnprstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?"
)


def is_syllable(form: str) -> bool:
    """Tell whether a word can be a Vietnamese syllable; foreign names mostly cannot."""
    return bool(_SYLLABLE.fullmatch(bare(form)))


def speaks_known_language(words: Words) -> bool:
    """Tell whether a text is Vietnamese, English or Russian, as far as its first words show."""
    text = words.text[:_SEEN].casefold()
    said = text.split()
    least = _ENOUGH * len(said)
    if not text.isascii():
        if _is_vietnamese(text, len(said)):
            return True
        if sum(word in _RUSSIAN for word in said) > least:
            return not _NOT_RUSSIAN.search(text)
    return sum(word in _ENGLISH for word in said) > least


def _is_vietnamese(text: str, words: int) -> bool:
    """Tell it by the marks: every third word has one, and every tenth one that is only here."""
    return len(_MARKED.findall(text)) > 0.3 * words and len(_VIETNAMESE.findall(text)) > 0.1 * words
