"""Pure: the words by which sites mark the parts of their pages, in small tables with reasons.

Phrases are compared folded (`feeds.text.fold`): case, marks, colons, dashes and arrows are
forgiven. When a line is not surely one of these, it is text and stays.
"""

import re

from feeds.text import fold

# characters: a phrase is short, and folding a long text for nothing costs time
_LONGEST = 120
_AROUND = " :.,;?!-–—_|#=~*•●▪◆►▶▸»›>«‹<()[]{}…/\\+↓→"

# above a list of other articles
RELATED = frozenset({
    "tin lien quan", "bai lien quan", "bai viet lien quan", "tin bai lien quan", "lien quan",
    "cac tin lien quan", "cac bai lien quan", "su kien lien quan", "noi dung lien quan",
    "doc them", "doc tiep", "xem them", "xem tiep", "moi doc them", "tim hieu them",
    "tin cung chuyen muc", "bai cung chuyen muc", "cung chuyen muc", "cung chu de", "cung su kien",
    "tin cung chu de", "cac tin khac", "tin khac", "tin tuc khac", "cac bai khac", "bai viet khac",
    "tin moi", "tin moi nhat", "tin moi hon", "tin cu hon", "tin noi bat", "doc nhieu",
    "doc nhieu nhat", "tin doc nhieu", "xem nhieu", "xem nhieu nhat", "co the ban quan tam",
    "ban co the quan tam", "co the ban chua doc", "dung bo lo", "dang chu y", "theo dong su kien",
    "dong su kien", "tin tai tro khac", "goi y cho ban", "danh cho ban", "tin theo chu de",
    "related", "related articles", "related stories", "related news", "related posts",
    "related content", "related topics", "read more", "read also", "read next", "see also",
    "more on this story", "more on this", "more stories", "more news", "more from this section",
    "you may also like", "you might also like", "recommended", "recommended for you",
    "most read", "most popular", "also read", "latest news", "other news", "up next",
    "читаите также", "читать также", "читаите далее", "по теме", "материалы по теме",
    "новости по теме", "статьи по теме", "еще по теме", "другие новости", "смотрите также",
    "похожие материалы", "похожие новости", "похожие статьи", "связанные новости",
    "последние новости", "популярное", "самое читаемое", "главные новости",
})  # fmt: skip

# those of them that point to one article on the same line: "Xem thêm: …"
_POINTERS = frozenset({
    "tin lien quan", "bai lien quan", "bai viet lien quan", "doc them", "doc tiep", "xem them",
    "xem tiep", "moi doc them", "tim hieu them", "related", "read more", "read also", "see also",
    "also read", "читаите также", "читать также", "смотрите также", "по теме",
})  # fmt: skip

# a site's sections: the kicker above a title, no title
SECTIONS = frozenset({
    "the gioi", "thoi su", "chinh tri", "kinh te", "kinh doanh", "xa hoi", "van hoa", "the thao",
    "phap luat", "giao duc", "suc khoe", "doi song", "du lich", "khoa hoc", "cong nghe", "quoc te",
    "tin tuc", "tin quoc te", "quan su", "chau a", "chau au", "phan tich", "binh luan",
    "trong nuoc",
    "world", "news", "politics", "business", "economy", "sport", "sports", "culture", "opinion",
    "science", "technology", "health", "asia", "europe", "world news",
    "мир", "в мире", "политика", "экономика", "общество", "культура", "спорт", "новости",
    "происшествия", "наука", "армия", "россия",
})  # fmt: skip

# the page's own controls, never news
_CONTROLS = frozenset({
    # sharing
    "chia se", "chia se bai viet", "share", "share this", "share this article", "tweet",
    "поделиться",
    "facebook", "twitter", "zalo", "telegram", "whatsapp", "linkedin", "instagram", "youtube",
    "pinterest", "messenger", "viber", "вконтакте", "одноклассники", "copy link", "copy",
    "sao chep", "sao chep lien ket", "sao chep link", "chep lien ket",
    "facebook twitter", "facebook zalo", "facebook twitter email", "facebook twitter zalo",
    # reading tools
    "in", "in bai", "in bai viet", "print", "email", "gui email", "gui bai viet", "luu bai", "like",
    "luu bai viet", "luu tin", "thich", "nghe doc bai", "nghe bai viet", "nghe doc tin", "co chu",
    "a a", "a a a", "aa", "распечатать", "печать", "сохранить", "theo doi", "save", "listen",
    # talk
    "binh luan", "y kien", "y kien ban doc", "y kien cua ban", "gui binh luan", "gui y kien",
    "viet binh luan", "chua co binh luan nao", "comment", "comments", "leave a comment",
    "post a comment", "add a comment", "комментарии", "комментировать", "оставить комментарии",
    # navigation
    "trang chu", "home", "главная", "menu", "tim kiem", "search", "поиск", "dang nhap", "dang ky",
    "log in", "login", "sign in", "sign up", "subscribe", "ve dau trang", "len dau trang",
    "quay lai", "tro lai", "tro ve", "ve trang chu", "back to top", "back", "next", "previous",
    "trang truoc", "trang sau", "trang tiep", "trang ke", "tiep theo", "tai them", "xem tat ca",
    "load more", "show more", "view all", "показать еще", "далее", "назад", "chu de", "tags", "tag",
    "tu khoa",
    # order of a list
    "moi nhat", "cu nhat", "sap xep theo", "sap xep", "lien quan nhat", "sort by", "newest",
    "oldest", "relevance", "loc ket qua", "tat ca", "all",
    # advertising
    "quang cao", "advertisement", "advertisements", "sponsored", "реклама", "ads", "ad",
})  # fmt: skip

_HOME = r"(?:trang chu|trang nhat|home|homepage|главная)"
# "(0)" after a control counts shares or comments
_COUNTER = re.compile(r" ?[(\[]? ?\d{1,6} ?[)\]]?$")
_FURNITURE = tuple(re.compile(pattern) for pattern in (
    # breadcrumbs begin at the home page
    rf"{_HOME}(?: ?[>»›/|→]| - | ?::).{{0,100}}",
    # ages, which move from one reading to the next
    r"(?:cach day )?\d{1,3} (?:giay|phut|gio|ngay|tuan|thang|nam) truoc",
    r"\d{1,3} (?:second|minute|min|hour|day|week|month|year)s? ago",
    r"\d{1,3} (?:секунд|минут|час|дн|ден|недел|месяц)\w{0,4} назад",
    # how long, how often
    r"\d{1,3} (?:min|minute|phut)s? (?:read|doc)",
    r"[\d.,]{1,9} ?(?:luot xem|luot doc|views?|просмотр\w{0,3})",
    r"[\d.,]{1,9} (?:binh luan|comments?|комментари\w{0,3}|chia se|shares?|thich|likes?)",
    r"(?:trang|page|страница) \d{1,5} ?(?:/|tren|of|из) ?\d{1,5}",
    r"\d{1,2}:\d{2} ?/ ?\d{1,2}:\d{2}",
    # what was searched for
    r"(?:ket qua tim kiem|search results?|результаты поиска) ?"
    r"(?::|cho (?!thay)|voi |for |по ).{0,90}",
    # invitations
    r"theo doi .{1,40} tren (?:google|facebook|zalo|youtube|telegram|tiktok|instagram).{0,20}",
    r"follow us .{0,60}", r"(?:hay )?dang ky (?:theo doi )?kenh .{1,50}",
    r"подписываитесь .{1,80}",
    # imprint
    r"(?:©|\(c\)|copyright (?:©|\(c\)|\d|by )|ban quyen (?:©|thuoc )).{0,110}",
    r".{0,100}all rights reserved\.?",
    r"giay phep (?:.{1,30} )?so ?:? ?\d.{0,80}", r".{0,60}ghi ro nguon.{0,80}",
))  # fmt: skip
_BACK = re.compile(r"(?:tro lai|tro ve|quay lai|ve|back to|назад в) (?:chuyen muc |muc )?")
_TAGS = re.compile(
    r"(?i)^[#*\s]{0,3}(?:tags?|từ khóa|từ khoá|chủ đề|thẻ|keywords?|topics?|теги|ключевые слова)"
    r" ?: ?(?P<tags>.+)$"
)


def phrase(text: str) -> str:
    """Fold a short line to what its phrase is compared by; empty for a long one."""
    if len(text) > _LONGEST:
        return ""
    return " ".join(fold(text).strip(_AROUND).split())


def is_related_heading(text: str) -> bool:
    """Tell whether a line heads a list of other articles."""
    return phrase(text) in RELATED


def inline_related(text: str) -> str | None:
    """Give the title that a line inside an article points to: ">>> Xem thêm: …"; None if none."""
    head, colon, rest = text.partition(":")
    if colon and rest.strip() and phrase(head) in _POINTERS:
        return rest.strip()
    arrows = text.lstrip("> ")
    return arrows if text.startswith((">>", "> >")) and arrows else None


def is_section(text: str) -> bool:
    """Tell whether a line is but the name of a site's section."""
    return phrase(text) in SECTIONS


def is_furniture(text: str) -> bool:
    """Tell whether a line is one of a page's own controls and not news."""
    if len(text) > _LONGEST:
        return False
    folded = fold(text)
    bare = _COUNTER.sub("", folded).strip(_AROUND)
    known = " ".join(bare.split()) in _CONTROLS or phrase(text) in _CONTROLS
    known = known or _is_row_of_controls(bare) or _leads_back(bare)
    return known or any(form.fullmatch(folded) for form in _FURNITURE)


def _leads_back(folded: str) -> bool:
    """Tell "Trở lại Thế giới": back to a section of the site."""
    words = _BACK.match(folded)
    return words is not None and folded[words.end() :] in SECTIONS


def _is_row_of_controls(folded: str) -> bool:
    """Tell "Chia sẻ | Facebook | Zalo": controls beside each other."""
    parts = [part.strip(_AROUND) for part in re.split(r"[|•·/,]", folded)]
    return len(parts) > 1 and all(part in _CONTROLS for part in parts)


def read_tags(text: str) -> tuple[str, ...]:
    """Give the tags of a line "Tags: Nga, Kazakhstan"; none where it is no such line."""
    match = _TAGS.match(text) if len(text) <= 600 else None
    if match is None:
        return ()
    tags = (tag.strip(" #.-") for tag in re.split(r"[,;|•#]", match["tags"]))
    return tuple(tag for tag in tags if tag)
