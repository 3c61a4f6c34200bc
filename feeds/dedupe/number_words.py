"""Pure: the words of numbers in Vietnamese, English and Russian, and what they are worth."""

from typing import Literal

Kind = Literal["digits", "unit", "teen", "ten", "times ten", "hundred", "times 100", "scale"]


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _numbered(line: str, first: int, step: int = 1) -> dict[str, int]:
    """Give the words of a line their numbers; `=` joins what says the same."""
    return {
        word: first + step * place
        for place, words in enumerate(line.split())
        for word in words.split("=")
    }


# Vietnamese hai to mười are digits already (feeds.dedupe.normalise)
VIETNAMESE = {"một": 1, "mốt": 1, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5}
_UNITS = VIETNAMESE | _numbered("one two three four five six seven eight nine", 1)
_UNITS |= _numbered(
    "один=одна=одно=одного=одной два=две=двух=двое три=трех=трое четыре=четырех=четверо "
    "пять=пяти=пятеро шесть=шести семь=семи восемь=восьми девять=девяти",
    1,
)
_TEENS = _numbered(
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen", 10
) | _numbered(
    "десять=десяти одиннадцать=одиннадцати двенадцать=двенадцати тринадцать=тринадцати "
    "четырнадцать=четырнадцати пятнадцать=пятнадцати шестнадцать=шестнадцати "
    "семнадцать=семнадцати восемнадцать=восемнадцати девятнадцать=девятнадцати",
    10,
)
_TENS = _numbered("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10) | _numbered(
    "двадцать=двадцати тридцать=тридцати сорок=сорока пятьдесят=пятидесяти "
    "шестьдесят=шестидесяти семьдесят=семидесяти восемьдесят=восьмидесяти девяносто=девяноста",
    20,
    10,
)
_HUNDREDS = _numbered(
    "сто=ста двести=двухсот триста=трехсот четыреста=четырехсот пятьсот=пятисот "
    "шестьсот=шестисот семьсот=семисот восемьсот=восьмисот девятьсот=девятисот",
    100,
    100,
)
SCALES = {
    word: 10**zeros
    for zeros, words in (
        (3, "nghìn ngàn thousand thousands тысяча тысячи тысяч тысячу тыс"),
        (4, "vạn"),
        (6, "triệu tr million millions mln миллион миллиона миллионов млн"),
        (9, "tỷ tỉ billion billions bn миллиард миллиарда миллиардов млрд"),
        (12, "trillion trillions trn триллион триллиона триллионов трлн"),
    )
    for word in words.split()
}
# what only stands right behind digits: 800k, usd 5m
STUCK = {"k": 10**3, "tr": 10**6, "m": 10**6, "b": 10**9}
AFTER_MONEY = frozenset("mb")
MONEY = frozenset({"usd", "eur", "gbp"})
WORDS: dict[str, tuple[Kind, int]] = {
    "mươi": ("times ten", 10),
    "trăm": ("times 100", 100),
    "hundred": ("times 100", 100),
    **{word: ("unit", number) for word, number in _UNITS.items()},
    **{word: ("teen", number) for word, number in _TEENS.items()},
    **{word: ("ten", number) for word, number in _TENS.items()},
    **{word: ("hundred", number) for word, number in _HUNDREDS.items()},
    **{word: ("scale", number) for word, number in SCALES.items()},
}
# below this, a word may be added to what was read: twenty-five, not twenty fifteen
ROOM: dict[Kind, int] = {"unit": 1, "teen": 1, "ten": 10, "hundred": 100}
LINKS = frozenset({"linh", "lẻ", "and"})
# alone, they mean more than a number: a, year, one of them, one another
TOO_COMMON = _listed(
    "một mốt tư năm lăm nhăm mươi trăm one hundred один одна одно одного одной сорока"
)
FRACTIONS = {
    "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5,
    "треть": 3, "трети": 3, "четверть": 4, "четверти": 4,
}  # fmt: skip
PERCENT = (("%",), ("phần", "trăm"), ("percent",), ("per", "cent"), ("процент",), ("процента",),
            ("процентов",))  # fmt: skip
# hours as long as one: what follows says that 24:00 is no time of day
HOURS = (("tiếng", "đồng", "hồ"), ("tiếng",))


# what makes another number of digits before it
AFTER_DIGITS = frozenset(
    {*SCALES, *STUCK, *FRACTIONS, *(sign[0] for sign in (*PERCENT, *HOURS)), "trăm", "mươi"}
    | {"hundred"}
)
# what a number may begin with, but for digits
NUMBER_WORDS = frozenset({*WORDS, "треть", "четверть"})
