"""Texts without diacritics, and texts in other languages: which terms count in them."""

from functools import cache

import pytest

from feeds.languages.detect import detect_language
from feeds.topics.compiled import CompiledTopics
from tests.topics_shipped import compiled, matches

TOPIC = {
    "territories": ["RU", "LA", "TH"],
    "terms": {
        "vi": {"strong": ["Biển Đông", "Tuốcmêni", "Lữ đoàn"], "weak": ["rượu"]},
        "en": {"strong": ["Moon Treaty"]},
        "ru": {"strong": ["Совфед"], "stems": ["российск"]},
    },
}
REST = "trong tuan nay tai thu do, theo nguon tin cua chinh phu"


@cache
def made() -> CompiledTopics:
    """Give that topic, compiled when a test first needs it."""
    return compiled(t=TOPIC)


def terms(
    text: str, *, language: str | None = "vi", topics: CompiledTopics | None = None
) -> list[str]:
    """Give what counts in a text, as it stands there."""
    match = matches(text, language=language, topics=topics or made()).get("t")
    return [piece.term for piece in match.evidence] if match else []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(f"Hop ban ve Bien Dong {REST}", ["Bien Dong"], id="phrase"),
        pytest.param(f"Hop ban voi Thai Lan {REST}", ["Thai Lan"], id="name of two syllables"),
        pytest.param(f"Doan cua Lien bang Nga den {REST}", ["Lien bang Nga"], id="long name"),
        pytest.param(f"Lu doan moi duoc thanh lap {REST}", ["Lu doan"], id="phrase of small words"),
        pytest.param(f"Gia ruou tang manh {REST}", [], id="small word"),
        pytest.param(f"Gia Tuocmeni tang manh {REST}", [], id="word of several syllables"),
        pytest.param(f"Ong Lao den tham {REST}", [], id="syllable"),
        pytest.param(f"Nguoi Thai den tham {REST}", [], id="syllable that is a demonym in English"),
        pytest.param(f"Co Nga den tham {REST}", [], id="syllable that has no marks"),
        pytest.param(f"Thu tuong Lao den tham {REST}", ["Lao"], id="syllable behind its office"),
    ],
)
def test_text_without_marks(text: str, found: list[str]) -> None:
    """Without its marks a term counts as a phrase of several words; a lone word does not."""
    assert detect_language(text) == "vi"
    assert terms(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("Họp bàn về Biển Đông tại Hà Nội", ["Biển Đông"], id="phrase"),
        pytest.param("Giá rượu tăng mạnh tại Hà Nội", ["rượu"], id="small word"),
        pytest.param("Giá Tuốcmêni tăng mạnh tại Hà Nội", ["Tuốcmêni"], id="longer word"),
        pytest.param("Quân đội Lào đến thăm Hà Nội", ["Lào"], id="syllable"),
        pytest.param("Giá Tuocmeni tăng mạnh tại Hà Nội", [], id="word without its marks"),
        pytest.param("Quân đội Lao đến thăm Hà Nội", [], id="syllable without its marks"),
    ],
)
def test_text_with_marks(text: str, found: list[str]) -> None:
    """In a text with marks a word counts with its own marks only."""
    assert terms(text) == found


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        pytest.param("Российские войска, сообщил Совфед, и не только они", "ru",
                     ["Российские", "Совфед"], id="russian in russian"),
        pytest.param("Президент сказал, что приехал с Moon Treaty и не только", "ru",
                     ["Moon Treaty"], id="an english phrase in russian"),
        pytest.param("The delegation said that Nga was at home with the family", "en", [],
                     id="a vietnamese syllable in english"),
        pytest.param("The delegation said that Laos was at home with the family", "en", ["Laos"],
                     id="an english name in english"),
        pytest.param("Các bên họp bàn tại Laos trong hôm nay và ngày mai", "vi", ["Laos"],
                     id="an english name in vietnamese"),
    ],
)  # fmt: skip
def test_other_languages(text: str, language: str, found: list[str]) -> None:
    """Names and phrases count in every language; one Vietnamese syllable only in Vietnamese.

    The language of an entry that declares none is the detected one, so both are the same here.
    """
    assert detect_language(text) == language
    assert terms(text, language=language) == found


def test_letters_before_a_wrong_language() -> None:
    """A text full of Vietnamese letters is read as one, whatever was declared of it."""
    assert terms("Quân đội Lào đến thăm Hà Nội", language="en-us") == ["Lào"]


def test_languages_of_a_topic() -> None:
    """A topic has the names of its languages, and no others."""
    russian = compiled(t={"territories": ["RU"], "languages": ["ru"]})
    assert terms("Президент России прибыл", language="ru", topics=russian) == ["России"]
    assert terms("Quân đội Nga đến thăm Hà Nội", topics=russian) == []
    assert terms("Russia said that it will come", language="en", topics=russian) == []
