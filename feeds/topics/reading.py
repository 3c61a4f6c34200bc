"""Pure: an entry's fields, read as passages, and in which spelling and tongue they are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from feeds.text import nfc
from feeds.topics.compiled import CompiledTopics, Tries
from feeds.topics.matcher import Found, Trie, longest, scan
from feeds.topics.terms import Term
from feeds.topics.tokens import (
    Passage,
    Writing,
    find_words,
    is_cyrillic,
    is_marked,
    read_passage,
    writing_of,
)

# in which order fields are read, and evidence is told
FIELDS = ("title", "summary", "content")

# words; fewer of them without a Vietnamese mark say nothing of the language
_TELLING = 6


@dataclass(frozen=True, slots=True)
class Tongue:
    """What is known of a text's language; None: it could be Vietnamese or not."""

    vietnamese: bool | None
    # Vietnamese, or maybe, and written without marks
    plain: bool = False

    def admits(self, term: Term) -> bool:
        """Tell whether a term counts in such a text: lone syllables only in their own tongue."""
        if term.tongue == "any":
            return True
        if term.tongue == "vi":
            return self.vietnamese is not False
        return self.vietnamese is not True


@dataclass(frozen=True, slots=True)
class Column:
    """A field on its way to be scanned."""

    passage: Passage
    # the words as the trie spells them
    spelled: tuple[str, ...]
    # where a topic's term could begin
    starts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """An entry's fields with words, in the order of `FIELDS`."""

    columns: tuple[Column, ...]
    tongue: Tongue


@dataclass(frozen=True, slots=True)
class _Look:
    """A field after the cheap first look."""

    field: str
    text: str
    words: tuple[str, ...]
    spelled: tuple[str, ...]
    starts: tuple[int, ...]
    writing: Writing


def read_fields(
    compiled: CompiledTopics, fields: Mapping[str, str], language: str | None
) -> Reading | None:
    """Read an entry's fields; None after a cheap look when no term can be in them."""
    texts = {name: nfc(fields[name]) for name in _ordered(fields) if fields[name]}
    words = {name: find_words(text) for name, text in texts.items()}
    tongue = tell_tongue(tuple(texts.values()), sum(map(len, words.values())), language)
    looks = [_look(compiled, name, text, words[name], tongue) for name, text in texts.items()]
    if not any(look.starts for look in looks):
        return None
    return Reading(tuple(map(_column, looks)), tongue)


def _ordered(fields: Mapping[str, str]) -> Iterator[str]:
    yield from (name for name in FIELDS if name in fields)
    if not fields.keys() <= set(FIELDS):
        yield from sorted(fields.keys() - set(FIELDS))


def _look(
    compiled: CompiledTopics, name: str, text: str, words: tuple[str, ...], tongue: Tongue
) -> _Look:
    writing = writing_of(words)
    spelled = tuple(word.upper() for word in words) if writing == "capitals" else words
    starts = tuple(_trie(compiled.topics, writing, tongue).starts(spelled))
    return _Look(name, text, words, spelled, starts, writing)


def _column(look: _Look) -> Column:
    passage = read_passage(look.field, look.text, look.words, look.writing)
    return Column(passage, look.spelled, look.starts)


def _trie(tries: Tries, writing: Writing, tongue: Tongue) -> Trie:
    if writing == "capitals":
        return tries.capitals
    return tries.plain if tongue.plain else tries.exact


def tell_tongue(texts: Sequence[str], words: int, language: str | None) -> Tongue:
    """Tell Vietnamese by its letters first, and by what the source declares second."""
    foreign = [text for text in texts if not text.isascii()]
    if any(map(is_marked, foreign)):
        return Tongue(True)
    declared = language.split("-")[0].lower() if language else None
    if declared not in (None, "vi") or any(map(is_cyrillic, foreign)):
        return Tongue(False)
    return Tongue(True if declared else None, plain=words >= _TELLING and not foreign)


def find_topic_terms(compiled: CompiledTopics, reading: Reading) -> list[tuple[Column, Found]]:
    """Find the topics' terms; of those that overlap in one topic, the longest."""
    return [
        (column, hit)
        for column in reading.columns
        if column.starts
        for hit in _scan(compiled, compiled.topics, column, reading.tongue, column.starts)
    ]


def find_context(compiled: CompiledTopics, reading: Reading) -> list[tuple[Passage, Found]]:
    """Find what guards and rules for mentions need to know: longer names, and all states."""
    found: list[tuple[Passage, Found]] = []
    for column in reading.columns:
        trie = _trie(compiled.context, column.passage.writing, reading.tongue)
        starts = trie.starts(column.spelled)
        hits = _scan(compiled, compiled.context, column, reading.tongue, starts)
        found += [(column.passage, hit) for hit in hits]
    return found


def _scan(
    compiled: CompiledTopics, tries: Tries, column: Column, tongue: Tongue, starts: Sequence[int]
) -> list[Found]:
    trie = _trie(tries, column.passage.writing, tongue)
    hits = scan(trie, column.passage, column.spelled, starts)
    admitted = [hit for hit in hits if tongue.admits(compiled.terms[hit.term])]
    return longest(admitted, compiled.groups) if len(admitted) > 1 else admitted
