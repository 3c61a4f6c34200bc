"""Pure: what one text adds to a name that both have, and says nothing new by it.

Where a place lies, what it is, how a person is addressed: `Valencia (Tây Ban Nha)`, `thủ đô
Berlin`, `đồng chí` for `ông`.
"""

from feeds.dedupe.changes import Change, Side
from feeds.dedupe.places import MOST_WORDS, find_level
from feeds.dedupe.words import Words, bracketed, is_capital, joined

_PLACE_WORDS = frozenset(
    {("thủ", "đô"), ("thành", "phố"), ("tp",), ("tỉnh",), ("núi",), ("sông",), ("nước",)}
)
_ADDRESSES = {
    ("ông",): "man", ("bà",): "woman", ("đồng", "chí"): "", ("ngài",): "man", ("mr",): "man",
    ("mrs",): "woman", ("ms",): "woman",
}  # fmt: skip
_IN = frozenset({("thuộc",), ("ở",), ("tại",), ("của",), ("in",)})
_AND = frozenset({"và", "hay", "hoặc", "and", "or"})


def is_gloss(change: Change) -> bool:
    """Tell whether a change only says what everybody knows of a name that both texts have."""
    if change.is_replacement:
        return _is_address(change)
    extra = change.mine if change.mine.size else change.theirs
    if extra.forms in _PLACE_WORDS or extra.forms in _ADDRESSES:
        return _opens_name(extra.words, extra.span[1])
    return change.place == "inner" and _says_where(extra)


def _is_address(change: Change) -> bool:
    """Tell whether one name is only addressed in two ways: a man is no woman."""
    one, other = _ADDRESSES.get(change.mine.forms), _ADDRESSES.get(change.theirs.forms)
    if one is None or other is None or (one and other and one != other):
        return False
    return all(_opens_name(side.words, side.span[1]) for side in (change.mine, change.theirs))


def _opens_name(words: Words, place: int) -> bool:
    return joined(words, place) and is_capital(words, place)


def _says_where(extra: Side) -> bool:
    """Tell whether a country or province stands behind a name, set off, and is not one of a list.

    `Valencia, Tây Ban Nha`; but in `Nghệ An, Hà Tĩnh` it is one place more.
    """
    words, (start, end) = extra.words, extra.span
    if not start or not is_capital(words, start - 1) or not is_capital(words, end - 1):
        return False
    level = find_level(_without_class(extra.forms))
    if level is None or _ends_place(words, start, level) or _goes_on(words, end, level):
        return False
    return bracketed(words, start, end) or (
        _follows_comma(words, start) and not _follows_comma(words, _first_of_name(words, start - 1))
    )


def _follows_comma(words: Words, place: int) -> bool:
    if not place:
        return False
    return words.text[words.spans[place - 1][1] : words.spans[place][0]].strip() == ","


def _first_of_name(words: Words, place: int) -> int:
    """Give where the name begins of which a word is the last: behind a comma it may be listed."""
    while joined(words, place) and is_capital(words, place - 1):
        place -= 1
    return place


def _without_class(forms: tuple[str, ...]) -> tuple[str, ...]:
    """Give a name without `thuộc`, `tỉnh` before it."""
    for listed in (_IN, _PLACE_WORDS):
        for size in (1, 2):
            if forms[:size] in listed:
                forms = forms[size:]
                break
    return forms


def _ends_place(words: Words, end: int, level: str) -> bool:
    sizes = range(1, min(MOST_WORDS, end) + 1)
    return any(find_level(words.forms[end - size : end]) == level for size in sizes)


def _goes_on(words: Words, place: int, level: str) -> bool:
    """Tell whether a list of places goes on."""
    if place >= len(words):
        return False
    if words.forms[place] in _AND:
        return True
    sizes = range(1, MOST_WORDS + 1)
    return any(find_level(words.forms[place : place + size]) == level for size in sizes)
