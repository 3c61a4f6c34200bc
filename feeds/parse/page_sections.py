"""Pure: a page's lines parted into its own article, its list of teasers and its related lists."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from feeds.parse.datelines import read_dateline
from feeds.parse.page_counts import is_result_count
from feeds.parse.page_credits import read_credit
from feeds.parse.page_lines import Line
from feeds.parse.page_phrases import (
    inline_related,
    is_furniture,
    is_related_heading,
    is_section,
    read_tags,
)
from feeds.parse.page_teasers import looks_like_listing, shapes


@dataclass(frozen=True, slots=True, kw_only=True)
class Sections:
    """The parts of a page: lines of its article or headline, and lists of teasers."""

    # the article of an article page, the headline with its lead of a listing page
    own: tuple[Line, ...] = ()
    # each a list of teasers, in the page's order
    lists: tuple[tuple[Line, ...], ...] = ()
    is_listing: bool = False
    tags: tuple[str, ...] = ()
    # the name of a tag or section that stood where a headline stands
    name: str | None = None


# words: the name of a tag above its result count is no headline
_SHORTEST_HEADLINE = 4
# characters
_LONGEST_COUNT = 60
_NUMBER = re.compile(r"\d")


def read_sections(lines: tuple[Line, ...], *, timezone: str) -> Sections:
    """Part a page's lines; furniture, counts and headings of lists are left out."""
    tags = tuple(tag for line in lines for tag in read_tags(line.text))
    kept = _without(lines, lambda text: bool(read_tags(text)) or is_furniture(text))
    main, related = _split_related(kept)
    listing = _split_counted(main) or _split_uncounted(main, timezone)
    if listing is not None:
        return replace(listing, lists=(*listing.lists, *related), tags=tags)
    own, lists = _with_body_back(main, related)
    return Sections(own=own, lists=lists, is_listing=not own, tags=tags)


def _without(lines: tuple[Line, ...], is_left_out: Callable[[str], bool]) -> tuple[Line, ...]:
    """Leave lines out; what follows one of them stands apart."""
    kept: list[Line] = []
    apart = False
    for line in lines:
        if is_left_out(line.text):
            apart = True
        else:
            kept.append(replace(line, apart=line.apart or apart))
            apart = False
    return tuple(kept)


def _split_related(
    lines: tuple[Line, ...],
) -> tuple[tuple[Line, ...], tuple[tuple[Line, ...], ...]]:
    """Part a page at the headings of its related lists; a pointer in a text is a list of one."""
    main: list[Line] = []
    lists: list[list[Line]] = []
    headed = False
    for line in lines:
        pointed = inline_related(line.text)
        if is_related_heading(line.text):
            headed = True
            lists.append([])
        elif headed:
            lists[-1].append(line if pointed is None else replace(line, text=pointed))
        elif pointed is not None and main:
            lists.append([replace(line, text=pointed)])
        else:
            main.append(line)
    return tuple(main), tuple(tuple(listed) for listed in lists if listed)


def _split_counted(lines: tuple[Line, ...]) -> Sections | None:
    """Part a listing at its result count: the headline before it, the teasers after it."""
    place = next((at for at in range(len(lines)) if _is_count(lines, at)), None)
    if place is None:
        return None
    headline, name = _named(lines[:place])
    teasers = _without(lines[place + 1 :], is_result_count)
    return Sections(own=headline, lists=(teasers,) if teasers else (), is_listing=True, name=name)


def _is_count(lines: tuple[Line, ...], place: int) -> bool:
    """Tell a result count by its words, or by its place: between a lead and its repetition."""
    text = lines[place].text
    if is_result_count(text):
        return True
    short = 1 < place <= 3 and len(text) <= _LONGEST_COUNT and _NUMBER.search(text)
    return bool(short) and place + 1 < len(lines) and lines[place + 1].text == lines[place - 1].text


def _named(lines: tuple[Line, ...]) -> tuple[tuple[Line, ...], str | None]:
    """Take a line of a few words alone as the name of the list, not as a headline."""
    only = lines[0].text if len(lines) == 1 else ""
    is_name = bool(only) and (is_section(only) or len(only.split()) < _SHORTEST_HEADLINE)
    return ((), only) if is_name else (lines, None)


def _split_uncounted(lines: tuple[Line, ...], timezone: str) -> Sections | None:
    """Tell a listing without a count by its shape; None for an article."""
    name = lines[0].text if len(lines) > 1 and is_section(lines[0].text) else None
    items = lines[1:] if name else lines
    dated = [read_dateline(line.text, timezone=timezone) is not None for line in items]
    plain = tuple(line for line, is_date in zip(items, dated, strict=True) if not is_date)
    if not looks_like_listing(plain, datelines=sum(dated)):
        return None
    return Sections(lists=(items,), is_listing=True, name=name)


# titles, then two texts or more to the end: a box of links in the middle of an article
_BOX = re.compile(r"(T{1,40})x{2,}")


def _with_body_back(
    own: tuple[Line, ...], lists: tuple[tuple[Line, ...], ...]
) -> tuple[tuple[Line, ...], tuple[tuple[Line, ...], ...]]:
    """Give an article the paragraphs back that went on after a box of links inside it."""
    kept: list[tuple[Line, ...]] = []
    for listed in lists:
        credited = read_credit(listed[-1].text) is not None
        box = _BOX.fullmatch(shapes(listed[:-1] if credited else listed)) if own else None
        titles = len(box[1]) if box else len(listed)
        own = (*own, *listed[titles:])
        kept.append(listed[:titles])
    return own, tuple(kept)
