"""Pure: one article out of the lines of a page: title, lead, body, captions, credit, writers."""

from dataclasses import dataclass, replace
from typing import Literal

from feeds.model import Caption
from feeds.parse.datelines import Dateline, merged, read_dateline
from feeds.parse.page_credits import (
    is_picture_source,
    read_byline,
    read_caption,
    read_credit,
    split_credit,
    without_end_mark,
)
from feeds.parse.page_lines import Line
from feeds.parse.page_phrases import is_section
from feeds.parse.page_teasers import is_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One part of an article's body, in its place."""

    kind: Literal["paragraph", "heading", "caption"]
    text: str
    # who a picture is from; for captions only
    credit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article as its page has it; `lead` is one of `blocks`, empty where there is none."""

    title: str | None = None
    lead: str = ""
    blocks: tuple[Block, ...] = ()
    captions: tuple[Caption, ...] = ()
    dateline: Dateline | None = None
    authors: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()


# lines after the title in which a dateline or "By …" is that of the page
_HEAD = 4
# paragraphs from the end, one of which may close with a credit
_TAIL = 3
# characters: a lead may lack its full stop, but is longer than a name
_SHORTEST_LEAD = 60
_LONGEST_TITLE = 200


# a line that names writers, and one that names the origin
_Writers = tuple[str, ...]
_Part = Block | Dateline | _Writers | str


def read_article(lines: tuple[Line, ...], *, timezone: str) -> Article:
    """Read lines (no furniture, no related list among them) as one article."""
    head, body = _read_head(lines, timezone)
    texts = tuple(line.text for line in body)
    last_text = max((place for place, text in enumerate(texts) if is_text(text)), default=-1)
    parts = tuple(
        _part(text, place, last_text, bool(head.title), timezone)
        for place, text in enumerate(texts)
    )
    return _assembled(head, parts)


def _read_head(lines: tuple[Line, ...], timezone: str) -> tuple[Article, tuple[Line, ...]]:
    """Read up to the title; a text with no title before it stays in the body."""
    article = Article()
    for place, line in enumerate(lines):
        following = lines[place + 1].text if place + 1 < len(lines) else ""
        dateline = read_dateline(line.text, timezone=timezone)
        if dateline is not None and dateline.author is None:
            article = replace(article, dateline=merged(article.dateline, dateline))
        elif is_section(line.text) and following and not is_text(following):
            article = replace(article, sections=(*article.sections, line.text))
        elif _is_title(line.text, following):
            return replace(article, title=line.text), lines[place + 1 :]
        else:
            return article, lines[place:]
    return article, ()


def _is_title(text: str, following: str) -> bool:
    """Take the first line as the title unless it is a text, or one closed before a shorter one."""
    if len(text) > _LONGEST_TITLE:
        return False
    closed = is_text(text) and text.rstrip("”\"'’)").endswith(".")
    return not closed or len(text) < min(len(following), 120)


def _part(text: str, place: int, last_text: int, titled: bool, timezone: str) -> _Part:
    """Say what part of an article a line of its body is, by its words and its place."""
    in_head, after_texts = place < _HEAD, place > last_text
    dateline = read_dateline(text, timezone=timezone) if in_head else None
    if dateline is not None:
        return dateline
    writers = read_byline(text) if in_head or after_texts else ()
    if writers:
        return writers
    may_credit = (titled or place > 0) and (after_texts or text.startswith(("(", "[")))
    credit = read_credit(text) if may_credit else None
    if credit is not None:
        return credit
    caption = read_caption(text, more_follows=place < last_text)
    if caption is not None:
        return Block(kind="caption", text=caption.text, credit=caption.credit)
    heads = 0 < place < last_text and not is_text(text) and text[0].isalnum()
    return Block(kind="heading" if heads else "paragraph", text=without_end_mark(text))


def _assembled(head: Article, parts: tuple[_Part, ...]) -> Article:
    dateline = head.dateline
    for part in parts:
        dateline = merged(dateline, part) if isinstance(part, Dateline) else dateline
    blocks = _with_picture_sources(tuple(part for part in parts if isinstance(part, Block)))
    blocks, trailing = _without_trailing_credit(blocks)
    return replace(
        head,
        lead=_lead(blocks),
        blocks=blocks,
        captions=tuple(_caption(block) for block in blocks if block.kind == "caption"),
        dateline=dateline,
        authors=tuple(name for part in parts if isinstance(part, tuple) for name in part),
        credits=tuple(part for part in (*parts, *trailing) if isinstance(part, str)),
    )


def _caption(block: Block) -> Caption:
    return Caption(text=block.text, credit=block.credit)


def _with_picture_sources(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Give a source alone ("Ảnh: AFP") to the short line before it, which is the caption."""
    kept: list[Block] = []
    for block in blocks:
        alone = block.kind == "caption" and bool(block.credit) and is_picture_source(block.text)
        if alone and kept and kept[-1].kind == "heading":
            kept[-1] = replace(block, text=kept[-1].text)
        else:
            kept.append(block)
    return tuple(kept)


def _without_trailing_credit(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], _Writers]:
    """Take the credit off the end of one of the last paragraphs."""
    for place in range(len(blocks) - 1, max(-1, len(blocks) - 1 - _TAIL), -1):
        block = blocks[place]
        text, credit = split_credit(block.text) if block.kind == "paragraph" else ("", None)
        if credit is not None:
            kept = replace(block, text=without_end_mark(text))
            return (*blocks[:place], kept, *blocks[place + 1 :]), (credit,)
    return blocks, ()


def _lead(blocks: tuple[Block, ...]) -> str:
    """Choose the first paragraph that is long enough for a lead, else the first one."""
    paragraphs = [block.text for block in blocks if block.kind != "caption"][:_HEAD]
    long = [text for text in paragraphs if is_text(text) or len(text) >= _SHORTEST_LEAD]
    return next(iter(long or paragraphs), "")
