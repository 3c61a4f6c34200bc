"""Pure: texts as the words that carry their meaning, so that two renderings of one are equal.

Every step is one pass over its input (QUALITY section 2 names the reasons and the measurements).
"""

import re
import unicodedata

from feeds.text import nfc

# Wordings around a text that belong to the outlet, not to the news. Each pattern is anchored at
# one end and looks at a bounded number of characters, so that a long text costs no more.
_OUTLET_PREFIX = re.compile(
    r"^\s*(?:"
    r"[(\[][^()\[\]]{2,30}[)\]]\s*[-–—:]?\s*"  # (VTC News) -  [Video]
    r"|[A-ZĐ][A-ZĐ.]{1,11}(?:\s?(?:News|Online|Plus))?\s*[-–—]\s+"  # TTO -  VOV.VN -
    r")"
)
# what a credit in brackets begins with: (Theo TTXVN) [Nguồn: AFP]
_CREDIT = re.compile(
    r"[(\[]\s*(?:theo|nguồn|ảnh|source|photo|via|фото|источник)\b[^()\[\]]{0,80}[)\]]",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"\s(?:ảnh|nguồn)\s*:\s*[^.:()]{1,40}$", re.IGNORECASE)
# characters of the end of a text that are looked at for credits
_TAIL = 200
_ENDS = " .…\t\r\n\u00a0"

_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
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
_LATE_TONE = re.compile(r"(?<![qQ])(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?![^\W\d_])", re.IGNORECASE)

# numbers keep what stands inside them; everything else that is no letter parts words
_TOKEN = re.compile(r"\d+(?:[.,/:-]\d+)*%?|[^\W\d_]+(?:['’][^\W\d_]+)*|%")

# một (a, one) and năm (year, five) mean too many things
_NUMBER_WORDS = {
    "hai": "2", "ba": "3", "bốn": "4", "sáu": "6", "bảy": "7", "bẩy": "7", "tám": "8",
    "chín": "9", "mười": "10",
}  # fmt: skip


def strip_frame(text: str) -> str:
    """Cut off what the outlet put around a text: its name, credits, ellipsis, `./.`."""
    text = _OUTLET_PREFIX.sub("", text[:80], count=1) + text[80:]
    for _ in range(3):
        shorter = _strip_credit(_strip_end(text))
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


def place_tones(text: str) -> str:
    """Write the tone of open oa, oe and uy on the first vowel: `hoà` becomes `hòa`."""
    return text if text.isascii() else _LATE_TONE.sub(_early, nfc(text))


def _early(late: re.Match[str]) -> str:
    """Give the early spelling, with the capitals of the late one."""
    early = _EARLY_TONES[late[0].lower()]
    return "".join(
        new.upper() if old.isupper() else new for old, new in zip(late[0], early, strict=True)
    )


def tokens(text: str) -> tuple[str, ...]:
    """Give the words of a text in comparable form: case, tones, numbers and dates alike."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", strip_frame(text)))
    text = place_tones(text.casefold().replace("ё", "е"))
    return tuple(
        number(word) if word[0].isdigit() else _NUMBER_WORDS.get(word, word)
        for word in _TOKEN.findall(text)
    )


def number(word: str) -> str:
    """Give a number or date one spelling: `09/01/2022` and `9-1-2022`, `6,04` and `6.04`."""
    parts = re.split(r"[/-]", word)
    if 2 <= len(parts) <= 3 and all(part.isdigit() for part in parts):
        return "/".join(part.lstrip("0") or "0" for part in parts)
    return word.replace(",", ".")
