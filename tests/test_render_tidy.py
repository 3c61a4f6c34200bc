"""The second lock before publishing: what slipped through parsing is put right or dropped."""

import pytest
from hypothesis import given
from render_samples import FEED_SOURCE, make_entry
from render_views import entries

from feeds.render.languages import known_language
from feeds.render.tidy import (
    LONGEST_REMEMBERED,
    media_type,
    tidy_entry,
    tidy_id,
    tidy_line,
    tidy_person,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a\x00b\x1bc", "abc", id="controls"),
        pytest.param("a\x85b", "a b", id="NEL is a line end"),
        pytest.param("Vi\ufffdt Nam", "Vi?t Nam", id="a lost letter shows"),
        pytest.param("a\ud83d", "a", id="half an emoji"),
        pytest.param(" một\n hai ", "một hai", id="lines"),
        pytest.param(None, "", id="nothing"),
    ],
)
def test_lines_are_clean(text: str | None, expected: str) -> None:
    """A line holds what XML may hold and the W3C validator likes."""
    assert tidy_line(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("HTTP://News.Example.com", "http://news.example.com/", id="host and path"),
        pytest.param("https://a.example:443/x", "https://a.example/x", id="default port"),
        pytest.param("https://a.example/%7euser", "https://a.example/~user", id="needless escape"),
        pytest.param("https://a.example/%c3%a9", "https://a.example/%C3%A9", id="hexadecimal case"),
        pytest.param("https://a.example/100%", "https://a.example/100%25", id="stray percent"),
        pytest.param("https://a.example?q", "https://a.example/?q", id="query without path"),
        pytest.param("tag:a.example,2020:x", "tag:a.example,2020:x", id="tag"),
        pytest.param("urn:uuid:1225c695-cfb8", "urn:uuid:1225c695-cfb8", id="urn"),
        pytest.param("12345", FEED_SOURCE.self_link, id="a number"),
        pytest.param("javascript:alert(1)", FEED_SOURCE.self_link, id="script"),
        pytest.param("tag:Bad Tag", FEED_SOURCE.self_link, id="no tag"),
        pytest.param("", FEED_SOURCE.self_link, id="nothing"),
    ],
)
def test_source_ids_are_canonical(text: str, expected: str) -> None:
    """A source's id is in the form of RFC 4287 4.2.6.1, or its URL stands for it."""
    assert tidy_id(text, FEED_SOURCE.self_link) == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        pytest.param("vi", "vi", id="plain"),
        pytest.param("EN_us", "en-us", id="underscore"),
        pytest.param("zh-Hant-TW", "zh-Hant-TW", id="script and region"),
        pytest.param("fil", "fil", id="three letters"),
        pytest.param("vn", None, id="a country is no language"),
        pytest.param("english", None, id="a name"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_languages_are_known(tag: str, expected: str | None) -> None:
    """Unknown languages are worse than none: readers hyphenate and speak by them."""
    assert known_language(tag) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Audio/MPEG; bitrate=1", "audio/mpeg", id="essence"),
        pytest.param("image/svg+xml", "image/svg+xml", id="suffix"),
        pytest.param("mp3", None, id="no slash"),
        pytest.param("a/b/c", None, id="two slashes"),
        pytest.param(None, None, id="nothing"),
    ],
)
def test_media_types_are_essences(text: str | None, expected: str | None) -> None:
    """A media type is one, or is left out."""
    assert media_type(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Trần An", "Trần An", id="name"),
        pytest.param("an@b.example (Trần An)", "Trần An", id="RSS"),
        pytest.param('"Trần An" <an@b.example>', '"Trần An"', id="mail"),
        pytest.param("mailto:an@b.example", "an", id="address"),
        pytest.param("<b>An</b>", "‹b›An‹/b›", id="markup"),
    ],
)
def test_people_are_names(text: str, expected: str) -> None:
    """Addresses of people are not given away, and their names hold no tags."""
    assert tidy_person(text) == expected


@given(entries)
def test_tidying_twice_changes_nothing(entry: object) -> None:
    """What is tidy stays as it is, so the order of steps does not matter."""
    once = tidy_entry(entry)  # type: ignore[arg-type]
    assert tidy_entry(once) == once


@pytest.mark.parametrize("field", ["content", "summary"])
def test_what_is_remembered_is_bounded(field: str) -> None:
    """An entry is tidied once for all formats; a very long one each time, and is not held on to."""
    usual = make_entry(**{"content": "", "summary": "", field: "a" * LONGEST_REMEMBERED})
    assert tidy_entry(usual) is tidy_entry(usual)
    longer = make_entry(**{"content": "", "summary": "", field: "a" * (LONGEST_REMEMBERED + 1)})
    assert tidy_entry(longer) is not tidy_entry(longer)
    assert tidy_entry(longer) == tidy_entry(longer)
