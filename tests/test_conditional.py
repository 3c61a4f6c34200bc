"""Preconditions of requests."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.web.conditional import Preconditions, http_date, judge, named_tag, parse_http_date

CHANGED = datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)
SAME = "Sun, 06 Nov 1994 08:49:37 GMT"
EARLIER = "Sun, 06 Nov 1994 08:49:36 GMT"
LATER = "Mon, 07 Nov 1994 00:00:00 GMT"
TAGS = ('"a-gzip"', '"a"')


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        pytest.param({}, 200, id="nothing-asked"),
        pytest.param({"if_none_match": '"a"'}, 304, id="tag"),
        pytest.param({"if_none_match": '"b"'}, 200, id="other-tag"),
        pytest.param({"if_none_match": "*"}, 304, id="any-tag"),
        pytest.param({"if_modified_since": SAME}, 304, id="same-date"),
        pytest.param({"if_modified_since": LATER}, 304, id="later-date"),
        pytest.param({"if_modified_since": EARLIER}, 200, id="earlier-date"),
        pytest.param({"if_modified_since": "yesterday"}, 200, id="no-date"),
        pytest.param({"if_none_match": '"b"', "if_modified_since": LATER}, 200, id="tag-wins"),
        pytest.param({"if_none_match": '"a"', "if_modified_since": EARLIER}, 304, id="also-then"),
        pytest.param({"if_none_match": "", "if_modified_since": LATER}, 200, id="empty-tag-wins"),
        pytest.param({"if_match": '"a"'}, 200, id="if-match"),
        pytest.param({"if_match": "*"}, 200, id="if-match-any"),
        pytest.param({"if_match": '"b"'}, 412, id="if-match-other"),
        pytest.param({"if_match": 'W/"a"'}, 412, id="if-match-is-strong"),
        pytest.param({"if_match": '"b"', "if_none_match": '"a"'}, 412, id="if-match-first"),
        pytest.param({"if_match": '"a"', "if_none_match": '"a"'}, 304, id="both-hold"),
        pytest.param({"if_unmodified_since": SAME}, 200, id="unmodified"),
        pytest.param({"if_unmodified_since": EARLIER}, 412, id="modified"),
        pytest.param({"if_unmodified_since": "soon"}, 200, id="unmodified-no-date"),
        pytest.param({"if_match": '"a"', "if_unmodified_since": EARLIER}, 200, id="match-wins"),
    ],
)
def test_judge(asked: dict[str, str], status: int) -> None:
    """If-Match comes first, then If-None-Match, and a date counts only where no tag is named."""
    assert judge(Preconditions(**asked), TAGS, CHANGED).status == status


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        pytest.param('"a"', '"a"', id="one-coding"),
        pytest.param('"a-gzip"', '"a-gzip"', id="the-other"),
        pytest.param('"a", "a-gzip"', '"a-gzip"', id="both"),
        pytest.param("*", '"a-gzip"', id="any"),
    ],
)
def test_tag_of_an_unchanged_answer(asked: str, named: str) -> None:
    """A 304 names the tag of what would be sent where the request has it, else the one it has."""
    verdict = judge(Preconditions(if_none_match=asked), TAGS, CHANGED)
    assert (verdict.status, verdict.etag) == (304, named)


@pytest.mark.parametrize(
    ("field", "found"),
    [
        pytest.param('"a"', '"a"', id="one"),
        pytest.param('W/"a"', '"a"', id="weak"),
        pytest.param('"x", W/"a" ,"y"', '"a"', id="list"),
        pytest.param('"x","a"', '"a"', id="list-without-spaces"),
        pytest.param(' , "a",', '"a"', id="empty-members"),
        pytest.param(" * ", '"a"', id="any"),
        pytest.param('"*"', None, id="a-tag-that-is-a-star"),
        pytest.param("a", None, id="without-quotes"),
        pytest.param('"a', None, id="half-quoted"),
        pytest.param('"A"', None, id="case"),
        pytest.param('"x, a"', None, id="comma-inside"),
        pytest.param('"tiếng"', None, id="not-ascii"),
        pytest.param("", None, id="empty"),
    ],
)
def test_named_tag(field: str, found: str | None) -> None:
    """A field names tags in a list, weak or strong, or any by a star."""
    assert named_tag(field, ('"a"',)) == found


@pytest.mark.parametrize(
    ("text", "read"),
    [
        pytest.param("Sun, 06 Nov 1994 08:49:37 GMT", CHANGED, id="imf-fixdate"),
        pytest.param("Sunday, 06-Nov-94 08:49:37 GMT", CHANGED, id="rfc-850"),
        pytest.param("Sun Nov  6 08:49:37 1994", CHANGED, id="asctime"),
        pytest.param("Sun, 06 Nov 1994 15:49:37 +0700", CHANGED, id="with-zone"),
        pytest.param("", None, id="empty"),
        pytest.param("1994-11-06T08:49:37Z", None, id="iso"),
        pytest.param("Sun, 31 Feb 1994 08:49:37 GMT", None, id="no-such-day"),
        pytest.param("Sun, 06 Nov 99999 08:49:37 GMT", None, id="no-such-year"),
        pytest.param("Fri, 31 Dec 9999 23:59:59 -0100", None, id="beyond-all-years"),
        pytest.param("Sun, 06 Nov 1994 08:49:37 GMT" + " " * 9000, None, id="long"),
    ],
)
def test_parse_http_date(text: str, read: datetime | None) -> None:
    """All three forms of a date are read; anything else is none."""
    assert parse_http_date(text) == read


@given(st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(9998, 1, 1)))  # noqa: DTZ001
def test_http_date_is_read_back(moment: datetime) -> None:
    """What is sent as Last-Modified comes back as the same second."""
    moment = moment.replace(tzinfo=UTC, microsecond=0)
    assert parse_http_date(http_date(moment)) == moment
    assert judge(Preconditions(if_modified_since=http_date(moment)), TAGS, moment).status == 304
    older = http_date(moment - timedelta(seconds=1))
    assert judge(Preconditions(if_modified_since=older), TAGS, moment).status == 200


@given(st.text(max_size=200))
def test_any_field(text: str) -> None:
    """Whatever is sent, it is judged, and a tag is only ever found where it stands."""
    asked = Preconditions(
        if_match=text, if_none_match=text, if_modified_since=text, if_unmodified_since=text
    )
    assert judge(asked, TAGS, CHANGED).status in (200, 304, 412)
    if '"a"' not in text and text.strip() != "*":
        assert named_tag(text, ('"a"',)) is None
