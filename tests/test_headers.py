"""What an answer's headers say, and what is not believed of it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.model import Validators
from feeds.retrieve.headers import (
    merge_validators,
    read_content_type,
    read_date,
    read_fresh_for,
    read_retry_after,
    read_validators,
    usable_validator,
)

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
TWO_LATER = "Sat, 21 Nov 2026 12:02:00 GMT"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(TWO_LATER, datetime(2026, 11, 21, 12, 2, tzinfo=UTC), id="http"),
        pytest.param(
            "Sunday, 06-Nov-94 08:49:37 GMT", datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC), id="850"
        ),
        pytest.param(
            "Sun Nov  6 08:49:37 1994", datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC), id="asctime"
        ),
        pytest.param(
            "Sat, 21 Nov 2026 19:00:00 +0700", datetime(2026, 11, 21, 12, tzinfo=UTC), id="offset"
        ),
        pytest.param("0", None, id="zero"),
        pytest.param("-1", None, id="minus-one"),
        pytest.param("", None, id="empty"),
        pytest.param(None, None, id="none"),
        pytest.param("yesterday", None, id="words"),
        pytest.param("Sat, 99 Nov 2026 12:02:00 GMT", None, id="no-such-day"),
        pytest.param("Sat, 21 Nov 2026 12:02:00 +9999", None, id="no-such-zone"),
        pytest.param("Sat, 21 Nov 9999999999 12:02:00 GMT", None, id="no-such-year"),
        pytest.param("x" * 100_000, None, id="long"),
    ],
)
def test_date(value: str | None, expected: datetime | None) -> None:
    """All three forms of an HTTP date are read as UTC, anything else is none."""
    assert read_date(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0", 0), ("120", 120), (" 120 ", 120), (TWO_LATER, 120), ("9" * 30, 2**31),
        ("9" * 100_000, 2**31), ("Sat, 21 Nov 2026 11:00:00 GMT", 0), (None, None), ("", None),
        ("soon", None), ("-5", None), ("1.5", None), ("1e9", None), ("١٢٠", None), ("+5", None),
    ],
)  # fmt: skip
def test_retry_after(value: str | None, expected: int | None) -> None:
    """Retry-After is a number of seconds or a date (RFC 9110 section 10.2.3); else nothing."""
    assert read_retry_after(value, NOW) == expected


@pytest.mark.parametrize(
    ("control", "expires", "date", "age", "expected"),
    [
        pytest.param("max-age=600", None, None, None, 600, id="max-age"),
        pytest.param('public, MAX-AGE="600"', None, None, None, 600, id="quoted"),
        pytest.param("max-age=600", None, None, "100", 500, id="age"),
        pytest.param("max-age=600", None, None, "700", 0, id="stale"),
        pytest.param("max-age=600", None, None, "-5", 600, id="wrong-age"),
        pytest.param("max-age=504576000", None, None, None, 504576000, id="sixteen-years"),
        pytest.param("max-age=" + "9" * 50, None, None, None, 2**31, id="endless"),
        pytest.param("max-age=600, no-cache", None, None, None, 0, id="no-cache"),
        pytest.param('no-cache="Set-Cookie", max-age=6', None, None, None, 0, id="no-cache-field"),
        pytest.param("no-store", TWO_LATER, None, None, 0, id="no-store"),
        pytest.param("max-age=60", TWO_LATER, TWO_LATER, None, 60, id="max-age-first"),
        pytest.param(None, TWO_LATER, "Sat, 21 Nov 2026 12:00:00 GMT", None, 120, id="expires"),
        pytest.param(None, "Sat, 21 Nov 2026 11:00:00 GMT", TWO_LATER, None, 0, id="expired"),
        pytest.param(None, "0", TWO_LATER, None, None, id="expires-zero"),
        pytest.param(None, TWO_LATER, None, None, None, id="expires-without-date"),
        pytest.param("max-age=-1", None, None, None, None, id="negative"),
        pytest.param("max-age", None, None, None, None, id="no-number"),
        pytest.param(None, None, None, None, None, id="nothing"),
        pytest.param("," * 100_000, None, None, None, None, id="commas"),
    ],
)
def test_fresh_for(
    control: str | None,
    expires: str | None,
    date: str | None,
    age: str | None,
    expected: int | None,
) -> None:
    """Freshness is max-age, else Expires less Date, less Age (RFC 9111 section 4.2)."""
    assert read_fresh_for(control, expires, date, age) == expected


@pytest.mark.parametrize(
    ("etags", "modified", "expected"),
    [
        pytest.param(
            ['"a"'], [TWO_LATER], Validators(etag='"a"', last_modified=TWO_LATER), id="both"
        ),
        pytest.param(['W/"a b"'], [], Validators(etag='W/"a b"'), id="weak"),
        pytest.param(["bare"], [], Validators(etag="bare"), id="unquoted"),
        pytest.param([' "a" '], [], Validators(etag='"a"'), id="spaces"),
        pytest.param(['"a"', '"b"'], [], Validators(), id="two"),
        pytest.param([], [], Validators(), id="none"),
        pytest.param(["x" * 1024], [], Validators(etag="x" * 1024), id="1024"),
        pytest.param(["x" * 1025], [], Validators(), id="1025"),
        pytest.param(['"\x1b[31m"'], [], Validators(), id="escape"),
        pytest.param(['"é"'], [], Validators(), id="not-ascii"),
        pytest.param(['"a\r\nX: y"'], [], Validators(), id="lines"),
        pytest.param([""], [" "], Validators(), id="empty"),
        pytest.param([], ["yesterday"], Validators(last_modified="yesterday"), id="opaque"),
        pytest.param([], ["Tue, 19 Jan 2038 03:14:07 GMT"], Validators(), id="2038"),
        pytest.param(
            [], ["Sun, 22 Nov 2026 11:00:00 GMT"],
            Validators(last_modified="Sun, 22 Nov 2026 11:00:00 GMT"), id="a-little-ahead",
        ),
    ],
)  # fmt: skip
def test_validators(etags: list[str], modified: list[str], expected: Validators) -> None:
    """Validators are kept as they came if they can be sent back and could ever change."""
    assert read_validators(etags, modified, NOW) == expected


@given(st.text())
def test_usable_validator(text: str) -> None:
    """A validator that is kept is printable ASCII and short, and is usable again."""
    kept = usable_validator(text)
    if kept is not None:
        assert kept.isascii()
        assert kept.isprintable()
        assert 0 < len(kept) <= 1024
        assert usable_validator(kept) == kept


def test_merged_validators() -> None:
    """A 304 renews what it names and keeps the rest."""
    old = Validators(etag='"a"', last_modified="x")
    assert merge_validators(old, Validators()) == old
    assert merge_validators(old, Validators(etag='"b"')).etag == '"b"'
    assert merge_validators(old, Validators(etag='"b"')).last_modified == "x"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("text/xml", ("text/xml", None)),
        ("Text/XML; Charset=UTF-8", ("text/xml", "utf-8")),
        ('application/rss+xml;charset="windows-1258"', ("application/rss+xml", "windows-1258")),
        ("text/xml; a=b; charset='koi8-r' ; charset=utf-8", ("text/xml", "koi8-r")),
        ("charset=utf-8", (None, None)),
        ("; charset=utf-8", (None, "utf-8")),
        ("text", (None, None)),
        ("text/", (None, None)),
        ("text/xml/x", (None, None)),
        ("te xt/xml", (None, None)),
        ("text/xml; charset=", ("text/xml", None)),
        ("text/xml; charset=\x1b[31m", ("text/xml", None)),
        ("text/xml; charset=" + "x" * 1000, ("text/xml", None)),
        ("a/b;" + ";" * 100_000, ("a/b", None)),
        ("", (None, None)),
        (None, (None, None)),
    ],
)
def test_content_type(value: str | None, expected: tuple[str | None, str | None]) -> None:
    """Media type and charset are taken where they are well-formed, in lower case."""
    assert read_content_type(value) == expected


@given(st.text(alphabet=st.characters(codec="latin-1"), max_size=200))
def test_any_header(text: str) -> None:
    """No header stops the reading."""
    read_content_type(text)
    read_fresh_for(text, text, text, text)
    read_retry_after(text, NOW)
    read_validators([text], [text], NOW)
