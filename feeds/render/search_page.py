"""Pure: the page on which people look for entries; it works without any script."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from feeds.render.addresses import MEDIA_TYPES, NAMES, SEARCH, feed_url
from feeds.render.html import FeedLink, Frame, fill, frame_of
from feeds.render.interface import Interface, interface_of, interfaces_of
from feeds.render.marks import Mark, Piece, cut_up
from feeds.render.messages import Messages
from feeds.render.page import PageEntry, days_of, page_entry
from feeds.render.rendered import Rendered, render_each
from feeds.render.tidy import tidy_head, tidy_topic_link
from feeds.render.view import EntryView, FeedView, SiteView, TopicLink

# says where a text has what was looked for, as (start, end)
Places = Callable[[str], Sequence[tuple[int, int]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchForm:
    """What somebody looked for, as the form shows it again."""

    query: str = ""
    topic: str = ""
    # a day in ISO form
    since: str = ""
    # kept as they are: (name, value)
    hidden: tuple[tuple[str, str], ...] = ()
    # False where nothing was asked yet
    is_asked: bool = False
    # what is wrong with what was asked, as `feeds.narrowing` names it
    complaint: str = ""
    # the page of results, how many there are up to its end, and whether others follow
    page: int = 1
    total: int = 0
    is_more: bool = False
    # queries of the pages beside this one; empty where there is none
    newer: str = ""
    older: str = ""


def search_path(interface: Interface) -> str:
    """Give the path of the page in a language: `search` or `en/search`; it is no file."""
    return f"{interface.folder}{SEARCH}"


def render_search_page(
    view: FeedView,
    form: SearchForm,
    topics: Sequence[TopicLink],
    places: Places,
    language: str | None = None,
) -> Rendered:
    """Render the page of a search in a language of the interface.

    `view.query` is that of the feed of the same entries.
    """
    head = tidy_head(view)
    interface = interface_of(head.site, language)
    why = interface.words.gettext("Search for")
    shown, left_out = render_each(
        view.entries, partial(_found_entry, head.site, interface, why, places)
    )
    frame = _frame(head, interface)
    body = fill(
        "search.html",
        interface,
        frame=frame,
        title=interface.words.gettext("Search the news"),
        feed=head,
        form=form,
        complaint=complaint_text(form.complaint, interface.words) if form.complaint else "",
        found=_count(form, interface.words)
        if shown
        else interface.words.gettext("Nothing was found."),
        feeds=_feed_links(head, frame) if form.is_asked and not form.complaint else (),
        menu=tuple(map(tidy_topic_link, topics)),
        days=days_of(interface.clock, shown),
    )
    return Rendered(body=body, left_out=left_out)


def _frame(head: FeedView, interface: Interface) -> Frame:
    """The page has a form of its own, and no ending."""
    frame = frame_of(replace(head.site, search=False), interface, SEARCH)
    query = f"?{head.query}" if head.query else ""
    versions = tuple(
        replace(version, href=f"{frame.root}{search_path(each)}{query}")
        for version, each in zip(frame.versions, interfaces_of(head.site), strict=True)
    )
    return replace(frame, versions=versions)


def _feed_links(head: FeedView, frame: Frame) -> tuple[FeedLink, ...]:
    return tuple(
        FeedLink(
            name=NAMES[ending],
            href=f"{frame.root}{SEARCH}.{ending}?{head.query}",
            media_type=MEDIA_TYPES[ending],
            url=feed_url(head, ending),
        )
        for ending in head.site.formats
    )


def _count(form: SearchForm, words: Messages) -> str:
    """Say how much was found, as far as somebody counted: `Hơn 30 tin · trang 1`."""
    found = words.entries(form.total)
    if form.is_more:
        found = words.gettext("More than %(entries)s") % {"entries": found}
    if form.page == 1 and not form.is_more:
        return found
    page = words.gettext("page %(number)s") % {"number": words.number(form.page)}
    return f"{found} · {page}"


def complaint_text(fault: str, words: Messages) -> str:  # a table of sentences
    """Say what is wrong with what somebody asked, as `feeds.narrowing` named it."""
    match fault:
        case "long":
            return words.gettext("That is too long to look for: shorten it.")
        case "empty":
            return words.gettext("There is nothing in it to look for: type a word or a number.")
        case "words":
            return words.gettext("Those are too many words: leave some out.")
        case "topic":
            return words.gettext("There is no such topic here.")
        case "source":
            return words.gettext("There is no such source here.")
        case "language":
            return words.gettext("A language is named by its code, such as vi, en or ru.")
        case "since":
            return words.gettext("That is no day: write it as 2026-11-21.")
        case "page":
            return words.gettext("There is no such page of results.")
        case _:
            return words.gettext("The address asks for too much at once.")


def _found_entry(
    site: SiteView, interface: Interface, why: str, places: Places, entry: EntryView
) -> tuple[date, PageEntry]:
    """Give an entry as pages show it, with what was looked for highlighted in place of reasons."""
    day, shown = page_entry(site, SEARCH, interface, entry)
    return day, replace(
        shown,
        heading=_marked(shown.heading, why, places),
        text=_marked(shown.text, why, places),
        because=(),
    )


def _marked(pieces: Sequence[Piece], why: str, places: Places) -> tuple[Piece, ...]:
    text = "".join(piece.text for piece in pieces)
    return cut_up(text, [Mark(start=start, end=end, why=why) for start, end in places(text)])
