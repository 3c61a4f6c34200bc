"""Pure: entries made of the articles and teasers of a page, within limits, with their dates."""

from dataclasses import replace
from datetime import datetime
from html import escape
from unicodedata import category

from feeds.languages.choose import choose_language
from feeds.model import DateMention, ParsedEntry
from feeds.parse.datelines import Dateline
from feeds.parse.page_article import Article, Block
from feeds.parse.page_credits import credit_links, split_credit, without_end_mark
from feeds.parse.page_teasers import Teaser
from feeds.parse.text_dates import MOST_MENTIONS, find_dates, find_mentions, zone_of
from feeds.text import headline

# RELIABILITY 2.2: characters of a title and of a name, bytes of a text
LONGEST_TITLE = 1_024
LONGEST_NAME = 256
LONGEST_TEXT = 262_144
MOST_NAMES = 20
# a title is made of the beginning of a text only
_TITLE_WINDOW = 2_000
# one character may become "&amp;"
_GROWTH = 5
# bytes: more than the tags and the credit of one block
_MARKUP = 1_000


def article_entry(
    article: Article, *, source_id: str, timezone: str, language: str | None
) -> ParsedEntry | None:
    """Make the entry of a page's own article; None where it has neither title nor text.

    `content` is left empty where the lead is all there is.
    """
    texts = tuple(block.text for block in article.blocks)
    if article.title is None and not texts:
        return None
    lead, credit = clip(article.lead), ", ".join(dict.fromkeys(article.credits)) or None
    entry = ParsedEntry(
        source_id=source_id,
        title=_title(article.title, lead or texts[0]) if texts else _title(article.title, ""),
        title_synthetic=article.title is None,
        summary=lead,
        content="" if texts == (lead,) and not article.captions else _content(article.blocks),
        language=_language((article.title or "", *texts), language),
        authors=_names((*article.authors, *_author(article.dateline))),
        categories=_names(article.sections),
        links=credit_links(credit),
        captions=article.captions,
        credit=credit,
    )
    return _dated(entry, article.dateline, (article.title or "", *texts), timezone)


def teaser_entry(teaser: Teaser, *, timezone: str, language: str | None) -> ParsedEntry:
    """Make the entry of one teaser; without a title it gets one of its own words."""
    texts, credit = _without_credit(teaser.texts)
    summary = clip(texts[0]) if texts else ""
    blocks = teaser_blocks(replace(teaser, texts=texts))
    entry = ParsedEntry(
        title=_title(teaser.title, summary),
        title_synthetic=teaser.title is None,
        summary=summary,
        content=_content(blocks) if len(texts) > 1 else "",
        language=_language((teaser.title or "", *texts), language),
        authors=_names(_author(teaser.dateline)),
        links=credit_links(credit),
        credit=credit,
    )
    return _dated(entry, teaser.dateline, (teaser.title or "", *texts), timezone)


def is_clipped(title: str | None, blocks: tuple[Block, ...]) -> bool:
    """Tell whether an entry of this title and these blocks loses something to the limits."""
    size = sum(len(_markup(block).encode()) + 1 for block in blocks)
    return len(title or "") > LONGEST_TITLE or size > LONGEST_TEXT


def teaser_blocks(teaser: Teaser) -> tuple[Block, ...]:
    """Give the texts of a teaser as blocks."""
    return tuple(Block(kind="paragraph", text=text) for text in teaser.texts)


def clip(text: str, limit: int = LONGEST_TEXT) -> str:
    """Cut a text to so many bytes of UTF-8, between two characters."""
    if len(text) * 4 <= limit:
        return text
    return text.encode()[:limit].decode(errors="ignore")


def _without_credit(texts: tuple[str, ...]) -> tuple[tuple[str, ...], str | None]:
    if not texts:
        return texts, None
    last, credit = split_credit(texts[-1])
    return tuple(without_end_mark(text) for text in (*texts[:-1], last)), credit


def _title(title: str | None, text: str) -> str:
    # the text itself where its words make no title: "…"
    words = title or headline(text[:_TITLE_WINDOW]) or text
    return words[:LONGEST_TITLE].rstrip()


def _language(texts: tuple[str, ...], general: str | None) -> str | None:
    """Give the language of texts; what the operator says of the folder holds for most pages."""
    return choose_language(". ".join(texts)[:_TITLE_WINDOW], own=None, general=general)


def _names(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name[:LONGEST_NAME].rstrip() for name in names))[:MOST_NAMES]


def _author(dateline: Dateline | None) -> tuple[str, ...]:
    return (dateline.author,) if dateline is not None and dateline.author else ()


def _dated(
    entry: ParsedEntry, dateline: Dateline | None, texts: tuple[str, ...], timezone: str
) -> ParsedEntry:
    """Give an entry its date, from its dateline or else its text's opening, and its mentions."""
    own = find_dates(entry.summary, timezone=timezone)
    published, precision = own.published, own.precision
    mentions = tuple(mention for text in texts for mention in find_mentions(text))
    if dateline is not None:
        mentions = (*dateline.mentions, *mentions)
    if dateline is not None and dateline.published is not None:
        published, precision = dateline.published, dateline.precision
    return replace(
        entry,
        published=published,
        published_from=None if published is None else "text",
        published_precision=precision,
        source_updated=None if dateline is None else dateline.updated,
        dates_mentioned=_other_days(mentions, published, timezone),
    )


def _other_days(
    mentions: tuple[DateMention, ...], published: datetime | None, timezone: str
) -> tuple[DateMention, ...]:
    """Leave out what names the entry's own day, and repetitions."""
    day = published and published.astimezone(zone_of(timezone)).date().isoformat()
    others = dict.fromkeys(mention for mention in mentions if mention.value[:10] != day)
    return tuple(others)[:MOST_MENTIONS]


def _content(blocks: tuple[Block, ...]) -> str:
    """Write blocks as HTML whose every text is escaped, at most 256 KiB."""
    parts: list[str] = []
    left = LONGEST_TEXT
    for block in blocks:
        markup = _markup(block)
        if len(markup.encode()) > left:
            parts.append(
                _markup(replace(block, text=clip(block.text, max(0, left - 200) // _GROWTH)))
            )
            break
        parts.append(markup)
        left -= len(markup.encode()) + 1
    return "\n".join(parts)


def _markup(block: Block) -> str:
    text = _escaped(block.text)
    if block.kind == "heading":
        return f"<h2>{text}</h2>"
    if block.kind == "paragraph":
        return f"<p>{text}</p>"
    cite = f" <cite>{_escaped(block.credit)}</cite>" if block.credit else ""
    return f"<figure><figcaption>{text}{cite}</figcaption></figure>"


def _escaped(text: str) -> str:
    """Escape a text; a mark at its beginning would fuse with the tag before it (U+0338 and >)."""
    start = next((place for place, letter in enumerate(text) if category(letter)[0] != "M"), 0)
    return escape(text[start:], quote=False)
