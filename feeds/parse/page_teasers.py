"""Pure: teasers in a list of lines: which line is a title, which a text, and what goes together."""

import re
from dataclasses import dataclass, replace

from feeds.parse.datelines import Dateline, read_dateline
from feeds.parse.page_lines import Line
from feeds.parse.page_phrases import is_section


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaser:
    """One item of a list: a title or texts or both, and the line that dates it."""

    title: str | None = None
    texts: tuple[str, ...] = ()
    dateline: Dateline | None = None


# characters: measured on titles and leads of Vietnamese news, which are 40 to 100 and 120 to 300
_LONGEST_TITLE = 130
_SHORTEST_TEXT = 40
_SENTENCES = re.compile(r"[.!?…][”\"')\]]? (?=[^\W\d_a-z])")
_LIST_MARK = re.compile(r"^(?:[-–—•●▪■◆►▶▸»›*+·]{1,3} ?|\d{1,2}[.)] )(?=\w|[\"“‘'(\[])")


def is_text(line: str) -> bool:
    """Tell a text from a title by its shape: long, or closed by a full stop."""
    size, end = len(line), line.rstrip(" ”\"'’)]»")[-1:]
    if size > _LONGEST_TITLE:
        return True
    if end == "." and not line.endswith("..."):
        return size >= _SHORTEST_TEXT
    return size > 80 and bool(_SENTENCES.search(line))


def without_list_mark(text: str) -> str:
    """Take off the bullet or the number that a list puts before its items."""
    return _LIST_MARK.sub("", text, count=1)


def read_teasers(lines: tuple[Line, ...], *, timezone: str) -> tuple[Teaser, ...]:
    """Group the lines of a list into teasers, in their order; no line is lost.

    Decided for the list as a whole where it can be (blocks of two lines, a short line and a long
    one by turns), else by the shape of each line.
    """
    plain, datelines = _split_datelines(lines, timezone)
    titles = _titles(tuple(replace(line, text=without_list_mark(line.text)) for line in plain))
    return _dated(_grouped(plain, titles), datelines)


def _split_datelines(
    lines: tuple[Line, ...], timezone: str
) -> tuple[tuple[Line, ...], dict[int, Dateline]]:
    """Part datelines from other lines; each is kept by the number of lines before it."""
    plain: list[Line] = []
    datelines: dict[int, Dateline] = {}
    apart = False
    for line in lines:
        dateline = read_dateline(line.text, timezone=timezone)
        if dateline is None:
            plain.append(replace(line, apart=line.apart or apart))
            apart = False
        else:
            datelines.setdefault(len(plain), dateline)
            apart = apart or line.apart
    return tuple(plain), datelines


def _titles(lines: tuple[Line, ...]) -> tuple[bool, ...]:
    """Say of each line whether it is a title."""
    if _is_blocks_of_two(lines) or _is_short_and_long(lines):
        return tuple(index % 2 == 0 for index in range(len(lines)))
    return tuple(not is_text(line.text) for line in lines)


def _is_blocks_of_two(lines: tuple[Line, ...]) -> bool:
    """Tell whether blank lines part the list into pairs, in most of which the second is longer."""
    pairs = tuple(zip(lines[::2], lines[1::2], strict=False))
    whole = len(lines) % 2 == 0 and len(pairs) >= 2
    parted = all(first.apart for first, _ in pairs[1:]) and not any(text.apart for _, text in pairs)
    longer = sum(len(first.text) < len(text.text) for first, text in pairs)
    fits = all(len(first.text) <= 2 * _LONGEST_TITLE for first, _ in pairs)
    return whole and parted and fits and longer * 5 >= len(pairs) * 4


def _is_short_and_long(lines: tuple[Line, ...]) -> bool:
    """Tell whether short lines and lines half as long again stand by turns."""
    pairs = tuple(zip(lines[::2], lines[1::2], strict=False))
    if len(lines) % 2 or len(pairs) < 2:
        return False
    return all(
        not is_text(first.text) and 2 * len(text.text) >= 3 * len(first.text)
        for first, text in pairs
    )


def _grouped(lines: tuple[Line, ...], titles: tuple[bool, ...]) -> tuple[tuple[int, Teaser], ...]:
    """Group lines into teasers, each with the number of the line that it begins at."""
    teasers: list[tuple[int, Teaser]] = []
    blocks = any(line.apart for line in lines[1:])
    for index, (line, titled) in enumerate(zip(lines, titles, strict=True)):
        last = teasers[-1][1] if teasers else None
        goes_on = last is not None and (not last.texts or (blocks and not line.apart))
        if titled:
            teasers.append((index, Teaser(title=without_list_mark(line.text))))
        elif last is not None and last.title is not None and goes_on:
            teasers[-1] = (teasers[-1][0], replace(last, texts=(*last.texts, line.text)))
        else:
            teasers.append((index, Teaser(texts=(without_list_mark(line.text),))))
    return tuple(teasers)


def _dated(
    teasers: tuple[tuple[int, Teaser], ...], datelines: dict[int, Dateline]
) -> tuple[Teaser, ...]:
    """Give each teaser its dateline: that before it where the list begins with one."""
    if not (teasers and datelines):
        return tuple(teaser for _, teaser in teasers)
    before = 0 in datelines
    starts = [start for start, _ in teasers]
    ends = [*starts[1:], max(datelines) + 1]
    dated = []
    for (start, teaser), end in zip(teasers, ends, strict=True):
        places = range(start, end) if before else range(start + 1, end + 1)
        found = [datelines[place] for place in places if place in datelines]
        dated.append(replace(teaser, dateline=found[0] if found else None))
    return tuple(dated)


def shapes(lines: tuple[Line, ...]) -> str:
    """Write lines as a word of `T` (title) and `x` (text)."""
    return "".join("x" if is_text(line.text) else "T" for line in lines)


def looks_like_listing(lines: tuple[Line, ...], *, datelines: int) -> bool:
    """Tell a list of articles from an article, where no count and no heading says so.

    `lines` without datelines, `datelines` how many there were. Three pairs of a title of 30
    characters or more and one text each, four titles and no text, or a date for every third line.
    """
    shape = shapes(lines)
    pairs = len(shape) // 2
    by_turns = pairs >= 3 and (shape == "Tx" * pairs or _is_blocks_of_two(lines))
    titles = [len(line.text) for line in lines[::2]]
    if by_turns and sum(titles) >= 30 * len(titles):
        return True
    only_titles = len(lines) >= 4 and "x" not in shape and all(_is_headline(line) for line in lines)
    return only_titles or (datelines >= 3 and datelines * 3 >= len(lines))


def _is_headline(line: Line) -> bool:
    return len(line.text) >= 25 and not is_section(line.text) and line.text[:1] not in "-–—"
