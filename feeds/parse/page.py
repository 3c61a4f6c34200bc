"""Pure: the reader of text pages: an article with its related teasers, or a listing of teasers.

Text → lines → sections (the page's own part, lists) → articles and teasers → entries. What is
surely the page's own furniture is left out, in doubt a line stays. Linear in the text.
"""

from dataclasses import replace

from feeds.model import ParsedDocument, ParsedEntry
from feeds.parse.page_article import Article, read_article
from feeds.parse.page_entries import (
    LONGEST_NAME,
    MOST_NAMES,
    article_entry,
    is_clipped,
    teaser_blocks,
    teaser_entry,
)
from feeds.parse.page_lines import MOST_LINES, Line, is_text, read_lines
from feeds.parse.page_sections import Sections, read_sections
from feeds.parse.page_teasers import Teaser, read_teasers
from feeds.parse.text_dates import HOME_ZONE

# RELIABILITY 2.2
MOST_ENTRIES = 500
# ids of the one entry of a page that is the page's own
ARTICLE_ID = "article"
HEADLINE_ID = "headline"


def read_page(
    text: str, *, language: str | None = None, timezone: str = HOME_ZONE
) -> ParsedDocument:
    """Read one page of text; raises nothing, whatever the text.

    `language` (BCP 47) is that of every entry whose text does not contradict it; `timezone` is the
    IANA zone of stated times. An item that the page repeats comes out as often as it stands there.
    """
    if not is_text(text):
        return _without_entries("not a text page")
    lines = read_lines(text)
    if not lines:
        return _without_entries("an empty page")
    sections = read_sections(lines[:MOST_LINES], timezone=timezone)
    article = read_article(sections.own, timezone=timezone)
    teasers = tuple(
        teaser for listed in sections.lists for teaser in read_teasers(listed, timezone=timezone)
    )
    own_id = HEADLINE_ID if sections.is_listing else ARTICLE_ID
    own = article_entry(article, source_id=own_id, timezone=timezone, language=language)
    first = () if own is None else (_with_tags(own, sections.tags),)
    kept = teasers[: MOST_ENTRIES - len(first)]
    dropped = len(teasers) - len(kept)
    listed = (teaser_entry(teaser, timezone=timezone, language=language) for teaser in kept)
    return ParsedDocument(
        kind=_kind(sections, has_entries=bool(first or kept)),
        entries=(*first, *listed),
        warnings=_warnings(lines, sections, article, kept, dropped=dropped),
        dropped=dropped,
    )


def _without_entries(warning: str) -> ParsedDocument:
    return ParsedDocument(kind="page:other", warnings=(warning,))


def _with_tags(entry: ParsedEntry, tags: tuple[str, ...]) -> ParsedEntry:
    names = (name[:LONGEST_NAME].rstrip() for name in (*entry.categories, *tags))
    return replace(entry, categories=tuple(dict.fromkeys(names))[:MOST_NAMES])


def _kind(sections: Sections, *, has_entries: bool) -> str:
    if sections.is_listing and (has_entries or sections.name):
        return "page:listing"
    return "page:article" if has_entries else "page:other"


def _warnings(
    lines: tuple[Line, ...],
    sections: Sections,
    article: Article,
    teasers: tuple[Teaser, ...],
    *,
    dropped: int,
) -> tuple[str, ...]:
    """Say what of a page did not come out, one line each."""
    clipped = is_clipped(article.title, article.blocks) or any(
        is_clipped(teaser.title, teaser_blocks(teaser)) for teaser in teasers
    )
    said = (
        (len(lines) > MOST_LINES, f"only the first {MOST_LINES} lines were read"),
        (dropped > 0, f"only the first {MOST_ENTRIES} entries were taken"),
        (clipped, "a title or a text was too long and was cut"),
        (sections.name is not None, f"the page's own name is no entry: {sections.name}"),
        (not (article.title or article.blocks or teasers), "nothing on the page is news"),
    )
    return tuple(warning for holds, warning in said if holds)
