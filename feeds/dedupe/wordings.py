"""Pure: differences that are none: the same thing written in two ways."""

import re
from collections.abc import Sequence

from feeds.dedupe.contrasts import ALIASES, SPELLED_NUMBERS
from feeds.dedupe.words import bare

_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+")
_Y_AS_I = str.maketrans("yýỳỷỹỵ", "iíìỉĩị")
_YEAR = re.compile(r"/\d{4}")
# what an acronym leaves out: Bộ GD-ĐT is Bộ Giáo dục và Đào tạo
_LEFT_OUT = frozenset({"va", "of", "and", "the", "for", "и", "по"})


def are_one_wording(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """Tell whether two stretches of words write the same thing in two ways.

    Spaces (`ô tô`, `ôtô`), i and y (`xử lí`, `xử lý`), acronyms (`VN`, `Việt Nam`), groups of
    digits (`1.213`, `1213`), two names of one country.
    """
    one, other = "".join(mine), "".join(theirs)
    if not one or not other:
        return False
    if has_digit(one) or has_digit(other):
        return is_one_number(_number(mine), _number(theirs))
    return (
        one == other
        or one.translate(_Y_AS_I) == other.translate(_Y_AS_I)
        or _is_acronym(one, theirs)
        or _is_acronym(other, mine)
        or _named(mine) == _named(theirs)
    )


def has_digit(text: str) -> bool:
    """Tell whether a text holds a digit."""
    return any(sign.isdigit() for sign in text)


def plain_number(form: str) -> str:
    """Give a number in digits, without the points that group them by three."""
    form = SPELLED_NUMBERS.get(form, form)
    return form.replace(".", "") if _GROUPED.fullmatch(form) else form.removesuffix(":00")


def is_one_number(one: str, other: str) -> bool:
    """Tell whether two plain numbers are equal, or one date of which one leaves out the year."""
    short, long = sorted((one, other), key=len)
    return short == long or (
        long.startswith(short + "/") and bool(_YEAR.fullmatch(long, len(short)))
    )


def _number(forms: Sequence[str]) -> str:
    return plain_number(".".join(forms))


def _is_acronym(short: str, forms: Sequence[str]) -> bool:
    if not 2 <= len(forms) <= 8 or len(short) < 2:
        return False
    short = bare(short)
    if short == "".join(bare(form)[0] for form in forms):
        return True
    return short == "".join(bare(form)[0] for form in forms if bare(form) not in _LEFT_OUT)


def _named(forms: Sequence[str]) -> str:
    name = " ".join(map(bare, forms))
    return _ALIASES.get(name, name)


_ALIASES = {bare(one): bare(other) for one, other in ALIASES.items()}


def written_out(acronym: str, forms: Sequence[str]) -> tuple[str, ...]:
    """Give the words among `forms` that an acronym stands for; empty if none."""
    at = "".join(bare(form)[0] for form in forms).find(bare(acronym))
    return tuple(forms[at : at + len(acronym)]) if at >= 0 and len(acronym) > 1 else ()
