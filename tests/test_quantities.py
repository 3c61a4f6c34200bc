"""Numbers by their value: digits, scales and words are one; what is counted is another matter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.dedupe.quantities import read_quantity
from feeds.dedupe.words import read_words

WORDS = "hai mươi lăm trăm linh nghìn triệu 7 1,5 phần two and hundred % три"


def key(text: str) -> str | None:
    """Read the number that a text begins with."""
    found = read_quantity(read_words(text), 0)
    return found[0] if found else None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("1,2 tỷ", "1200000000", id="vi-scale"),
        pytest.param("1.200 triệu", "1200000000", id="vi-groups-and-scale"),
        pytest.param("1,2 tỉ", "1200000000", id="vi-scale-with-i"),
        pytest.param("12 nghìn tỷ", "12000000000000", id="vi-scale-of-a-scale"),
        pytest.param("800 ngàn", "800000", id="vi-thousands"),
        pytest.param("800.000", "800000", id="groups-with-points"),
        pytest.param("800,000", "800000", id="groups-with-commas"),
        pytest.param("2 triệu 500 nghìn", "2500000", id="vi-two-scales"),
        pytest.param("1 triệu rưỡi", "1500000", id="vi-and-a-half"),
        pytest.param("hai trăm", "200", id="vi-words"),
        pytest.param("mười lăm", "15", id="vi-teen"),
        pytest.param("hai mươi lăm", "25", id="vi-tens"),
        pytest.param("một trăm linh năm", "105", id="vi-linked"),
        pytest.param("hai trăm ba mươi bốn nghìn năm trăm", "234500", id="vi-long"),
        pytest.param("hai mươi năm", "20", id="vi-twenty-years"),
        pytest.param("một trăm năm", "100", id="vi-a-hundred-years"),
        pytest.param("hai nghìn năm", "2000", id="vi-two-thousand-years"),
        pytest.param("six", "6", id="en-word"),
        pytest.param("twenty-one", "21", id="en-hyphen"),
        pytest.param("two hundred and thirty-four thousand five hundred", "234500", id="en-long"),
        pytest.param("$5m", "5000000", id="en-money"),
        pytest.param("1.5bn", "1500000000", id="en-short-scale"),
        pytest.param("сто пять", "105", id="ru-words"),
        pytest.param("двести тридцать четыре тысячи пятьсот", "234500", id="ru-long"),
        pytest.param("6 тыс.", "6000", id="ru-short-scale"),
        pytest.param("1,5 млн", "1500000", id="ru-decimal"),
        pytest.param("5 phần trăm", "5%", id="vi-percent"),
        pytest.param("5,5 per cent", "5.5%", id="en-percent"),
        pytest.param("5 процентов", "5%", id="ru-percent"),
        pytest.param("một phần ba", "1/3", id="vi-fraction"),
        pytest.param("two thirds", "2/3", id="en-fraction"),
        pytest.param("треть", "1/3", id="ru-fraction"),
        pytest.param("24 tiếng", "24:00", id="hours"),
        pytest.param("5/6", "5/6", id="date"),
        pytest.param("0,125", "0.125", id="decimal"),
        pytest.param("1.234,56", "1234.56", id="groups-and-decimal"),
    ],
)
def test_read_quantity(text: str, value: str) -> None:
    """A number has one key however it is written."""
    assert key(text) == value


@pytest.mark.parametrize("text", ["một", "năm", "one", "один", "trăm", "hàng", "hundred", "tư"])
def test_read_quantity_of_common_words(text: str) -> None:
    """Words that mean more than a number are none by themselves."""
    assert key(text) is None


@given(st.integers(1, 999_999))
def test_grouped_digits_are_plain_digits(number: int) -> None:
    """Groups of three change no value, whichever sign parts them."""
    assert key(f"{number:,}") == key(f"{number:,}".replace(",", ".")) == str(number)


@given(
    st.lists(
        st.sampled_from(WORDS.split()),
        min_size=1,
        max_size=40,
    )
)
def test_read_quantity_always(words: list[str]) -> None:
    """Any row of number words is read to some end behind its start, or is no number."""
    text = read_words(" ".join(words))
    for place in range(len(text)):
        found = read_quantity(text, place)
        assert found is None or place < found[1] <= len(text)
