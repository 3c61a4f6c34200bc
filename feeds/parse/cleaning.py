"""Pure: a raw feed becomes a document that may be published: the one step after every parser."""

import html
import re
from dataclasses import dataclass
from datetime import datetime, tzinfo
from urllib.parse import urljoin, urlsplit

from feeds.languages.choose import choose_language, telling_text
from feeds.model import ParsedDocument, ParsedEntry, ParsedSource
from feeds.parse.feed_dates import FeedDate, read_date
from feeds.parse.fields import (
    alternate,
    author_names,
    category_names,
    entry_id,
    language_tag,
    mend,
    other_links,
    plain_text,
)
from feeds.parse.markup import LONGEST, has_structure, sanitise
from feeds.parse.misread import reread
from feeds.parse.raw import RawFeed, RawItem, RawLink, RawText
from feeds.text import headline, html_to_text, one_line
from feeds.urls import LONGEST as LONGEST_URL
from feeds.urls import safe_url

# characters of a summary that is made of a full text
SHORT_SUMMARY = 1000

_PERIODS = {
    "hourly": 3600,
    "daily": 86400,
    "weekly": 604800,
    "monthly": 2592000,
    "yearly": 31536000,
}
# seconds; what is asked for beyond it means "hardly ever"
_LONGEST_TTL = 366 * 86400
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NUMBER = re.compile(r"([0-9]{1,400})(?:\.[0-9]{0,9})?")
_BROKEN_BREAK = re.compile(r"</br\s{0,9}>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]*>?")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scope:
    """What holds for all items of a document unless they say otherwise."""

    base: str | None
    language: str | None
    zone: tzinfo | None
    is_rss: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _CleanText:
    """A text as sanitised HTML, or as text alone, and whether it was too much to be kept whole."""

    html: str = ""
    plain: str = ""
    cut: bool = False

    def text(self) -> str:
        """Read it as text; not done in advance, because most full texts are never compared."""
        return self.plain or html_to_text(self.html)

    def is_empty(self) -> bool:
        """Tell whether it shows nothing at all."""
        return not has_structure(self.html) and not self.text()


def clean_feed(
    raw: RawFeed, *, url: str | None, language: str | None, zone: tzinfo | None
) -> ParsedDocument:
    """Clean a feed: every entry has a title, texts are NFC and legal XML, HTML is sanitised.

    `url` is where the feed was read; `language` stands for the feed's where it declares none;
    `zone` is that of dates without one.
    """
    site = alternate(raw.links, url)
    declared = language_tag(raw.language)
    # RSS knows no base but means its own site; elsewhere RFC 3986 section 5.1 holds
    base = (site or url) if raw.kind.startswith("rss") else (url or site)
    scope = _Scope(
        base=base,
        language=declared or language,
        zone=zone,
        is_rss=raw.kind.startswith("rss"),
    )
    cleaned = [_clean_item(item, scope) for item in raw.items]
    return ParsedDocument(
        kind=raw.kind,
        source=_clean_source(raw, site, base, declared, zone),
        entries=tuple(entry for entry, _ in cleaned),
        warnings=_warnings(raw, cut=sum(cut for _, cut in cleaned)),
        dropped=raw.dropped,
    )


def _warnings(raw: RawFeed, *, cut: int) -> tuple[str, ...]:
    warnings = [one_line(warning) for warning in raw.warnings]
    if raw.dropped:
        warnings.append(
            f"only the first {len(raw.items)} entries were read, {raw.dropped} were not"
        )
    if cut:
        warnings.append(f"the text of {cut} entries was too long or too deep and was simplified")
    return tuple(warnings)


def _clean_source(
    raw: RawFeed, site: str | None, base: str | None, language: str | None, zone: tzinfo | None
) -> ParsedSource:
    return ParsedSource(
        id=entry_id(raw.id),
        title=plain_text(raw.title) or None,
        link=site,
        self_link=_link_of(raw.links, "self", base),
        hub=_link_of(raw.links, "hub", base),
        language=language,
        updated=_moment(read_date(raw.updated, zone)),
        ttl=_ttl(raw),
        skip_hours=_skip_hours(raw),
        skip_days=_skip_days(raw),
        rights=plain_text(raw.rights) or None,
        authors=author_names(raw.authors),
    )


def _link_of(links: tuple[RawLink, ...], rel: str, base: str | None) -> str | None:
    return next((safe_url(link.href, base) for link in links[:200] if link.rel == rel), None)


def _moment(date: FeedDate | None) -> datetime | None:
    return date.moment if date else None


def _ttl(raw: RawFeed) -> int | None:
    """Give the seconds between updates that the feed asks for: a minute at least, a year at most.

    What says zero, or nothing that is a number, says nothing.
    """
    seconds = _number(raw.ttl) * 60
    if not seconds and raw.update_period:
        period = _PERIODS.get(raw.update_period.strip().lower(), 0)
        seconds = period // (_number(raw.update_frequency) or 1)
    return min(seconds, _LONGEST_TTL) if seconds >= 60 else None


def _number(text: str | None) -> int:
    """Read a whole number, what follows its point left out; 0 for what is none."""
    match = _NUMBER.fullmatch((text or "")[:500].strip())
    return int(match[1]) if match else 0


def _skip_hours(raw: RawFeed) -> tuple[int, ...]:
    """Give the hours, UTC, that the feed asks to be left alone in; RSS 0.91 calls midnight 24.

    A feed that names every hour says nothing.
    """
    found = {int(hour) % 24 for hour in raw.skip_hours[:100] if _is_hour(hour)}
    return tuple(sorted(found)) if len(found) < 24 else ()


def _is_hour(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 2 and int(text) <= 24


def _skip_days(raw: RawFeed) -> tuple[int, ...]:
    """Give the days, from Monday, 0, that the feed asks to be left alone on; all are none."""
    named = {day.strip().lower() for day in raw.skip_days[:100]}
    found = tuple(number for number, day in enumerate(_DAYS) if day in named)
    return found if len(found) < 7 else ()


def _clean_item(item: RawItem, scope: _Scope) -> tuple[ParsedEntry, bool]:
    """Clean one item; also tells whether a text of it had to be simplified."""
    link = _entry_link(item, scope.base)
    base = link or scope.base
    summary = _clean_text(item.summary, base)
    full = _clean_text(max(item.contents, key=lambda text: len(text.value), default=None), base)
    text, content = _summary_and_content(summary, full)
    title = plain_text(item.title)
    published = read_date(item.published, scope.zone) or read_date(item.created, scope.zone)
    updated = read_date(item.updated, scope.zone)
    if published is None and scope.is_rss:
        # RSS has no date of change: dc:date is that of the item
        published = updated
    entry = ParsedEntry(
        source_id=entry_id(item.id),
        link=link,
        title=title or _made_title(text or html_to_text(content) or link or ""),
        title_synthetic=not title,
        summary=text,
        content=content,
        language=choose_language(
            telling_text(title, text, content),
            own=language_tag(item.language),
            general=scope.language,
        ),
        published=_moment(published),
        published_from="feed" if published else None,
        published_precision=published.precision if published else None,
        source_updated=_moment(updated),
        authors=author_names(item.authors),
        categories=category_names(item.categories),
        links=tuple(other for other in other_links(item.links, scope.base) if other.url != link),
    )
    return entry, summary.cut or full.cut


def _made_title(words: str) -> str:
    """Make a title of an entry's own words; never empty."""
    return plain_text(RawText(value=headline(words), type="text")) or "(…)"


def _entry_link(item: RawItem, base: str | None) -> str | None:
    link = alternate(item.links, base)
    if link is None and item.id_is_permalink and _is_web_address(item.id):
        return safe_url(item.id)
    return link


def _is_web_address(text: str | None) -> bool:
    try:
        return urlsplit(text or "").scheme in ("http", "https")
    except ValueError:
        return False


def _clean_text(raw: RawText | None, base: str | None) -> _CleanText:
    """Read a text as HTML and as text; what cannot be sanitised is read as text only."""
    if raw is None or not raw.value:
        return _CleanText()
    value = mend(raw.value)
    if raw.type == "text":
        return _CleanText(plain=one_line(value[:LONGEST]), cut=len(value) > LONGEST)
    if "<" not in value:
        plain = one_line(mend(html.unescape(value[:LONGEST])))
        return _CleanText(plain=plain, cut=len(value) > LONGEST)
    if raw.type == "xhtml":
        value = _BROKEN_BREAK.sub("", value)
    sanitised = sanitise(value[:LONGEST], _text_base(raw, base))
    if sanitised is None:
        return _CleanText(plain=_bare_text(value[:LONGEST]), cut=True)
    # the sanitiser makes letters of character references, which may have spelled a fault
    return _CleanText(html=reread(sanitised), cut=len(value) > LONGEST)


def _text_base(raw: RawText, base: str | None) -> str | None:
    """Give the address that links in a text are relative to; one too long for any is none."""
    if not raw.base or len(raw.base) > LONGEST_URL:
        return base
    try:
        return urljoin(base or "", raw.base)
    except ValueError:
        return base


def _bare_text(markup: str) -> str:
    """Read hopeless markup as text, in linear time."""
    return one_line(html.unescape(_ANY_TAG.sub(" ", markup)))


def _summary_and_content(summary: _CleanText, full: _CleanText) -> tuple[str, str]:
    """Give an entry's summary as text, and its content as HTML where that says more."""
    only = summary.is_empty()
    richer = summary if full.is_empty() else full
    text = (full if only else summary).text()
    if only and len(text) > SHORT_SUMMARY:
        text = headline(text, SHORT_SUMMARY)
    if not has_structure(richer.html) and richer.text() == text:
        return text, ""
    return text, richer.html or _paragraph(richer.plain)


def _paragraph(text: str) -> str:
    return f"<p>{html.escape(text, quote=False)}</p>" if text else ""
