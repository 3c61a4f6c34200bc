"""Pure: in which script a text is written, and what a script alone says of the language."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

# first code points of blocks (Unicode Blocks.txt), and whose letters follow; "" is everybody's
_BLOCKS = (
    (0x0000, "Latin"), (0x0370, "Greek"), (0x0400, "Cyrillic"), (0x0530, "Armenian"),
    (0x0590, "Hebrew"), (0x0600, "Arabic"), (0x0700, ""), (0x0750, "Arabic"), (0x0780, "Thaana"),
    (0x07C0, ""), (0x08A0, "Arabic"), (0x0900, "Devanagari"), (0x0980, "Bengali"),
    (0x0A00, "Gurmukhi"), (0x0A80, "Gujarati"), (0x0B00, "Oriya"), (0x0B80, "Tamil"),
    (0x0C00, "Telugu"), (0x0C80, "Kannada"), (0x0D00, "Malayalam"), (0x0D80, "Sinhala"),
    (0x0E00, "Thai"), (0x0E80, "Lao"), (0x0F00, "Tibetan"), (0x1000, "Myanmar"),
    (0x10A0, "Georgian"), (0x1100, "Hangul"), (0x1200, "Ethiopic"), (0x13A0, ""),
    (0x1780, "Khmer"), (0x1800, "Mongolian"), (0x18B0, ""), (0x1C80, "Cyrillic"),
    (0x1C90, "Georgian"), (0x1CC0, ""), (0x1E00, "Latin"), (0x1F00, "Greek"), (0x2000, ""),
    (0x2C60, "Latin"), (0x2C80, ""), (0x2DE0, "Cyrillic"), (0x2E00, ""), (0x2E80, "Han"),
    (0x3040, "Kana"), (0x3100, ""), (0x3130, "Hangul"), (0x3190, ""), (0x31F0, "Kana"),
    (0x3200, ""), (0x3400, "Han"), (0xA000, ""), (0xA640, "Cyrillic"), (0xA6A0, ""),
    (0xA720, "Latin"), (0xA800, ""), (0xAC00, "Hangul"), (0xD7B0, ""), (0xF900, "Han"),
    (0xFB00, "Latin"), (0xFB13, ""), (0xFB50, "Arabic"), (0xFE00, ""), (0xFE70, "Arabic"),
    (0xFF00, ""), (0xFF66, "Kana"), (0xFFA0, ""), (0x20000, "Han"), (0x31350, ""),
)  # fmt: skip
_STARTS = [start for start, _ in _BLOCKS]

# a sign of these says as much as several letters of an alphabet
_DENSE = {"Han": 3, "Kana": 2, "Hangul": 2}

# scripts that one living language of the press is written in
_ALONE = {
    "Greek": "el", "Armenian": "hy", "Thaana": "dv", "Gurmukhi": "pa", "Gujarati": "gu",
    "Oriya": "or", "Tamil": "ta", "Telugu": "te", "Kannada": "kn", "Malayalam": "ml",
    "Sinhala": "si", "Thai": "th", "Lao": "lo", "Myanmar": "my", "Georgian": "ka",
    "Hangul": "ko", "Khmer": "km",
}  # fmt: skip
# signs by which another language than the usual one is told, which we cannot name for sure
_UNUSUAL = {
    "Hebrew": ("he", "װױײ"),
    "Bengali": ("bn", "ৰৱ"),
    "Myanmar": ("my", "ႃၵၶႁ"),
    "Georgian": ("ka", "ჷჺ"),
}

# Of Chinese and not of Japanese writing: simplified signs, and traditional ones that Japan has
# simplified in another way or does without.
_CHINESE = frozenset(
    "这们对发时说进过还为于从车马东长见关门问间书电习华总议军访话战击导报与环图选举将应该"
    "這們對發說還為於從應該將電習華總議報與環圖選舉個麼麽嗎吗呢啊您她它你啥的了吧"
) - frozenset("将車東長見門問間書電議話的了環")
_IDEOGRAPHS = 12

# languages that are written in other letters than Latin ones, and in which
SCRIPTS: Mapping[str, frozenset[str]] = {
    **{language: frozenset({script}) for script, language in _ALONE.items()},
    **{language: frozenset({"Cyrillic"}) for language in ("ru", "uk", "be", "bg", "mk", "tg")},
    **{language: frozenset({"Cyrillic", "Latin"}) for language in ("sr", "kk", "ky", "uz", "tt")},
    **{language: frozenset({"Cyrillic", "Latin"}) for language in ("az", "tk", "bs")},
    **{language: frozenset({"Arabic"}) for language in ("ar", "fa", "ur", "ps", "sd", "ug")},
    **{language: frozenset({"Devanagari"}) for language in ("hi", "mr", "ne")},
    "mn": frozenset({"Cyrillic", "Mongolian"}),
    "he": frozenset({"Hebrew"}),
    "yi": frozenset({"Hebrew"}),
    "bn": frozenset({"Bengali"}),
    "as": frozenset({"Bengali"}),
    "am": frozenset({"Ethiopic"}),
    "ti": frozenset({"Ethiopic"}),
    "bo": frozenset({"Tibetan"}),
    "dz": frozenset({"Tibetan"}),
    "zh": frozenset({"Han"}),
    "ja": frozenset({"Han", "Kana"}),
    "ko": frozenset({"Hangul", "Han"}),
    "pa": frozenset({"Gurmukhi", "Arabic"}),
    "ms": frozenset({"Latin", "Arabic"}),
    "ku": frozenset({"Latin", "Arabic"}),
}


def count_scripts(letters: Mapping[str, int]) -> Counter[str]:
    """Weigh the scripts of counted characters: how much of the text is written in each.

    Kana counts as Han, for Japanese is written in both.
    """
    weights: Counter[str] = Counter()
    for letter, times in letters.items():
        script = script_of(letter)
        if script:
            weights["Han" if script == "Kana" else script] += times * _DENSE.get(script, 1)
    return weights


@lru_cache(maxsize=4096)
def script_of(letter: str) -> str:
    """Name the script of a letter; empty for what is no letter or everybody's."""
    if not letter.isalpha():
        return ""
    return _BLOCKS[bisect_right(_STARTS, ord(letter)) - 1][1]


def language_by_script(script: str, letters: Mapping[str, int]) -> str | None:
    """Name the language that a script belongs to; None where several write so."""
    if script == "Han":
        return _chinese_or_japanese(letters)
    language, others = _UNUSUAL.get(script, (_ALONE.get(script), ""))
    return None if any(letter in letters for letter in others) else language


def _chinese_or_japanese(letters: Mapping[str, int]) -> str | None:
    """Kana is Japanese; without any, a sign of Chinese alone or a dozen ideographs are Chinese."""
    scripts = Counter[str]()
    for letter, times in letters.items():
        scripts[script_of(letter)] += times
    if scripts["Kana"] * 10 >= scripts["Han"] + scripts["Kana"]:
        return "ja"
    if scripts["Kana"]:
        return None
    chinese = scripts["Han"] >= _IDEOGRAPHS or not _CHINESE.isdisjoint(letters)
    return "zh" if chinese else None
