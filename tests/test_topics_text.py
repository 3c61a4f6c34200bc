"""Words, tries, names and endings: the parts of which topics are made."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.topics.inflect import russian_forms
from feeds.topics.matcher import Position, Trie, build_trie, longest, scan
from feeds.topics.names import names_in, split_name, states_in
from feeds.topics.tokens import (
    Passage,
    find_words,
    is_marked,
    is_syllable,
    read_passage,
    unmark,
    writing_of,
)


def passage(text: str) -> Passage:
    words = find_words(text)
    return read_passage("title", text, words, writing_of(words))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("U23 Uzbekistan", ["U23", "Uzbekistan"], id="letters and digits"),
        pytest.param("Ca-dắc-xtan", ["Ca", "dắc", "xtan"], id="hyphens"),
        pytest.param("V.Putin", ["V", "Putin"], id="initial"),
        pytest.param("Russia's", ["Russia", "s"], id="apostrophe"),
        pytest.param("Nga, Mỹ… và “EU”", ["Nga", "Mỹ", "và", "EU"], id="punctuation"),
        pytest.param("  ", [], id="nothing"),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    """Words are runs of letters and digits; everything else stands between them."""
    assert list(find_words(text)) == words


@given(st.text(max_size=200))
def test_words_and_gaps_make_the_text(text: str) -> None:
    """Offsets hold whatever the text: every word stands where its offsets say."""
    cut = passage(text)
    for index, word in enumerate(cut.words):
        start, end = cut.offsets(index, index + 1)
        assert text[start:end] == word
    assert "".join(a + b for a, b in zip(cut.gaps, (*cut.words, ""), strict=True)) == text


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        pytest.param("Đông Nam", True, id="space"),
        pytest.param("Đông-Nam", True, id="hyphen"),
        pytest.param("Timor – Leste", True, id="spaced dash"),
        pytest.param("S -400", True, id="hyphen after a space"),
        pytest.param("Đông\u00a0Nam", True, id="no-break space"),
        pytest.param("St. Petersburg", True, id="abbreviation"),
        pytest.param("Đông, Nam", False, id="comma"),
        pytest.param("phía Đông. Nam", False, id="full stop"),
        pytest.param("Đông (Nam", False, id="bracket"),
    ],
)
def test_what_joins_words_to_a_name(text: str, joined: bool) -> None:
    """A name goes over spaces and hyphens, not over punctuation."""
    cut = passage(text)
    assert cut.joins(len(cut.words) - 1) is joined


@pytest.mark.parametrize(
    ("text", "writing"),
    [
        pytest.param("Tổng thống Nga thăm Mỹ", "exact", id="sentence"),
        pytest.param("TỔNG THỐNG NGA THĂM MỸ", "capitals", id="capitals"),
        pytest.param("TỔNG THỐNG NGA thăm MỸ", "capitals", id="mostly capitals"),
        pytest.param("Tổng Thống Nga Putin Thăm Mỹ", "titled", id="title case"),
        pytest.param("Nga - Mỹ", "exact", id="two short names"),
        pytest.param("USD", "exact", id="one abbreviation"),
        pytest.param("", "exact", id="nothing"),
    ],
)
def test_writing(text: str, writing: str) -> None:
    """Upper case tells names only where not everything has it."""
    assert writing_of(find_words(text)) == writing


@pytest.mark.parametrize("word", ["Nga", "Sơn", "Nguyệt", "Thường", "Lào", "Ý", "Quỳnh", "giếng"])
def test_vietnamese_syllables(word: str) -> None:
    """These are one syllable each."""
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["Putin", "Trump", "Iran", "Moskva", "Kazakhstan", "S", "Duma"])
def test_no_vietnamese_syllables(word: str) -> None:
    """Foreign names do not fit the pattern of one syllable."""
    assert not is_syllable(word)


def test_marks() -> None:
    """Marks come off with the case kept; đ is a letter of its own."""
    assert unmark("Đông Nam Á") == "Dong Nam A"
    assert is_marked("Nga đe dọa Mỹ")
    assert not is_marked("La Russie menace l'Amérique à nouveau")


def found(trie: Trie, text: str) -> list[tuple[int, str]]:
    cut = passage(text)
    hits = scan(trie, cut, cut.words, trie.starts(cut.words))
    return [(hit.term, cut.slice(hit.start, hit.end)) for hit in hits]


def exact(*words: str) -> tuple[Position, ...]:
    return tuple(Position(frozenset([word])) for word in words)


def test_scan_finds_all_lengths() -> None:
    """The scan gives every term at every place; the longest of a group is chosen afterwards."""
    trie = build_trie([(0, exact("Guinea")), (1, exact("Guinea", "Xích", "Đạo"))])
    text = "Guinea và Guinea Xích Đạo"
    assert found(trie, text) == [(0, "Guinea"), (0, "Guinea"), (1, "Guinea Xích Đạo")]
    cut = passage(text)
    hits = scan(trie, cut, cut.words, trie.starts(cut.words))
    assert [hit.term for hit in longest(hits, {0: "", 1: ""})] == [0, 1]
    assert [hit.term for hit in longest(hits, {0: "a", 1: "b"})] == [0, 1, 0]


def test_stems() -> None:
    """A small stem fits words of any case; one with a capital only such words."""
    trie = build_trie([(0, (Position(stem="росси"),)), (1, (Position(stem="Путин"),))])
    assert found(trie, "Российский россиянин РОССИИ") == [
        (0, "Российский"),
        (0, "россиянин"),
        (0, "РОССИИ"),
    ]
    assert found(trie, "Путина ПУТИНУ путина") == [(1, "Путина"), (1, "ПУТИНУ")]


def test_alternatives_do_not_leak() -> None:
    """A form that one pattern allows is not allowed to another that shares its first word."""
    either = Position(frozenset(["Nga", "NGA"]))
    trie = build_trie([(0, (either,)), (1, exact("Nga", "Sơn"))])
    assert found(trie, "NGA Sơn") == [(0, "NGA")]


def test_scan_is_linear() -> None:
    """Twice the text costs twice the steps: counted, not timed."""
    trie = build_trie([(0, exact("a", "a", "a", "b")), (1, exact("a"))])
    steps = []
    for length in (200, 400, 800):
        cut = passage(" ".join(["a"] * length))
        hits = scan(trie, cut, cut.words, trie.starts(cut.words))
        steps.append(len(hits))
    assert steps == [200, 400, 800]


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        pytest.param("Россия", {"Россия", "России", "Россию", "Россией"}, id="-ия"),
        pytest.param("Казахстан", {"Казахстан", "Казахстана", "Казахстане"}, id="consonant"),
        pytest.param("Киргизия", {"Киргизии", "Киргизию"}, id="another -ия"),
        pytest.param("Камбоджа", {"Камбоджи", "Камбодже", "Камбоджу"}, id="-а"),
        pytest.param("Филиппины", {"Филиппин", "Филиппинах", "Филиппинам"}, id="plural"),
        pytest.param("Китай", {"Китая", "Китаем", "Китае"}, id="-й"),
        pytest.param("Центральная", {"Центральной", "Центральную"}, id="adjective"),
    ],
)
def test_russian_endings(name: str, forms: set[str]) -> None:
    """All cases of a name are found."""
    assert forms <= russian_forms(name)


@pytest.mark.parametrize("name", ["Конго", "Перу", "США", "РФ", "Laos"])
def test_names_without_endings(name: str) -> None:
    """Abbreviations, other alphabets and indeclinable names stay as they are."""
    assert russian_forms(name) == {name}


def test_a_russian_name_is_no_prefix() -> None:
    """Cuba is found in its cases and in no cup."""
    assert "Кубе" in russian_forms("Куба")
    assert "Кубок" not in russian_forms("Куба")
    assert "Кубань" not in russian_forms("Куба")


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("RU", "vi", "Nga"),
        ("KZ", "ru", "Казахстан"),
        ("MM", "vi", "Myanmar"),
        ("MM", "vi", "Miến Điện"),
        ("143", "vi", "Trung Á"),
        ("035", "en", "Southeast Asia"),
        ("TL", "de", "Timor-Leste"),
    ],
)
def test_names_of_territories(code: str, language: str, name: str) -> None:
    """CLDR names states and regions in every language; a bracket holds a second name."""
    assert name in names_in(language)[code]


def test_languages_that_nobody_knows() -> None:
    """An unknown language has no names; it is no error."""
    assert dict(names_in("xx-Nowhere")) == {}
    assert dict(names_in("xx")) == {}
    assert names_in("vi")


def test_states_are_no_regions() -> None:
    """Guards want states: no continents, no unions."""
    codes = set(states_in("vi"))
    assert {"RU", "VN", "HK"} <= codes
    assert codes.isdisjoint({"143", "035", "EU", "UN"})


def test_two_names_in_one() -> None:
    """CLDR's additions are taken off."""
    assert split_name("Myanmar (Burma)") == ("Myanmar", "Burma")
    assert split_name("Hong Kong SAR China") == ("Hong Kong",)
