"""Pure: texts as the words that carry their meaning, so that two renderings of one are equal.

Every step is one pass over its input (QUALITY section 2 names the reasons and the measurements).
"""

import re
import unicodedata

from feeds.dedupe.remembered import remember
from feeds.text import nfc

# Wordings around a text that belong to the outlet, not to the news. Each pattern is anchored at
# one end and looks at a bounded number of characters, so that a long text costs no more.
_OUTLET_PREFIX = re.compile(
    r"^\s*(?:"
    r"[(\[][^()\[\]]{2,30}[)\]]\s*[-–—:]?\s*"  # (VTC News) -  [Video]
    # TTO -  VOV.VN -  but not ASEAN - or NGA -, which the sentence is about
    r"|(?!(?:ASEAN|APEC|BRICS|CHDCND|CSTO|EAEU|EU|IAEA|IMF|LHQ|MERCOSUR|NATO|NGA|OPEC|OSCE|SCO|UAE"
    r"|UK|UKRAINE|UN|USA?|WB|WHO|WTO|IRAN|ISRAEL|TRUNG|CUBA|SYRIA|INDONESIA|MALAYSIA)\b)"
    r"[A-ZĐ][A-ZĐ.]{1,11}(?:\s?(?:News|Online|Plus))?\s*[-–—]\s+"
    r"|(?:VietNamNet|VnExpress|VietnamPlus|Zing|Infonet|Dân trí|Dân Việt|Reuters|Xinhua|Bloomberg"
    r"|ТАСС|РИА Новости|Интерфакс|АКИpress|Кабар|Казинформ|Sputnik)\s*[-–—]\s+"
    r"|(?!\d+\.\d)\w{2,15}\.[a-z]{2,4}\s*[-–—]\s+"  # 24.kg —
    r")"
)
# what a credit in brackets begins with: (Theo TTXVN) [Nguồn: AFP]
_CREDIT = re.compile(
    r"[(\[]\s*(?:theo|nguồn|ảnh|source|photo|via|фото|источник)\b[^()\[\]]{0,80}[)\]]",
    re.IGNORECASE,
)
_PICTURE = re.compile(
    r"\s(?:ảnh|nguồn|photo|source|фото|источник)\s*:\s*[^.:()]{1,40}$", re.IGNORECASE
)
# characters of the end of a text that are looked at for credits
_TAIL = 200
_ENDS = " .…\t\r\n\u00a0"
_BROKEN_OFF = re.compile(r"(?:\.{2,}|…|[\[(](?:\.{2,}|…)[\])])\s*$")
# the link to the article, which opens with a capital or stands behind an arrow or in brackets
_READ_ON = re.compile(
    r"(?<!\S)[\[(]?(?:[>»→]+\s?)?(?:"
    r"(?:Đọc|Xem) (?:tiếp|thêm|chi tiết|toàn văn|đầy đủ)|Chi tiết"
    r"|Read [Mm]ore|Read on|Read the (?:full|whole) (?:story|article|post)|Continue [Rr]eading"
    r"|Keep reading|Full [Ss]tory|Learn more|More"
    r"|Читать (?:далее|дальше|полностью|продолжение)|Подробнее|Далее"
    r")[\s.…:>»→\])]*$"
)
_LAST_WORDS = (
    "tiếp thêm tiết văn đủ more More on story Story article post reading Reading далее дальше "
    "полностью продолжение Подробнее Далее"
)
_READ_ON_ENDS = frozenset(_LAST_WORDS.split())
_READ_ON_SIGNS = " \t\r\n\u00a0.…:>»→])"
# characters of the end in which it stands
_READ_ON_SIZE = 60
# names of outlets that may stand around a text, one within the other: [Video] TTO - …
_LAYERS = 3

_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
# halfwidth voice marks: NFKC turns them into marks, of which it must not see a long run
_HALFWIDTH_MARKS = str.maketrans("\uff9e\uff9f", "\u3099\u309a")
# Russian books for learners set the stress; the news does not
_STRESS = re.compile("\u0301(?<=[\u0400-\u04ff]\u0301)")
_DASHES = re.compile("[‐‑‒–—−]")
# the apostrophes of o‘zbek, don’t and Ukrainian
_APOSTROPHES = re.compile("[’‘ʻʼ´`]")

# hoà and hòa, khoẻ and khỏe, thuỷ and thủy: open oa, oe, uy at the end of a syllable, not after q
_EARLY_TONES = {
    late: early
    for lates, earlies in (
        ("oà oá oả oã oạ", "òa óa ỏa õa ọa"),
        ("oè oé oẻ oẽ oẹ", "òe óe ỏe õe ọe"),
        ("uỳ uý uỷ uỹ uỵ", "ùy úy ủy ũy ụy"),
    )
    for late, early in zip(lates.split(), earlies.split(), strict=True)
}
# A pattern that begins with a set of letters is searched for several times faster than one that
# begins by looking back, or that ignores case: what stands before is looked at afterwards.
_LATE_TONE = re.compile(
    r"[oOuU](?<![qQ].)"
    r"(?:(?<=[oO])[àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ]|(?<=[uU])[ỳýỷỹỵỲÝỶỸỴ])(?![^\W\d_])"
)

_DIGIT = re.compile(r"\d")
# Dates and hours in words: `ngày 9 tháng 1 năm 2022`, `14h30`, `14 giờ 30`
_LONG_DATE = re.compile(
    r"(\d(?<!\w\d)\d?)\s+tháng\s+(\d{1,2})(?:\s*(?:,\s*)?năm\s+(\d{4}))?(?![\d/.-])", re.IGNORECASE
)
_DOTTED_DATE = re.compile(r"(\d(?<![\d.,]\d)\d?)\.(\d{1,2})\.(\d{4})(?![\d.,]*\d)")
_HOUR = re.compile(r"(\d(?<![\d.,/:-]\d)\d?)\s?(?:h|giờ)\s?(\d{2})?(?![^\W_])", re.IGNORECASE)
_SIGNS = {"$": "usd", "€": "eur", "£": "gbp"}
_MONEY = re.compile(
    r"((?:US)?\$|[€£])\s?(\d[\d.,]*\d|\d)"
    r"(\s?(?:thousand|million|billion|trillion|bn|mn|mln|m|b|k|nghìn|triệu|tỷ|тыс|млн|млрд)\b)?",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"(\d)\s+%")
# 2025 - 2026
_SPACED_RANGE = re.compile(r"(\d) ?- ?(?=\d)")
# đồng/kg is đồng mỗi kg
_PER = re.compile(
    r"/(?<=[^\W\d_]/)\s?(?=(?:kg|m2|m3|km2|ha|lít|lượng|chỉ|thùng|tấn|tạ|tháng|năm|ngày|tuần|giờ"
    r"|người|lần|vé|suất|ca|con|chiếc|cổ phiếu|ounce|hộ|mét)(?!\w))",
    re.IGNORECASE,
)

# what no word is without in scripts that set vowels and tones as marks of their own
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0900-\u0903\u093a-\u0963\u0981-\u0983\u09bc-\u09e3\u0a01-\u0a03\u0a3c-\u0a51"
    "\u0b01-\u0b03\u0b3c-\u0b57\u0b82\u0bbe-\u0bd7\u0c00-\u0c04\u0c3e-\u0c63\u0d00-\u0d03"
    "\u0d3b-\u0d63\u0d81-\u0d83\u0dca-\u0ddf"
)
# Scripts without spaces between words: one sign, with its marks, is the unit
_SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_SIGN_MARKS = (
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u102b-\u103e\u17b4-\u17d3"
    "\u3099\u309a"
)
_LETTER = rf"[^\W\d_{_SPACELESS}]"
# Most words are of these letters alone. They are tried first, because to tell any letter from any
# sign takes twice the time; what they do not make up whole is left to the rest of the pattern.
_USUAL = "A-Za-zÀ-ÖØ-öø-ɏЀ-ҁҊ-ӿḀ-ỿ"
# numbers keep what stands inside them; everything else that is no letter parts words
TOKEN = re.compile(
    rf"[{_USUAL}]++(?![\w'{_MARKS}])"
    r"|\d+(?:[.,/:-]\d+)*%?"
    rf"|{_LETTER}+(?:[{_MARKS}]+{_LETTER}*)*(?:'{_LETTER}+)*"
    rf"|[{_SPACELESS}][{_SIGN_MARKS}]*"
    r"|%"
)

# một (a, one) and năm (year, five) mean too many things
_NUMBER_WORDS = {
    "hai": "2", "ba": "3", "bốn": "4", "sáu": "6", "bảy": "7", "bẩy": "7", "tám": "8",
    "chín": "9", "mười": "10",
}  # fmt: skip
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3}){2,}")


def strip_frame(text: str) -> str:
    """Cut off what the outlet put around a text: its name, credits, ellipsis, `./.`."""
    for _ in range(_LAYERS):
        shorter = _OUTLET_PREFIX.sub("", text[:80], count=1) + text[80:]
        if shorter == text:
            break
        text = shorter
    for _ in range(_LAYERS):
        shorter = _strip_credit(_strip_end(_strip_read_on(text)))
        if shorter == text:
            break
        text = shorter
    return text


def _strip_end(text: str) -> str:
    """Cut off full stops, ellipses, also in brackets, and the closing `./.` of Vietnamese news."""
    text = text.rstrip(_ENDS)
    for mark in ("./", "[...]", "[…]", "(...)", "(…)"):
        if text.endswith(mark):
            return text[: -len(mark)].rstrip(_ENDS)
    return text


def _strip_read_on(text: str) -> str:
    """Cut off an invitation to read on: `Đọc tiếp`, `Read more »`, `Читать далее`."""
    found = _find_read_on(text)
    return text if found is None else text[:found]


def _find_read_on(text: str) -> int | None:
    """Give where an invitation to read on begins; searched only where one may have ended."""
    last = text[-_READ_ON_SIZE:].rstrip(_READ_ON_SIGNS).rsplit(None, 1)
    if not last or last[-1].lstrip("[(>»→") not in _READ_ON_ENDS:
        return None
    found = _READ_ON.search(text, max(0, len(text) - _READ_ON_SIZE))
    return found.start() if found else None


def _strip_credit(text: str) -> str:
    """Cut off a credit that ends a text: in brackets, after a colon, or a `>>> Xem thêm`."""
    if text.endswith((")", "]")):
        opening = max(text.rfind("("), text.rfind("["))
        return text[:opening] if _CREDIT.fullmatch(text, max(opening, 0)) else text
    cut = text.rfind(">>", max(0, len(text) - _TAIL))
    if cut > 0:
        return text[:cut].rstrip("> ")
    if ":" not in text[-_TAIL // 2 :]:
        return text
    found = _PICTURE.search(text, max(0, len(text) - _TAIL // 2))
    return text[: found.start()] if found else text


def is_broken_off(text: str) -> bool:
    """Tell whether a text ends in an ellipsis or an invitation to read on: somebody cut it."""
    return bool(_BROKEN_OFF.search(text[-_TAIL:])) or _find_read_on(text) is not None


def place_tones(text: str) -> str:
    """Write the tone of open oa, oe and uy on the first vowel: `hoà` becomes `hòa`."""
    return text if text.isascii() else _LATE_TONE.sub(_early, nfc(text))


def _early(late: re.Match[str]) -> str:
    """Give the early spelling, with the capitals of the late one."""
    early = _EARLY_TONES[late[0].lower()]
    return "".join(
        new.upper() if old.isupper() else new for old, new in zip(late[0], early, strict=True)
    )


def comparable(text: str) -> str:
    """Give a text without its frame, in one spelling of tones, dates and hours; keeps capitals."""
    text = strip_frame(text)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", nfc(_bounded(text)))
        text = _DASHES.sub("-", _APOSTROPHES.sub("'", _INVISIBLE.sub("", text)))
        text = place_tones(_STRESS.sub("", text))
    return _spell_numbers(text)


def _bounded(text: str) -> str:
    return text.translate(_HALFWIDTH_MARKS) if "\uff9e" in text or "\uff9f" in text else text


def _spell_numbers(text: str) -> str:
    """Spell dates and hours with signs, as most outlets do, and money with letters behind it."""
    if not _DIGIT.search(text):
        return text
    if "%" in text:
        text = _PERCENT.sub(r"\1%", text)
    if " - " in text:
        text = _SPACED_RANGE.sub(r"\1-", text)
    if "/" in text:
        text = _PER.sub(" mỗi ", text)
    text = _LONG_DATE.sub(lambda date: "/".join(part for part in date.groups() if part), text)
    text = _DOTTED_DATE.sub(r"\1/\2/\3", text)
    if any(sign in text for sign in _SIGNS):
        text = _MONEY.sub(lambda sum_: f"{sum_[2]}{sum_[3] or ''} {_SIGNS[sum_[1][-1]]}", text)
    return _HOUR.sub(lambda hour: f"{hour[1]}:{hour[2] or '00'}", text)


def tokens(text: str) -> tuple[str, ...]:
    """Give the words of a text in comparable form: case, tones, numbers and dates alike."""
    return tuple(map(form, TOKEN.findall(comparable(text))))


@remember(words=1 << 15)
def form(word: str) -> str:
    """Give the comparable form of one word of a comparable text."""
    if word[0].isdigit():
        return number(word)
    word = word.casefold()
    if "ё" in word:
        word = word.replace("ё", "е")
    return _NUMBER_WORDS.get(word, word)


def number(word: str) -> str:
    """Give a number or date one spelling: `09/01/2022` and `9-1-2022`, `6,04` and `6.04`."""
    if word.isdigit():
        return word
    parts = re.split(r"[/-]", word)
    if 2 <= len(parts) <= 3 and all(part.isdigit() for part in parts):
        if len(parts[0]) == 4 and len(parts) == 3:
            parts.reverse()
        return "/".join(part.lstrip("0") or "0" for part in parts)
    word = word.replace(",", ".")
    return word.replace(".", "") if _THOUSANDS.fullmatch(word) else word
