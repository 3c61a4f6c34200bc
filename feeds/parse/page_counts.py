"""Pure: lines that say how much a search or a tag page found: no items of news.

A number with a word such as "tin" or "articles" also begins titles ("10 tin nổi bật trong ngày",
"3 results that shocked the world"), so a line counts only as a whole.
"""

import re

from feeds.text import fold

# characters
_LONGEST = 120

# all of it folded: no marks, no case, and й is и
_N = r"\d[\d.,]{0,12}"
_RANGE = rf"{_N} ?(?:[-–—]|den|to) ?{_N} ?(?:trong(?: tong)?(?: so)?|tren|of|out of|/|из)"
_SEARCHED = (
    r"(?:tim thay|tim duoc|da tim thay|hien thi|dang hien thi|co|tong cong|tong so|khoang|"
    r"ket qua tim kiem)"
)
_NOUN = r"(?:ket qua tim kiem|ket qua|bai viet|tin bai|tin tuc|ban tin|bai|tin|muc)"
_TAIL = r"(?: (?:phu hop|lien quan|duoc tim thay|tim thay|tim duoc|da dang|tat ca))?"
_FOR = r"(?: (?:phu hop |lien quan |duoc tim thay )?(?:cho|voi|ve|theo|trong|co|o|thuoc) .{1,90})?"
_FOUND = r"(?:about |found |we found |total:? |there (?:are|were) )?"
_EN_HIT = r"(?:results?|hits?|match(?:es)?)"
_EN_NOUN = r"(?:results?|hits?|match(?:es)?|articles?|stories|items?|entries|posts?|documents?)"
_RU_NOUN = r"(?:результат|материал|новост|стат|документ|публикаци|запис|совпадени|сообщени)\w{0,4}"
_RU_FOUND = r"(?:наидено|всего|показано|нашлось|нашли)"
_FORMS = tuple(
    re.compile(rf"(?:{form})[ .:!]{{0,3}}")
    for form in (
        # "5.293 kết quả phù hợp", "12 kết quả cho “Kazakhstan”"
        rf"{_N} {_NOUN}{_TAIL}",
        rf"{_N} ket qua(?: tim kiem)?{_FOR}",
        # "Tìm thấy 12 kết quả", "Có 1.024 bài viết về Nga"
        rf"{_SEARCHED}:?(?: tat ca| khoang| hon)? {_N} {_NOUN}{_TAIL}{_FOR}",
        # "Hiển thị 1 - 10 trong số 5.293 kết quả"
        rf"(?:{_SEARCHED} )?{_RANGE} (?:khoang )?{_N}(?: {_NOUN}| {_EN_NOUN})?{_TAIL}{_FOR}",
        # "Số kết quả: 12"
        r"(?:so |tong so )?(?:ket qua|ket qua tim kiem|bai viet|tin bai)(?: tim thay| tim kiem)? ?"
        rf"[:(] ?{_N}\)?",
        r"(?:khong tim thay|khong co|chua co) (?:ket qua|bai viet|tin bai)(?: nao)?.{0,80}",
        # "123 articles found", "About 1,230 results for Kazakhstan"
        rf"{_FOUND}{_N} (?:search )?{_EN_NOUN}(?: found| total| available)?",
        rf"{_FOUND}{_N} (?:search )?{_EN_HIT}(?: found)?(?: (?:for|in|matching|on) .{{1,90}})?",
        # "Showing 1–10 of 5,293 results"
        rf"(?:showing |displaying )?(?:results? )?{_RANGE} (?:about |over )?{_N}(?: {_EN_NOUN})?"
        r"(?: (?:for|in) .{1,90})?",
        r"no (?:results?|articles|matches)(?: (?:were )?found)?(?: for .{1,90})?",
        rf"(?:search )?results? ?[:(] ?{_N}\)?",
        # "Найдено 12 материалов", "Показано 1–20 из 345", "Результатов: 12"
        rf"(?:по .{{0,20}}запросу .{{1,60}} )?{_RU_FOUND}:? (?:около )?{_N}(?: {_RU_NOUN})?",
        rf"(?:показано |показаны )?{_RANGE} {_N}(?: {_RU_NOUN})?",
        rf"{_N} {_RU_NOUN}(?: (?:наидено|по запросу .{{1,60}}))?",
        rf"(?:результатов|наидено {_RU_NOUN}|количество {_RU_NOUN}) ?[:(] ?{_N}\)?",
        r"ничего не наидено.{0,60}",
    )
)


def is_result_count(text: str) -> bool:
    """Tell whether a line says how much was found; such a line is no item."""
    if len(text) > _LONGEST:
        return False
    folded = fold(text).strip(" \"'“”«»()[]*-–—")
    return any(form.fullmatch(folded) for form in _FORMS)
