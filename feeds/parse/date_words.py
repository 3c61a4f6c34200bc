"""Pure: the words of dates in Vietnamese, English and Russian, as tables and pattern parts."""

from collections.abc import Iterable

_ENGLISH = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
# how a day of the month names it, how "in" names it, and the name itself
_RUSSIAN = (
    ("января", "январе", "январь"), ("февраля", "феврале", "февраль"), ("марта", "марте", "март"),
    ("апреля", "апреле", "апрель"), ("мая", "мае", "май"), ("июня", "июне", "июнь"),
    ("июля", "июле", "июль"), ("августа", "августе", "август"),
    ("сентября", "сентябре", "сентябрь"), ("октября", "октябре", "октябрь"),
    ("ноября", "ноябре", "ноябрь"), ("декабря", "декабре", "декабрь"),
)  # fmt: skip
# Giêng and Chạp are months of the moon and stay out
_VIETNAMESE = (
    "một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai",
)  # fmt: skip

_NUMBERS = {
    **{name.casefold(): number for number, name in enumerate(_ENGLISH, 1)},
    **{name[:3].casefold(): number for number, name in enumerate(_ENGLISH, 1)},
    "sept": 9,
    **{form: number for number, forms in enumerate(_RUSSIAN, 1) for form in forms},
    **{name: number for number, name in enumerate(_VIETNAMESE, 1)},
}


def month_number(word: str) -> int:
    """Give the month that a number or a month's name stands for; 0 where it is none."""
    return int(word) if word.isdecimal() else _NUMBERS.get(word.casefold(), 0)


def either(words: Iterable[str]) -> str:
    """Write words as one alternation, the longest first."""
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


_SHORT = tuple(name[:3] for name in _ENGLISH)
# a capital tells the months from "may" and "march"; used without IGNORECASE
ENGLISH_MONTH = either(
    {form for name in (*_ENGLISH, *_SHORT, "Sept") for form in (name, name.upper())}
)
RUSSIAN_MONTH = either(form for forms in _RUSSIAN for form in forms)
VIETNAMESE_MONTH = rf"\d{{1,2}}|{either(_VIETNAMESE)}"

WEEKDAY = (
    r"thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|t[2-7]|chủ nhật|cn|"
    r"(?:mon|tues?|wed(?:nes)?|thurs?|fri|satur|sat|sun)(?:day)?|"
    r"понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|пн|вт|ср|чт|пт|сб|вс"
)
# after these a day and a month are a date
DAY_WORD = rf"ngày|hôm|phiên|sáng|trưa|chiều|tối|đêm|khuya|{WEEKDAY}"
