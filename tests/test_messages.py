"""Our own words: every one translated, none forgotten; numbers and times as each language does."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from feeds.render.messages import LANGUAGES, catalogue_of, interface_language, messages_for
from tests.conftest import PROJECT

RENDER = PROJECT / "feeds"
PLACEHOLDER = re.compile(r"%\(\w+\)s")
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2.ext.babel_extract")]


def catalogue(language: str) -> Catalog:
    """The catalogue as it stands in its file."""
    file = RENDER / "render" / "locale" / language / "LC_MESSAGES" / "diemtin.po"
    return read_po(BytesIO(file.read_bytes()), locale=language, abort_invalid=True)


def used() -> set[str | tuple[str, ...]]:
    """Every message in code and templates; counted ones with both of their forms."""
    options = {"**/templates/**.html": {"silent": "false", "trimmed": "false"}}
    found = extract_from_dir(str(RENDER), method_map=METHODS, options_map=options)
    return {message for _, _, message, _, _ in found}


def written() -> Iterator[Message]:
    """The messages of the Vietnamese catalogue, without its header."""
    return (message for message in catalogue("vi") if message.id)


def test_every_message_is_translated_and_none_is_unused() -> None:
    """What code and templates say stands in the catalogue, and the catalogue holds nothing else."""
    messages = used()
    assert len(messages) > 40
    assert {message.id for message in written()} == messages


def test_translations_are_whole() -> None:
    """Every message has every form of its translation, with the same placeholders; none waits."""
    forms = catalogue("vi").num_plurals
    for message in written():
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        assert len(texts) == (forms if message.pluralizable else 1)
        assert not message.fuzzy
        for text in texts:
            assert text.strip() == text != ""
            assert {*PLACEHOLDER.findall(text)} == {*PLACEHOLDER.findall(ids[-1])}, message.id
    assert not catalogue("vi").obsolete


def test_translations_may_stand_in_pages() -> None:
    """Templates take our words for safe, so none holds what HTML reads as markup."""
    for message in written():
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        assert not set('<>&"') & set("".join((*texts, *ids))), message.id


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        pytest.param(20.0, "20 giây", id="seconds"),
        pytest.param(1800.0, "30 phút", id="minutes"),
        pytest.param(5400.0, "1,5 giờ", id="hours"),
        pytest.param(0.0, "0 giây", id="nothing"),
    ],
)
def test_durations_in_one_unit(seconds: float, expected: str) -> None:
    """How long something takes is said in the unit that people would take."""
    assert messages_for("vi").duration(seconds) == expected


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        pytest.param("vi", "vi", id="vi"),
        pytest.param("vi-VN", "vi", id="region"),
        pytest.param("VI_vn", "vi", id="spelling"),
        pytest.param("en-US", "en", id="en"),
        pytest.param("ru", "en", id="not spoken"),
        pytest.param("vietnamese", "en", id="no tag"),
        pytest.param("", "en", id="nothing"),
    ],
)
def test_interface_language(tag: str, language: str) -> None:
    """A language is answered in itself where we speak it, and in English otherwise."""
    assert interface_language(tag) == language
    assert messages_for(tag).language == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_of_each_language(language: str) -> None:
    """What no catalogue knows is said as it stands."""
    assert catalogue_of(language).gettext("known to nobody") == "known to nobody"


@pytest.mark.parametrize(
    ("language", "number", "text"),
    [
        pytest.param("vi", 0, "0 tin", id="vi-0"),
        pytest.param("vi", 1, "1 tin", id="vi-1"),
        pytest.param("vi", 1204, "1.204 tin", id="vi-many"),
        pytest.param("en", 0, "0 entries", id="en-0"),
        pytest.param("en", 1, "1 entry", id="en-1"),
        pytest.param("en", 1204, "1,204 entries", id="en-many"),
    ],
)
def test_entries_are_counted(language: str, number: int, text: str) -> None:
    """Counting follows each language's plural."""
    assert messages_for(language).entries(number) == text


@pytest.mark.parametrize(
    ("number", "vietnamese", "english", "signed"),
    [
        pytest.param(3.0, "3", "3", "+3", id="whole"),
        pytest.param(3.25, "3,25", "3.25", "+3.25", id="decimals"),
        pytest.param(-0.5, "−0,5", "−0.5", "−0.5", id="negative"),
        pytest.param(1234567.891, "1.234.567,89", "1,234,567.89", "+1,234,567.89", id="groups"),
        pytest.param(1e30, "1e+30", "1e+30", "1e+30", id="absurd"),
    ],
)
def test_numbers_are_written(number: float, vietnamese: str, english: str, signed: str) -> None:
    """Numbers have at most two decimals, with the language's own marks."""
    assert messages_for("vi").number(number) == vietnamese
    assert messages_for("en").number(number) == english
    assert messages_for("en").signed(number) == signed


NIGHT = datetime(2026, 3, 5, 21, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("tag", "moment", "day", "short"),
    [
        pytest.param(
            "vi", "21:07, 5 tháng 3, 2026", "Thứ Năm, 5 tháng 3, 2026", "5 tháng 3", id="vi"
        ),
        pytest.param("en", "21:07, 5 March 2026", "Thursday, 5 March 2026", "5 March", id="en"),
        pytest.param("en-GB", "21:07, 5 March 2026", "Thursday, 5 March 2026", "5 March", id="GB"),
        pytest.param(
            "en-US", "9:07\u202fPM, March 5, 2026", "Thursday, March 5, 2026", "March 5", id="US"
        ),
        pytest.param("en-no-such-1", "21:07, 5 March 2026", "Thursday, 5 March 2026", "5 March",
                     id="unknown region"),
    ],
)  # fmt: skip
def test_times_are_said(tag: str, moment: str, day: str, short: str) -> None:
    """Days and times are said as a language, and its region where one is named, says them."""
    words = messages_for(tag)
    assert words.date_and_time(NIGHT).replace("\u202f", " ") == moment.replace("\u202f", " ")
    assert words.day(date(2026, 3, 5)) == day
    assert words.short_day(date(2026, 3, 5)) == short
