"""I/O: names of states and regions in the world's languages, from CLDR; the home of babel.

CLDR knows neither who is a member of what nor how the press writes: that is in the gazetteer
(QUALITY 4). Reading a language's names costs about 10 ms, once.
"""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from babel import Locale
from babel.core import UnknownLocaleError

# "Myanmar (Miến Điện)" is two names; "Hong Kong SAR China" is a name with an office's addition
_TWO_NAMES = re.compile(r"(?P<first>[^()]+?)\s*\((?P<second>[^()]+)\)")
_ADDITIONS = (" SAR China", ", Trung Quốc", "Đặc khu Hành chính ", " (САР)")
_NOT_A_COUNTRY = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AQ"})


@cache
def names_in(language: str) -> Mapping[str, tuple[str, ...]]:
    """Give every territory's names in a language, by ISO 3166 or UN M49 code.

    Empty for a language that CLDR does not know.
    """
    try:
        territories = Locale.parse(language, sep="-").territories
    except (UnknownLocaleError, ValueError):
        return MappingProxyType({})
    named = {str(code): split_name(str(name)) for code, name in territories.items()}
    return MappingProxyType({code: names for code, names in named.items() if names})


def states_in(language: str) -> Mapping[str, tuple[str, ...]]:
    """Give the names of single states and dependencies: no continents, no unions, no ice."""
    return {
        code: names
        for code, names in names_in(language).items()
        if code.isalpha() and code not in _NOT_A_COUNTRY
    }


def split_name(name: str) -> tuple[str, ...]:
    """Read CLDR's spelling of a name as the names that a text would use."""
    for addition in _ADDITIONS:
        name = name.replace(addition, "")
    pair = _TWO_NAMES.fullmatch(name)
    return (pair["first"], pair["second"]) if pair else (name.strip(),)
