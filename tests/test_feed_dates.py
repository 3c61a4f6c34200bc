"""Dates of feeds: what is read, how exactly, and what is no date."""

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.parse.feed_dates import read_date

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        pytest.param("Wed, 12 Jun 2024 10:30:05 +0700", "2024-06-12T03:30:05", id="rfc822"),
        pytest.param("12 Jun 2024 10:30:05 +0700", "2024-06-12T03:30:05", id="no day name"),
        pytest.param("Wed, 12 Jun 24 10:30:05 GMT", "2024-06-12T10:30:05", id="two digits"),
        pytest.param("Wed, 12 Jun 99 10:30:05 GMT", "1999-06-12T10:30:05", id="last century"),
        pytest.param("Wed, 12 June 2024 10:30:05 EST", "2024-06-12T15:30:05", id="est"),
        pytest.param("Wed, 12 Jun 2024 10:30:05 MSK", "2024-06-12T07:30:05", id="msk"),
        pytest.param("Wed, 12 Jun 2024 10:30:05 ICT", "2024-06-12T03:30:05", id="ict"),
        pytest.param("Wed, 12 Jun 2024 10:30:05 GMT+7", "2024-06-12T03:30:05", id="gmt+7"),
        pytest.param("Wed, 12 Jun 2024 10:30:05 UTC+07:00", "2024-06-12T03:30:05", id="utc+07"),
        pytest.param("Wed, 12 Jun 2024 10:30:05 -0000", "2024-06-12T10:30:05", id="minus zero"),
        pytest.param("Wed, 12 Jun 2024 23:59:60 Z", "2024-06-12T23:59:59", id="leap second"),
        pytest.param("Wed, 12 Jun 2024 24:00:00 Z", "2024-06-13T00:00:00", id="24 o'clock"),
        pytest.param("Wed, 12-Jun-2024 10:30:05 UTC", "2024-06-12T10:30:05", id="rfc850"),
        pytest.param("Wed Jun 12 10:30:05 2024", "2024-06-12T03:30:05", id="asctime"),
        pytest.param("Wed Jun 12 10:30:05 ICT 2024", "2024-06-12T03:30:05", id="java"),
        pytest.param(
            "Wed Jun 12 2024 10:30:05 GMT+0700 (Indochina Time)", "2024-06-12T03:30:05", id="js"
        ),
        pytest.param("2024-06-12T10:30:05Z", "2024-06-12T10:30:05", id="rfc3339"),
        pytest.param("2024-06-12T10:30:05.123+07:00", "2024-06-12T03:30:05", id="fraction"),
        pytest.param("2024-06-12 10:30:05 +0700", "2024-06-12T03:30:05", id="sql"),
        pytest.param("2024/06/12 10:30:05", "2024-06-12T03:30:05", id="slashes"),
        pytest.param("20240612T103005Z", "2024-06-12T10:30:05", id="basic"),
        pytest.param("20240612103005", "2024-06-12T03:30:05", id="digits"),
        pytest.param("6/14/2024 3:00:05 PM", "2024-06-14T08:00:05", id="american"),
        pytest.param("6/7/2024 3:00:05 AM", "2024-06-06T20:00:05", id="american, ambiguous"),
        pytest.param("12/06/2024 10:30:05 SA", "2024-06-12T03:30:05", id="sáng"),
        pytest.param("12/06/2024 12:30:05 SA", "2024-06-11T17:30:05", id="after midnight"),
        pytest.param("12/06/2024 10:30:05 CH", "2024-06-12T15:30:05", id="chiều"),
        pytest.param("Ср, 12 июн 2024 10:30:05 +0300", "2024-06-12T07:30:05", id="russian"),
        pytest.param("12 мая 2024 10:30:05", "2024-05-12T03:30:05", id="russian may"),
        pytest.param("1718163005", "2024-06-12T03:30:05", id="epoch"),
        pytest.param("1718163005123", "2024-06-12T03:30:05", id="epoch milliseconds"),
    ],
)
def test_to_the_second(text: str, moment: str) -> None:
    """A date with seconds is read to the second; without a zone it is the source's own."""
    found = read_date(text, HANOI)
    assert found is not None
    assert found.moment == datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert found.precision == "second"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Thứ Tư, 12/06/2024 - 10:30", id="vietnamese weekday"),
        pytest.param("Thứ 4, 12/6/2024 10:30 (GMT+7)", id="numbered weekday"),
        pytest.param("12/06/2024 10:30 SA", id="sáng"),
        pytest.param("12-06-2024 10:30", id="dashes"),
        pytest.param("12.06.2024 10:30", id="dots"),
        pytest.param("10:30 | 12/06/2024", id="clock first"),
        pytest.param("10h30 ngày 12/06/2024", id="giờ"),
        pytest.param("10 giờ 30 ngày 12/6/2024", id="giờ in words"),
        pytest.param("10h30 sáng 12/6/2024", id="in the morning"),
        pytest.param("T4, 12/06/2024 10:30", id="short weekday"),
        pytest.param("12/06/24 10:30", id="year of two digits"),
        pytest.param("12-Jun-2024 10:30 ICT", id="name and zone"),
        pytest.param("10:30, ngày 12 tháng 6 năm 2024", id="in words"),
        pytest.param("12 Tháng Sáu, 2024 10:30", id="month in words"),
        pytest.param("June 12, 2024 10:30 AM", id="english"),
        pytest.param("2024-06-12T10:30+07:00", id="w3c"),
        pytest.param("Wed, 12 Jun 2024 10:30 +0700", id="rfc822"),
    ],
)
def test_to_the_minute(text: str) -> None:
    """A date without seconds is read to the minute."""
    found = read_date(text, HANOI)
    assert found is not None
    assert found.moment == datetime(2024, 6, 12, 3, 30, tzinfo=UTC)
    assert found.precision == "minute"


@pytest.mark.parametrize(
    "text",
    ["2024-06-12", "20240612", "12/06/2024", "12.6.2024", "Wed, 12 Jun 2024", "Jun 12, 2024",
     "Thứ tư, ngày 12 tháng 6 năm 2024", "12 мая 2024".replace("мая", "июня"),
     "Wed, 12 Jun 2024 25:61:00"],
)  # fmt: skip
def test_to_the_day(text: str) -> None:
    """A bare date stands for noon of the source's zone, and says so."""
    found = read_date(text, HANOI)
    assert found is not None
    assert found.moment == datetime(2024, 6, 12, 5, tzinfo=UTC)
    assert found.precision == "day"


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        pytest.param("8h30 sáng 12/6/2024", 8, id="morning"),
        pytest.param("11h30 trưa 12/6/2024", 11, id="before noon"),
        pytest.param("12h30 trưa 12/6/2024", 12, id="noon"),
        pytest.param("1h30 trưa 12/6/2024", 13, id="after noon"),
        pytest.param("2 giờ 30 chiều 12/6/2024", 14, id="afternoon"),
        pytest.param("14h30 chiều 12/6/2024", 14, id="afternoon of 24 hours"),
        pytest.param("8:30 tối 12/6/2024", 20, id="evening"),
    ],
)
def test_time_of_day_in_vietnamese(text: str, hour: int) -> None:
    """Hours of twelve are told apart by the time of day that stands behind them."""
    found = read_date(text)
    assert found is not None
    assert found.moment == datetime(2024, 6, 12, hour, 30, tzinfo=UTC)


def test_without_any_zone() -> None:
    """Where neither date nor source names a zone, it is UTC."""
    found = read_date("2024-06-12 10:30")
    assert found is not None
    assert found.moment == datetime(2024, 6, 12, 10, 30, tzinfo=UTC)


def test_summer_time() -> None:
    """A source's zone counts as it was on that day."""
    berlin = ZoneInfo("Europe/Berlin")
    summer, winter = read_date("2024-07-01 12:00", berlin), read_date("2024-01-01 12:00", berlin)
    assert summer is not None
    assert winter is not None
    assert (summer.moment.hour, winter.moment.hour) == (10, 11)


@pytest.mark.parametrize(
    "text",
    [None, "", "  ", "yesterday", "hôm qua", "2024", "2024-06", "31/02/2024", "0000-00-00",
     "0000-00-00T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT", "-1", "0", "99999999999999",
     "9999-12-31T23:59:59-12:00", "Mon, 31 Feb 2026 10:00:00 GMT", "2026-13-45T99:99:99Z",
     "Tue, 03 Nov 0026 08:30:00 GMT", "Mon, 01 Jan 1900 00:00 GMT", "NaN", "9" * 400,
     "Wed, 12 Foo 2024 10:30:00 GMT", "1/2", "10:30:00",
     "2201-01-01", "1989-12-31T23:59:59Z", "x" * 10_000],
)  # fmt: skip
def test_no_date(text: str | None) -> None:
    """What states no day between 1990 and 2200 is no date."""
    assert read_date(text, HANOI) is None


@given(
    st.datetimes(min_value=datetime(1990, 1, 2), max_value=datetime(2200, 12, 30)),  # noqa: DTZ001
    st.integers(min_value=-12 * 60, max_value=14 * 60),
)
def test_what_python_writes(naive: datetime, minutes: int) -> None:
    """RFC 822 and RFC 3339 as Python writes them are read back to the second."""
    zone = timedelta(minutes=minutes)
    moment = naive.replace(microsecond=0, tzinfo=UTC)
    local = moment.astimezone(timezone(zone))
    for text in (format_datetime(local), local.isoformat(), local.isoformat(sep=" ")):
        found = read_date(text)
        assert found is not None
        assert found.moment == moment


@given(st.text(alphabet="0123456789 :-/.,+TZapmsachgt thángnăm", max_size=200))
def test_any_text(text: str) -> None:
    """Nothing raises, and whatever comes out lies within the accepted years."""
    found = read_date(text, HANOI)
    assert found is None or 1990 <= found.moment.year <= 2200
