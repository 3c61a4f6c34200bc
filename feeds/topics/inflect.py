"""Pure: case endings of Russian names, to find "Казахстана" where CLDR says "Казахстан".

Open prefixes will not do: "Куба" would be found in "кубок", "Оман" in "оманул", "Мали" in "малина".
"""

# ending in the nominative → endings in all cases; the longest that fits is taken
# (school grammar of Russian: declension of nouns and adjectives)
_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ая", ("ая", "ой", "ою", "ую")),
    ("яя", ("яя", "ей", "ею", "юю")),
    ("ое", ("ое", "ого", "ому", "ым", "ом")),
    ("ые", ("ые", "ых", "ым", "ыми")),
    ("ие", ("ие", "их", "им", "ими")),
    ("ый", ("ый", "ого", "ому", "ым", "ом")),
    # soft as in "Синий" and hard as in "Зеленский"
    ("ий", ("ий", "его", "ому", "ого", "ему", "им", "ем", "ом")),
    ("ия", ("ия", "ии", "ию", "ией", "иею")),
    ("ы", ("ы", "", "ам", "ами", "ах")),
    ("а", ("а", "ы", "и", "е", "у", "ой", "ою", "ей")),
    ("я", ("я", "и", "е", "ю", "ей", "ёй")),
    ("ь", ("ь", "я", "и", "ю", "ем", "ью", "е")),
    ("й", ("й", "я", "ю", "ем", "е")),
)
# what may follow the stem of somebody's name: the endings of nouns and of surnames, both genders;
# no adjective's, for "Лавровый" is no case of "Лавров"
NAME_ENDINGS = frozenset(
    (
        *("а", "я", "у", "ю", "ом", "ем", "ём", "ым", "им", "е", "и", "ы", "ой", "ою", "ей"),
        *("ею", "ий", "ия", "ию", "ией", "ии", "ых", "их", "ыми", "ими", "ого", "его", "ому"),
        *("ему", "ая", "ую", "ин", "ина", "ов", "ова", "ович", "ь", "й"),
    )
)
_HARD_ENDINGS = ("", "а", "у", "ом", "ем", "е")
# surnames end in "-ым" in the instrumental: "с Лавровым"
_SURNAMES = ("ов", "ев", "ёв", "ин", "ын")
_INDECLINABLE = ("о", "е", "и", "у", "ю", "э", "ё")


def russian_forms(word: str) -> frozenset[str]:
    """Give all case forms that a Russian proper noun or adjective may take, itself included.

    A few forms too many (both genders of "-ь") do no harm; abbreviations stay as they are.
    """
    if len(word) < 3 or word.isupper() or not _is_cyrillic(word):
        return frozenset((word,))
    for ending, endings in _ENDINGS:
        if word.endswith(ending):
            return frozenset(word.removesuffix(ending) + each for each in endings)
    if word.endswith(_INDECLINABLE):
        return frozenset((word,))
    surname = ("ым",) if word.endswith(_SURNAMES) else ()
    return frozenset(word + each for each in (*_HARD_ENDINGS, *surname))


def _is_cyrillic(word: str) -> bool:
    return "\u0400" <= word[-1] <= "\u04ff"
