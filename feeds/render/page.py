"""Pure: a topic's page as people read it: entries by day, in the site's own time zone."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from itertools import groupby

from feeds.render.credit import Mention, origins_of, others_of, stories_of
from feeds.render.dates import rfc3339
from feeds.render.interface import Clock, Interface
from feeds.render.languages import other_language
from feeds.render.marks import Piece
from feeds.render.reasons import Because, because_of, highlight, topics_here
from feeds.render.view import EntryView, SiteView
from feeds.text import headline, html_to_text

Pieces = tuple[Piece, ...]

# characters of an entry without a summary
_EXCERPT = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEntry:
    """One entry as a page shows it."""

    # empty where the title was made of the text, which is shown instead
    heading: Pieces
    text: Pieces
    url: str | None
    language: str | None
    # machine form, and what people read: "14:05"; empty where only the day is known
    moment: str
    clock: str
    # the source stated the time itself
    dated: bool
    source: Mention
    origins: tuple[Mention, ...]
    others: tuple[Mention, ...]
    related: tuple[Mention, ...]
    because: tuple[Because, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day's entries, in the feed's order."""

    # ISO date, and in words
    iso: str
    name: str
    entries: tuple[PageEntry, ...]


def page_entry(
    site: SiteView, slug: str, interface: Interface, entry: EntryView
) -> tuple[date, PageEntry]:
    """Give an entry as a page shows it, and the day under which it stands."""
    clock, words = interface.clock, interface.words
    when = clock.local(entry.published or entry.first_seen)
    topics = topics_here(slug, entry)
    heading, text = _heading_and_text(entry, partial(highlight, topics, words))
    shown = PageEntry(
        heading=heading,
        text=text,
        url=entry.url,
        # what nobody said is in the language of the site
        language=other_language(entry.language or site.language, interface.tag),
        moment=_machine_time(entry, when),
        clock="" if _day_only(entry) else words.time(when),
        dated=entry.published is not None,
        source=Mention(text=entry.source.title, url=entry.source.link),
        origins=origins_of(entry),
        others=others_of(entry),
        related=tuple(_spoken(story, site, interface) for story in stories_of(entry)),
        because=tuple(because_of(topic, words) for topic in topics),
    )
    return when.date(), shown


def _spoken(story: Mention, site: SiteView, interface: Interface) -> Mention:
    spoken = story.language or site.language
    return replace(story, language=other_language(spoken, interface.tag))


def _heading_and_text(
    entry: EntryView, mark: Callable[[str, Collection[str]], Pieces]
) -> tuple[Pieces, Pieces]:
    """A title made of the text is not shown beside the text, nor a text that repeats a title."""
    field, text = _field_and_text(entry)
    if entry.title_synthetic:
        return (), mark(text, (field,))
    if text == entry.title:
        return mark(text, ("title", field)), ()
    return mark(entry.title, ("title",)), mark(text, (field,))


def _field_and_text(entry: EntryView) -> tuple[str, str]:
    """Give the text that stands below an entry's title, and of which field it is."""
    if entry.summary:
        return "summary", entry.summary
    text = _excerpt(html_to_text(entry.content))
    return ("content", text) if text else ("title", entry.title)


def _excerpt(text: str) -> str:
    return text if len(text) <= _EXCERPT else headline(text, _EXCERPT)


def _day_only(entry: EntryView) -> bool:
    return entry.published is not None and entry.published_precision == "day"


def _machine_time(entry: EntryView, when: datetime) -> str:
    return when.date().isoformat() if _day_only(entry) else rfc3339(when)


def days_of(clock: Clock, shown: list[tuple[date, PageEntry]]) -> tuple[Day, ...]:
    """Put entries under their days, newest day first, in the feed's order within a day."""
    ordered = sorted(shown, key=lambda pair: pair[0], reverse=True)
    return tuple(
        Day(
            iso=day.isoformat(),
            name=clock.day_name(day),
            entries=tuple(entry for _, entry in group),
        )
        for day, group in groupby(ordered, key=lambda pair: pair[0])
    )
