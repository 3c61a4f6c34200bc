"""Texts in UTF-8 that went through Windows-1252 on their way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.parse.misread import reread

# made the way publishers make them: bytes of UTF-8, each read as a letter
MISREAD = {
    "French": "Lion d’argent à la Mostra, l’héroïne",
    "German": "„Die Höhle der Löwen“ – Großeltern",
    "Vietnamese": "Thủ tướng làm việc với Đà Nẵng",
    "Russian": "Президент прибыл в Казань",
    "emoji": "Xin chào 😀 Việt Nam",
}


def misread(text: str) -> str:
    """Read the bytes of a text as browsers read windows-1252."""
    read = (bytes([byte]).decode("windows-1252", "ignore") or chr(byte) for byte in text.encode())
    return "".join(read)


@pytest.mark.parametrize("text", MISREAD.values(), ids=MISREAD.keys())
def test_misread_text_is_read_again(text: str) -> None:
    """A text whose every letter beyond ASCII was misread is read rightly."""
    assert reread(misread(text)) == text


@pytest.mark.parametrize("text", MISREAD.values(), ids=MISREAD.keys())
def test_cut_text_is_read_again(text: str) -> None:
    """An ellipsis or a quotation mark that a program put around it does not hinder."""
    assert reread(f"“{misread(text)}”…") == f"“{text}”…"


@pytest.mark.parametrize(
    "text",
    [
        *(pytest.param(text, id=language) for language, text in MISREAD.items()),
        pytest.param("Der Buchstabe „Ä“ allein", id="a quoted letter"),
        pytest.param("ĐÀ NẴNG: “NGÔ THÌ NHÃ”", id="Vietnamese capitals before a mark"),
        pytest.param('"NGÃ” là tên', id="one capital before a mark"),
        pytest.param("Như “Thá»§ tÆ°á»›ng” nghĩa là Thủ tướng", id="the accident, quoted"),
        pytest.param("ÃO É Â", id="Portuguese capitals"),
        pytest.param("plain", id="ASCII"),
        pytest.param("", id="nothing"),
    ],
)
def test_right_text_stays(text: str) -> None:
    """A text that is right is not touched, nor one that has misread parts among right ones."""
    assert reread(text) == text


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_reading_again_twice_changes_no_more(text: str) -> None:
    """Whatever the text is, it is read, and what was read rightly stays so."""
    once = reread(misread(text))
    assert isinstance(reread(text), str)
    assert once in (text, misread(text))
