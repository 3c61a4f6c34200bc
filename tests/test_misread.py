"""Texts in UTF-8 that went through Windows-1252 on their way."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.model import ParsedEntry, RawDocument
from feeds.parse.document import parse_document
from feeds.parse.hints import ParseHints
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


def entries_of(body: bytes) -> tuple[ParsedEntry, ...]:
    return parse_document(RawDocument(body=body, url="https://e.example/f"), ParseHints()).entries


def is_misread(text: str) -> bool:
    """Say what the W3C validator says: a text that is Latin-1 and, as such, UTF-8."""
    try:
        return text.encode("latin-1").decode() != text
    except UnicodeError:
        return False


@pytest.mark.parametrize("spell", [str, lambda letter: f"&amp;#{ord(letter)};"], ids=["as is", "#"])
def test_fields_of_entries_are_read_again(spell: object) -> None:
    """Title, summary and content are mended, also where character references spell the fault."""
    assert callable(spell)
    said = "".join(spell(letter) for letter in misread("L’héroïne de Mérimée…"))
    markup = f"&lt;p>{said}&lt;/p>&lt;ul>&lt;li>Hai&lt;/li>&lt;/ul>"
    fields = f"<title>{said}</title><description>{markup}</description>"
    (entry,) = entries_of(f"<rss><channel><item>{fields}</item></channel></rss>".encode())

    assert entry.title == "L’héroïne de Mérimée…"
    assert entry.summary.startswith(entry.title)
    assert entry.content.startswith(f"<p>{entry.title}</p>")


@pytest.mark.parametrize("number", ["000", "063", "073", "076", "078", "080"])
def test_real_feeds_are_read_again(shared: Path, number: str) -> None:
    """Feeds that are published twice encoded are read, in title and text, as they were meant."""
    entries = entries_of((shared / "feeds" / "real" / f"{number}.rss").read_bytes())
    texts = [text for one in entries for text in (one.title, *re.split("<[^>]*>", one.content))]

    assert entries
    assert [text for text in texts if is_misread(text)] == []
