"""Pure: the text of a page as lines: cleaned, unwrapped, blank ones told by what follows them."""

import re
from dataclasses import dataclass, replace

from feeds.text import clean, nfc

# more lines than this are no page; the rest is left out with a warning
MOST_LINES = 5_000
# one character in twenty that no text holds: a picture, an archive, a wrong encoding
_JUNK_SHARE = 20
_JUNK = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffd-\uffff]")
_PAGE_BREAKS = str.maketrans("\x0b\x0c", "\n\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a page with something to read in it; `apart` says that a blank one precedes."""

    text: str
    apart: bool = False


def is_text(text: str) -> bool:
    """Tell a text from binary content that was decoded as if it were one."""
    junk = len(_JUNK.findall(text))
    # blank lines, line ends and byte order marks say nothing
    return junk <= 2 or junk * _JUNK_SHARE <= len(nfc("".join(text.replace("\ufeff", "").split())))


def read_lines(text: str) -> tuple[Line, ...]:
    """Give a page's lines, NFC and legal XML, white space folded, at most 5,000 and one.

    Lines without a letter or a digit are rules and count as blank; lines that were wrapped at a
    column are joined again.
    """
    lines: list[Line] = []
    apart = False
    for raw in clean(text.translate(_PAGE_BREAKS)).splitlines():
        line = " ".join(raw.split())
        if not any(map(str.isalnum, line)):
            apart = True
            continue
        lines.append(Line(text=line, apart=apart))
        apart = False
        if len(lines) > MOST_LINES:
            break
    return _unwrapped(tuple(lines))


# characters: mail and plain text files wrap below this
_WIDEST_COLUMN = 100


def _unwrapped(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Join lines that one paragraph was wrapped into, where the page is of that kind."""
    if not _is_wrapped(lines):
        return lines
    joined: list[list[Line]] = []
    for line in lines:
        if line.apart or not joined:
            joined.append([line])
        else:
            joined[-1].append(line)
    return tuple(replace(block[0], text=" ".join(line.text for line in block)) for block in joined)


def _is_wrapped(lines: tuple[Line, ...]) -> bool:
    """Tell a page whose paragraphs stand in columns: half of their lines go on in lower case."""
    going_on = [line.text for line in lines[1:] if not line.apart]
    lower = sum(text[0].islower() for text in going_on)
    narrow = all(len(line.text) <= _WIDEST_COLUMN for line in lines)
    return narrow and len(going_on) >= 3 and lower * 2 >= len(going_on)
