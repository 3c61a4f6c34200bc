"""Pure: whom a page names as its origin: credits, captions with their source, bylines."""

import re

from feeds.model import Caption, Link
from feeds.text import fold
from feeds.urls import safe_url

# characters: a caption is a sentence or three, a credit a few names
_LONGEST_CAPTION = 600
_LONGEST_CREDIT = 80
_MOST_WORDS = 10
_LONGEST_BYLINE = 120
# words of one person's name
_MOST_NAMES = 5

# senders that stand without "Theo" before them; folded
_AGENCIES = frozenset({
    "ttxvn", "vietnam+", "vietnamplus", "vna", "vov", "vov.vn", "vtv", "vtc", "vtc news",
    "vtv news",
    "afp", "ap", "reuters", "tass", "tacc", "itar-tass", "ria", "ria novosti", "sputnik",
    "interfax", "xinhua", "tan hoa xa", "thx", "kyodo", "yonhap", "dpa", "efe", "ansa", "upi",
    "bbc", "cnn", "nhk", "cna", "bloomberg", "anadolu", "kazinform", "akipress", "rt", "bernama",
    "antara", "cri", "epa", "getty", "getty images", "тасс", "риа новости", "интерфакс", "рбк",
    "bao tin tuc", "tto", "tno", "nld", "plo", "vnexpress", "dan tri", "tuoi tre", "thanh nien",
})  # fmt: skip
# what ends a host's name in a credit, so that "T.Anh" is a person
_TLDS = (
    "vn|com|net|org|info|news|int|edu|gov|asia|tv|io|me|ru|su|by|ua|kz|kg|uz|tj|tm|az|am|ge|cn|jp|"
    "kr|tw|hk|sg|my|th|id|ph|la|kh|mm|bn|tl|in|eu|uk|us|de|fr|au|ca|рф"
)
_HOST = re.compile(
    rf"(?:https?://)?(?:[^\W_][\w-]{{0,62}}\.){{1,4}}(?:{_TLDS})(?:/\S{{0,400}})?", re.IGNORECASE
)

_FROM = r"(?:theo|nguồn tin|nguồn bài|nguồn|source|sources|via|по материалам|по данным|источник)"
_NAME = rf"(?P<name>[^()\[\]]{{2,{_LONGEST_CREDIT}}})"
_OWN = (
    re.compile(rf"[(\[] ?{_FROM} ?:? ?{_NAME}[)\]][ ./]{{0,4}}", re.IGNORECASE),
    re.compile(rf"{_FROM}(?: ?: ?| ){_NAME}", re.IGNORECASE),
)
_TRAILING = (
    re.compile(rf" ?[(\[] ?{_FROM} ?:? ?{_NAME}[)\]](?P<end>[ ./]{{0,4}})$", re.IGNORECASE),
    re.compile(rf"(?P<end>\./\.) ?{_FROM} ?:? ?{_NAME}$", re.IGNORECASE),
)
_TRAILING_AGENCY = (
    re.compile(r" ?[(\[](?P<name>[^()\[\]]{2,60})[)\]](?P<end>[ ./]{0,4})$"),
    re.compile(
        rf"(?<=[.!?…”\"])(?P<end>) {_FROM} ?:? ?(?P<name>[^()\[\].!?]{{2,60}}(?:\.\w{{2,4}})?)$",
        re.IGNORECASE,
    ),
)
_PICTURE = (
    r"(?:nguồn ảnh|ảnh tư liệu|ảnh minh họa|ảnh minh hoạ|ảnh|hình ảnh|photos?|image|picture|фото)"
)
_PICTURE_SOURCE = re.compile(
    rf"(?:[ |/–-]{{0,3}}[(\[]?(?<!\w){_PICTURE}(?: ?[:/] ?|(?=[)\]]))"
    rf"| ?[(\[]{_PICTURE} (?-i:(?=[A-ZĐ])))"
    rf"(?P<name>[^()\[\]:]{{0,{_LONGEST_CREDIT}}})[)\]]?\.?$",
    re.IGNORECASE,
)
_SOURCE_IN_BRACKETS = re.compile(
    rf" ?[(\[] ?(?:nguồn|theo|source|источник) ?:? ?{_NAME}[)\]]\.?$", re.IGNORECASE
)
_BYLINE = re.compile(
    r"(?:tác giả|bài và ảnh|bài, ảnh|bài - ảnh|tin và ảnh|tin, ảnh|tin - ảnh|bài viết|bài|"
    r"người viết|thực hiện|phóng viên|biên dịch|người dịch|biên tập|by|authors?|written by|"
    r"reported by|автор|авторы|текст) ?: ?(?P<names>.{2,100})",
    re.IGNORECASE,
)
_NAME_BREAK = re.compile(r" ?[,;&/] ?| và | and | и ")
_END_MARK = re.compile(r" ?\.?/\.$")


def without_end_mark(text: str) -> str:
    """Take off the "./." by which Vietnamese agencies close an article."""
    return _END_MARK.sub("", text)


def read_credit(line: str) -> str | None:
    """Read a paragraph of its own that names the origin: "(Theo dangcongsan.vn)", "TTXVN"."""
    if len(line) > _LONGEST_CREDIT + 20:
        return None
    for form in _OWN:
        match = form.fullmatch(line)
        if match and _is_name(match["name"]):
            return _tidy(match["name"])
    bare = line.strip(" ()[]./")
    return bare if _are_agencies(bare) or _HOST.fullmatch(bare) else None


def split_credit(text: str) -> tuple[str, str | None]:
    """Take the credit off the end of an article's last paragraph; None where there is none."""
    for form in (*_TRAILING, *_TRAILING_AGENCY):
        match = form.search(text, max(0, len(text) - _LONGEST_CREDIT - 40))
        if match and match.start() and _is_trusted(form, match["name"]):
            return text[: match.start()] + match["end"].strip(), _tidy(match["name"])
    return text, None


def _is_trusted(form: re.Pattern[str], name: str) -> bool:
    if form in _TRAILING:
        return _is_name(name)
    return _are_agencies(_tidy(name)) or bool(_HOST.fullmatch(_tidy(name)))


def _is_name(name: str) -> bool:
    """Tell names from the beginning of a sentence: few words, the first of them with a capital."""
    tidy = _tidy(name)
    named = tidy[:1].isupper() or tidy[:1].isdigit() or bool(_HOST.match(tidy))
    return named and len(tidy.split()) <= _MOST_WORDS and ". " not in tidy


def _are_agencies(text: str) -> bool:
    parts = [part.strip() for part in _NAME_BREAK.split(fold(text))]
    return all(part in _AGENCIES for part in parts)


def _tidy(name: str) -> str:
    return name.strip(" .;:,/-–—")


def credit_links(credit: str | None) -> tuple[Link, ...]:
    """Give a link to each site that a credit names by its host or address."""
    links = []
    for part in _NAME_BREAK.split(credit or "") if "://" not in (credit or "") else (credit or "",):
        if _HOST.fullmatch(part):
            url = safe_url(part if "://" in part else f"https://{part.rstrip('/')}/")
            links += [Link(url=url, rel="via", title=part)] if url else []
    return tuple(links)


def read_caption(text: str, *, more_follows: bool) -> Caption | None:
    """Read the line under a picture, known by the source it names; None where it is no such line.

    "(Nguồn: …)" alone also closes articles, so it makes a caption only where more text follows.
    """
    if len(text) > _LONGEST_CAPTION:
        return None
    window = max(0, len(text) - _LONGEST_CREDIT - 40)
    match = _PICTURE_SOURCE.search(text, window)
    if match is None and more_follows:
        match = _SOURCE_IN_BRACKETS.search(text, window)
    if match is None:
        return None
    kept, named = text[: match.start()].strip(), _tidy(match["name"])
    if not kept and len(named.split()) > _MOST_WORDS:
        # "Ảnh: Tổng thống Putin tại Astana": not who took it, but what it shows
        return Caption(text=named)
    return Caption(text=kept or text, credit=named or None)


def is_picture_source(text: str) -> bool:
    """Tell whether a line names a picture's source and nothing else: "Ảnh: AFP"."""
    return len(text) <= _LONGEST_CREDIT and _PICTURE_SOURCE.fullmatch(text) is not None


def read_byline(line: str) -> tuple[str, ...]:
    """Give the writers that a line names as such: "Tác giả: …", "Bài và ảnh: …", "By …"."""
    if len(line) > _LONGEST_BYLINE or line[-1:] in "?!…":
        return ()
    match = _BYLINE.fullmatch(line)
    said = match["names"] if match else _after_by(line)
    names = (name.strip(" .()-–—") for name in _NAME_BREAK.split(said))
    return tuple(name for name in names if name[:1].isupper() and len(name.split()) <= _MOST_NAMES)


def _after_by(line: str) -> str:
    """Give what follows "By" where every word of it is written like a name."""
    words = line.split()
    names = [word for word in words[1:] if word not in ("and", "&")]
    named = words[:1] in (["By"], ["BY"]) and 1 <= len(names) <= 2 * _MOST_NAMES
    written = all(word[0].isupper() and word[-1] not in ":;" for word in names)
    return " ".join(words[1:]) if named and written else ""
