"""Pure: the languages that feeds may name (RFC 5646 tags with a registered first part)."""

import re

# ISO 639-1
_TWO_LETTERS = (
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da "
    "de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy "
    "hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg "
    "li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or "
    "os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta "
    "te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
# ISO 639-2, of Russia, Central Asia and South-East Asia, that have no two letters
_THREE_LETTERS = (
    "ace ady ban bug bua ceb chm fil hil iba ilo kaa kbd krc krl kum lez mad mak mdf min mnc myv "
    "nog pag pam sah shn tet tyv udm und war xal"
)
_KNOWN = frozenset(f"{_TWO_LETTERS} {_THREE_LETTERS}".split())
_TAG = re.compile(r"([A-Za-z]{2,3})((?:-[A-Za-z0-9]{1,8})*)")


def known_language(tag: str | None) -> str | None:
    """Give a language tag as feeds may carry it, `pt_BR` as `pt-BR`; None where it is none."""
    match = _TAG.fullmatch((tag or "").strip().replace("_", "-"))
    if not match:
        return None
    language = match.group(1).lower()
    return language + match.group(2) if language in _KNOWN else None


def other_language(language: str | None, site_language: str) -> str | None:
    """Give an entry's language where it differs from that of the document around it."""
    if language is None or language.lower() == site_language.lower():
        return None
    return language
