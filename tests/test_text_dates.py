"""Dates that a text states, and those that it names: forms, guards, datelines, openings."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.parse.datelines import merged, read_dateline
from feeds.parse.text_dates import find_dates, find_mentions

MENTIONS = [
    pytest.param("Phát biểu ngày 28/5 tại Astana", [("28/5", "--05-28", "day")], id="ngày d/m"),
    pytest.param("cuộc đàm phán hôm 10/1 về NATO", [("10/1", "--01-10", "day")], id="hôm d/m"),
    pytest.param("hôm nay (10/1), Nga", [("10/1", "--01-10", "day")], id="hôm nay (d/m)"),
    pytest.param("Sáng 7/3, tại Hà Nội", [("7/3", "--03-07", "day")], id="sáng d/m"),
    pytest.param("tối qua 2/12 do bệnh", [("2/12", "--12-02", "day")], id="tối qua d/m"),
    pytest.param("thứ Sáu (28/5) tới", [("28/5", "--05-28", "day")], id="weekday (d/m)"),
    pytest.param("Chiều 6-4, đại hội", [("6-4", "--04-06", "day")], id="d-m"),
    pytest.param("diễn ra vào 31/10 tại", [("31/10", "--10-31", "day")], id="vào d/m, over 12"),
    pytest.param("ngày 29/2", [("29/2", "--02-29", "day")], id="a leap day may be"),
    pytest.param(
        "từ ngày 10/1 đến 12/1 và 14/1",
        [("10/1", "--01-10", "day"), ("12/1", "--01-12", "day"), ("14/1", "--01-14", "day")],
        id="a chain of days",
    ),
    pytest.param("trong hai ngày 10-11/1", [("11/1", "--01-11", "day")], id="two days, one month"),
    pytest.param("ngày 2 tháng 9", [("2 tháng 9", "--09-02", "day")], id="day and month in words"),
    pytest.param(
        "sinh ngày 7/10/1952", [("7/10/1952", "1952-10-07", "day")], id="a day of long ago"
    ),
    pytest.param("hạn 31.12.2025", [("31.12.2025", "2025-12-31", "day")], id="dots"),
    pytest.param(
        "lúc 10h30 ngày 12/3/2024 tại",
        [("10h30 ngày 12/3/2024", "2024-03-12T10:30", "minute")],
        id="to the minute",
    ),
    pytest.param("19h ngày 10/1", [("10/1", "--01-10", "day")], id="an hour is no minute"),
    pytest.param("Tính đến tháng 6/2024", [("tháng 6/2024", "2024-06", "month")], id="month/year"),
    pytest.param("tháng tư năm 2024", [("tháng tư năm 2024", "2024-04", "month")], id="in words"),
    pytest.param("vào tháng 10.", [("tháng 10", "--10", "month")], id="month alone"),
    pytest.param("thể thao năm 2024, với", [("năm 2024", "2024", "year")], id="year"),
    pytest.param("năm mới 2022", [("năm mới 2022", "2022", "year")], id="new year"),
    pytest.param("until March 12 at least", [("March 12", "--03-12", "day")], id="English day"),
    pytest.param("on 12 March 2024", [("12 March 2024", "2024-03-12", "day")], id="English full"),
    pytest.param("by Sept. 2024", [("Sept. 2024", "2024-09", "month")], id="English month"),
    pytest.param("since 2024 it", [("since 2024", "2024", "year")], id="English year"),
    pytest.param("и 12 марта в", [("12 марта", "--03-12", "day")], id="Russian day"),
    pytest.param(
        "в марте 2024 года", [("марте 2024 года", "2024-03", "month")], id="Russian month"
    ),
    pytest.param("в 2024 году", [("2024 году", "2024", "year")], id="Russian year"),
]

NO_DATES = [
    "đạt 6,04 triệu người, tăng 2%", "1/3 dân số", "sáng 2/3 dân số thủ đô", "hoạt động 24/7",
    "tỷ lệ 80/20", "thắng 2-1", "mỗi ngày 2/3 số ca", "trong 2 ngày 1/3 quân số", "ngày 31/2",
    "ngày 31/2/2024", "ngày 31 tháng 2 năm 2024", "45/13/2024", "ngày 12/3/24", "tháng 13",
    "trong 12 tháng 3 lần", "6 tháng 2024", "giai đoạn năm 2021-2025", "bản v1.2.2024.3",
    "ngày 1.5 triệu lượt", "mùng 10 tháng 3 âm lịch", "sau 2 ngày nữa", "Sau 30 năm", "he may 12",
    "29/2/2023", "Feb 30, 2024", "31 апреля 2024 года", "10/1", "28/5 và 29/5",
]  # fmt: skip

OPENINGS = [
    "Hà Nội, 12/3/2024 - Bộ Ngoại giao cho biết.", "(Hà Nội, ngày 12-3-2024) Bộ Ngoại giao.",
    "Hà Nội (12/3/2024) - Bộ Ngoại giao.", "Hà Nội, ngày 12 tháng 3 năm 2024 (TTXVN) - Bộ.",
    "MOSCOW, March 12, 2024 (Reuters) - Russia said.", "MOSCOW, 12 March 2024. /TASS/. Russia.",
    "МОСКВА, 12 марта 2024 года – РИА Новости.", "12/3/2024 - Nga rút quân.",
    "Ngày 12/3/2024, tại Astana, hai bên ký.", "Sáng 12/3/2024, Thủ tướng tiếp khách.",
    "Sáng ngày 12/3/2024, Thủ tướng tiếp khách.", "Chiều nay, 12/3/2024, tại Hà Nội.",
    "Hôm nay (12/3/2024), Nga rút quân.", "Thứ Ba, 12/3/2024, Nga rút quân.",
    "Ngày 12 tháng 3 năm 2024, hai bên ký.", "TTO - Ngày 12/3/2024, tại Astana.",
    "(VTC News) - Sáng 12/3/2024, tại Astana.", "On March 12, 2024, officials met.",
    "12 марта 2024 года в Москве прошла встреча.",
    "Ngày 12/3/2024, ông Putin tuyên bố Nga sẽ rút quân.",
]  # fmt: skip

NOT_OWN = [
    "Từ ngày 12/3/2024, lương tăng.", "Tính đến ngày 12/3/2024, có 5 ca.",
    "Hà Nội, 12/3/2024 là ngày đáng nhớ.", "Sinh ngày 12/3/2024, bé nặng 3 kg.",
    "Ngày 12/3/2024, Việt Nam sẽ đăng cai hội nghị.", "Ngày 12/3/2024 là hạn chót.",
    "Ông Putin ngày 12/3/2024 thăm Astana.", "Ngày 12/3/1952, tại Hà Nội, ông ra đời.",
    "On March 12, 2024, the summit will open.", "Đến 12/3/2024, dự án xong.",
]  # fmt: skip


def _at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(("text", "expected"), MENTIONS)
def test_mentions(text: str, expected: list[tuple[str, str, str]]) -> None:
    """A date that a text names comes out as it stands, as ISO 8601, and with its precision."""
    found = [(each.text, each.value, each.precision) for each in find_mentions(text)]
    assert found == expected


@pytest.mark.parametrize("text", NO_DATES)
def test_no_dates(text: str) -> None:
    """Fractions, scores, quantities, spans, versions, lunar and impossible days are no dates."""
    assert find_mentions(text) == ()


@pytest.mark.parametrize("text", OPENINGS)
def test_opening_states_the_day(text: str) -> None:
    """A text that opens with its day and year is dated by it: noon of that day at home."""
    found = find_dates(text)
    assert (found.published, found.precision) == (_at(2024, 3, 12, 5), "day")
    assert found.mentions == ()


@pytest.mark.parametrize("text", NOT_OWN)
def test_other_dates_are_no_publication(text: str) -> None:
    """A day that lasts, lies ahead, is long past or stands elsewhere is only mentioned."""
    found = find_dates(text)
    assert found.published is None
    assert [each.precision for each in found.mentions] == ["day"]


@pytest.mark.parametrize(
    ("line", "moment", "precision"),
    [
        ("Thứ Ba, 12/3/2024, 10:30 (GMT+7)", _at(2024, 3, 12, 3, 30), "minute"),
        ("12/03/2024 10:30", _at(2024, 3, 12, 3, 30), "minute"),
        ("Ngày 12 tháng 3 năm 2024", _at(2024, 3, 12, 5), "day"),
        ("Cập nhật: 12/3/2024 - 08:15", _at(2024, 3, 12, 1, 15), "minute"),
        ("Đăng ngày 12/3/2024", _at(2024, 3, 12, 5), "day"),
        ("Thứ Ba, ngày 12/03/2024 - 02:15 PM", _at(2024, 3, 12, 7, 15), "minute"),
        ("12/03/2024 02:15 CH", _at(2024, 3, 12, 7, 15), "minute"),
        ("08:15 | 12/03/2024", _at(2024, 3, 12, 1, 15), "minute"),
        ("10h30 ngày 12/3/2024", _at(2024, 3, 12, 3, 30), "minute"),
        ("Hà Nội, ngày 12/3/2024", _at(2024, 3, 12, 5), "day"),
        ("2024-03-12", _at(2024, 3, 12, 5), "day"),
        ("2024-03-12 10:30", _at(2024, 3, 12, 3, 30), "minute"),
        ("2024-03-12T10:30:00+09:00", _at(2024, 3, 12, 1, 30), "minute"),
        ("2024-03-12T10:30:00Z", _at(2024, 3, 12, 10, 30), "minute"),
        ("Tuesday, 12 March 2024, 10:30 UTC", _at(2024, 3, 12, 10, 30), "minute"),
        ("Published: Mar 12, 2024 at 3:45 p.m.", _at(2024, 3, 12, 8, 45), "minute"),
        ("Опубликовано 12 марта 2024 г. в 10:30 МСК", _at(2024, 3, 12, 7, 30), "minute"),
        ("12.03.2024, 10:30", _at(2024, 3, 12, 3, 30), "minute"),
        ("12/3/2024 12:10 AM GMT-5", _at(2024, 3, 12, 5, 10), "minute"),
        ("12/3/2024 10:30 GMT+25", _at(2024, 3, 12, 3, 30), "minute"),
    ],
)  # fmt: skip
def test_dateline(line: str, moment: datetime, precision: str) -> None:
    """A line of dates, times, zone and labels in any order states when the page was published."""
    read = read_dateline(line)
    assert read is not None
    assert (read.published, read.precision) == (moment, precision)


@pytest.mark.parametrize(
    "line",
    [
        "28/5", "24/7", "80/20", "Năm 2024", "31/2/2024", "45/13/2024 10:30", "12/3/2024 24:00",
        "Sinh ngày 7/10/1952", "07/10/1952", "Giá vàng 12/3/2024", "Putin thăm Astana 12/3/2024",
        "Hội nghị ngày 12/3/2024", "", "10:30", "x" * 5_000,
    ],
)  # fmt: skip
def test_no_dateline(line: str) -> None:
    """A line that says anything else beside its date is text."""
    assert read_dateline(line) is None


def test_dateline_with_its_update_and_writer() -> None:
    """A line may hold the date of the update, which is none of the page, and the writer."""
    both = read_dateline("12/03/2024 10:30 | Cập nhật: 13/03/2024 08:00")
    turned = read_dateline("Cập nhật 13/03/2024 08:00, đăng 12/03/2024 10:30")
    assert both == turned
    assert both is not None
    assert both.updated == _at(2024, 3, 13, 1)
    written = read_dateline("Minh Anh - 12/3/2024 10:30")
    assert written is not None
    assert written.author == "Minh Anh"
    assert merged(both, written).author == "Minh Anh"


def test_dateline_without_a_year() -> None:
    """No year is guessed: the line is a dateline, and its day a mention."""
    read = read_dateline("Thứ Ba, 12/3, 10:30")
    assert read is not None
    assert read.published is None
    assert [each.value for each in read.mentions] == ["--03-12T10:30"]


def test_zone_of_days() -> None:
    """A day is the day of the source's zone; an unknown zone is read as the home zone."""
    text = "Sáng 12/3/2024, tại Moskva."
    assert find_dates(text, timezone="Europe/Moscow").published == _at(2024, 3, 12, 9)
    assert find_dates(text, timezone="No/Where").published == _at(2024, 3, 12, 5)


@given(st.text(alphabet="ngày thá/.-12030:h,()năm Mrchфевраля", max_size=200))
def test_any_text_gives_real_dates(text: str) -> None:
    """Whatever the text: every value is a possible date, and every mention stands in the text."""
    for each in find_mentions(text):
        assert each.text in text
        year, _, rest = each.value.removeprefix("--").partition("-")
        assert each.value.startswith("--") or int(year) >= 1000
        assert len(rest) in (0, 2, 5, 8, 11)
    read_dateline(text)
    stated = find_dates(text).published
    assert stated is None or 1990 <= stated.year <= 2100
