"""Pure: UTF-8 that somebody read as Windows-1252 and wrote as UTF-8 once more ("amÃ©ricain")."""

import re

_ENCODING = "windows-1252"
# what the bytes 80 to BF of UTF-8 look like; five of them have no letter and stay as they are
_FOLLOWING = "".join(
    bytes([byte]).decode(_ENCODING, "ignore") or chr(byte) for byte in range(128, 192)
)
_NEXT = f"[{re.escape(_FOLLOWING)}]"
_MISREAD = re.compile(f"[\xc2-\xdf]{_NEXT}|[\xe0-\xef]{_NEXT}{{2}}|[\xf0-\xf4]{_NEXT}{{3}}")
# what programs add to a text afterwards, such as an ellipsis where it was cut
_ADDED = frozenset("…–—‘’“”«»•·\xa0")
# a letter and its closing quotation mark look like two bytes, but are none ("„Ä“")
_QUOTED = re.compile("[\xc2-\xdf][‘’“”‹›»…–—]")


def reread(text: str) -> str:
    """Read such a text rightly; one with any letter that is beyond ASCII and no such pair stays.

    So a text that only quotes the accident is left alone, as is one that was right.
    """
    found = _MISREAD.findall(text)
    if all(_QUOTED.fullmatch(pair) for pair in found):
        return text
    others = {letter for letter in _MISREAD.sub("", text) if not letter.isascii()}
    return text if others - _ADDED else _MISREAD.sub(_read_pair, text)


def _read_pair(match: re.Match[str]) -> str:
    try:
        return b"".join(map(_byte, match[0])).decode()
    except UnicodeError:
        return match[0]


def _byte(letter: str) -> bytes:
    return bytes([ord(letter)]) if ord(letter) < 256 else letter.encode(_ENCODING)
