"""Pure: the language of an entry, of what is declared and of what its text shows.

What an entry declares of itself holds. What a feed declares for all of its entries, or the
operator for a source, is often a template's `en-us` or the site's main language (of 109 real feeds
one declared Kannada over English text, and two had Italian and Dutch entries among English ones):
it holds unless the text clearly contradicts it. What nobody declares is detected, or unknown.
"""

from feeds.languages.detect import Reading, read_language
from feeds.languages.function_words import NAMED
from feeds.languages.scripts import SCRIPTS
from feeds.text import html_to_text

# letters in another script from which a text is no name or formula in it
_A_SENTENCE = 20
# votes from which another language contradicts the declared one, and how many times the votes of
# that one they must be
_CLEARLY = 3.0
_TIMES = 3.0

# characters of title and summary from which the full text is not needed, and of the full text
_ENOUGH = 120
_LOOKED_AT = 2000

_ALIASES = {
    "in": "id", "iw": "he", "nb": "no", "nn": "no", "tl": "fil", "jw": "jv", "cmn": "zh",
    "yue": "zh", "mo": "ro", "zsm": "ms", "uzn": "uz", "khk": "mn", "pes": "fa", "prs": "fa",
    "tgk": "tg",
}  # fmt: skip


def choose_language(text: str, *, own: str | None, general: str | None) -> str | None:
    """Give an entry's language (BCP 47); None where nobody says it and the text does not show it.

    `own` is what the entry declares of itself; `general` what its feed or else the operator
    declares for all entries. An entry that repeats its feed says no more than the feed.
    """
    if own and own.lower() != (general or "").lower():
        return own
    reading = read_language(text)
    if general is None or _contradicts(reading, root_of(general)):
        return reading.language
    return general


def telling_text(title: str, summary: str, content: str) -> str:
    """Give the words that show an entry's language; `content` is HTML, read where they are few."""
    words = f"{title}. {summary}"
    if len(words) >= _ENOUGH or not content:
        return words
    return f"{words} {html_to_text(content[:_LOOKED_AT])}"


def root_of(tag: str) -> str:
    """Give the language of a tag as we name it: `nb-NO` is `no`, `iw` is `he`."""
    root = tag.split("-")[0].lower()
    return _ALIASES.get(root, root)


def _contradicts(reading: Reading, declared: str) -> bool:
    """Tell whether a text cannot be in a language: by its script, or clearly by its words."""
    if declared not in SCRIPTS and declared not in _VOTED:
        return False
    scripts = SCRIPTS.get(declared, frozenset({"Latin"}))
    if reading.script is not None and reading.script not in scripts:
        return reading.language is not None or reading.letters >= _A_SENTENCE
    return _outvotes(reading, declared)


_VOTED = frozenset(NAMED.values())


def _outvotes(reading: Reading, declared: str) -> bool:
    if not reading.votes or reading.language in (None, declared) or declared not in _VOTED:
        return False
    best = max(reading.votes.values())
    for_declared = max(
        (votes for language, votes in reading.votes.items() if NAMED.get(language) == declared),
        default=0.0,
    )
    return best >= max(_CLEARLY, _TIMES * for_declared)
