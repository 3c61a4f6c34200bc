"""What is remembered of words and texts: so many, and none that are long."""

import re
import sys
from collections.abc import Callable

import pytest

from feeds.dedupe import language, words
from feeds.dedupe.language import speaks_known_language
from feeds.dedupe.normalise import form
from feeds.dedupe.remembered import LONGEST_WORD, remember
from feeds.dedupe.shingles import phrase_keys
from feeds.dedupe.words import MOST_WORDS, bare, read_words, without_marks
from feeds.languages.detect import MOST
from feeds.text import fold
from tests.conftest import PROJECT

MILLION = 1_000_000


def test_remember() -> None:
    """A short word is asked about once, until so many others were; a long one is each time."""
    asked: list[str] = []

    @remember(words=2, longest=3)
    def length(word: str) -> int:
        asked.append(word)
        return len(word)

    said = ["abc", "abc", "long", "long", "x", "abc", "y", "z", "abc"]
    assert [length(word) for word in said] == list(map(len, said))
    assert asked == ["abc", "long", "long", "x", "y", "z", "abc"]


@pytest.mark.parametrize("function", [form, bare], ids=["form", "bare"])
def test_long_words_leave_nothing(function: Callable[[str], str]) -> None:
    """No word that is longer than words are is kept after its text is gone."""
    word = "Đ" * (LONGEST_WORD + 1)
    before = sys.getrefcount(word)
    said = function(word)
    # the answer is a text of its own, and nobody else has it
    assert sys.getrefcount(word) == before
    assert function(word) is not said
    short = "Đ" * LONGEST_WORD
    assert function(short) is function("".join(short))


ENDLESS = [
    pytest.param("a", id="small letters"),
    pytest.param("Ắ", id="letters with marks"),
    pytest.param("\u0301", id="marks alone"),
    pytest.param("a\u0301\u0323", id="letters and their marks"),
    pytest.param("ё", id="a letter that is written in two ways"),
    pytest.param("中", id="letters that are words"),
    pytest.param("7", id="digits"),
    pytest.param("7/", id="dates without end"),
    pytest.param("1.000.", id="numbers without end"),
    pytest.param("a'", id="apostrophes"),
    pytest.param("a_", id="letters that are none"),
    pytest.param("một ", id="short words"),
]


@pytest.mark.parametrize("piece", ENDLESS)
def test_word_of_a_million_letters(piece: str) -> None:
    """A word of a million letters is read once through: in hours if it were each from each."""
    text = (piece * MILLION)[:MILLION]
    said = read_words(text)
    assert len(without_marks(said).forms) == len(said.forms) <= MOST_WORDS
    phrase_keys(said.forms)
    speaks_known_language(said)
    assert len(said.spans) == len(said.forms)


def test_long_texts_leave_their_beginning() -> None:
    """Of a text that is held against others its beginning is remembered, not megabytes."""
    text = "Hội nghị của các nước đã bế mạc. " * (MILLION // 33)
    said = read_words(text)
    before = language._is_known.cache_info().currsize
    assert speaks_known_language(said)
    assert speaks_known_language(read_words(text[: 2 * MOST]))
    assert language._is_known.cache_info().currsize <= before + 1
    assert len(words._spans(said.text)) == MOST_WORDS


def test_no_cache_without_bound() -> None:
    """Whatever remembers answers about texts of strangers says how many; those without end are
    about our own files and the configuration."""
    endless = {
        file.stem
        for file in (PROJECT / "feeds").glob("**/*.py")
        if re.search(r"^@cache$|maxsize=None", file.read_text("utf-8"), re.MULTILINE)
    }
    assert endless == {"text", "gazetteer", "names", "messages", "html"}


@pytest.mark.parametrize("word", ["Đà", "đà", "ёж", "12", "x" * 99, "Ă" * 99])
def test_remembered_is_what_is_found(word: str) -> None:
    """What is remembered is what would be found again."""
    assert bare(word) == (word if word.isascii() else fold(word))
    assert form(word) == form("".join(list(word)))
