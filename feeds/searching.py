"""What readers ask of the store itself: narrowed feeds, searches, and the page to search on."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, partial
from zoneinfo import ZoneInfo

from feeds.drafting import FORMATS
from feeds.kindred import with_related
from feeds.narrowing import (
    LAST_PAGE,
    BadNarrowing,
    Known,
    Narrowing,
    read_narrowing,
    spelled,
    typed_words,
)
from feeds.publisher import BEGINNING, Publisher
from feeds.render.addresses import SEARCH
from feeds.render.interface import interfaces_of
from feeds.render.messages import messages_for
from feeds.render.search_page import SearchForm, render_search_page, search_path
from feeds.render.view import FeedView
from feeds.shelves import (
    ALL,
    feed_slugs,
    feed_title,
    newest_change,
    topic_links,
)
from feeds.showing import entry_views
from feeds.web.document import Document, make_document
from feeds.web.searches import Question, Refusal
from store import finding
from store.database import Connection, Store
from store.errors import StoreTrouble
from store.finding import Wanted
from store.queries import Query, places
from store.records import Entry

# seconds that one answer may read for
READING = 2.0
# entries on a page of results
ON_A_PAGE = 30
_FEED = re.compile(r"/(?P<slug>.+)\.(?P<ending>atom|rss|json)")
_SLOW = Refusal(status=503, sentence="That takes too long to find: ask for less, or later")


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Where questions are taken: a store, who publishes, and the clock."""

    store: Store
    publisher: Publisher
    now: Callable[[], datetime]

    @cached_property
    def _pages(self) -> dict[str, str]:
        """The language of each search page, by its path."""
        site = self.publisher.site()
        return {f"/{search_path(each)}": each.words.language for each in interfaces_of(site)}

    def interpret(self, path: str, query: str) -> Question | Refusal | None:
        """Read what is asked; None where it is a published document as it stands."""
        language = self._pages.get(path)
        if language is not None:
            return self._page(path, language, query)
        if not query and not path.startswith(f"/{SEARCH}"):
            # what nearly every request is
            return None
        found = _FEED.fullmatch(path)
        if found is None or found["ending"] not in self.publisher.config.publish.formats:
            return None
        slug, ending = found["slug"], found["ending"]
        if slug == SEARCH:
            return self._feed(slug, ending, query) or _NOTHING_ASKED
        if slug not in feed_slugs(self.publisher.config):
            return None
        return self._feed(slug, ending, query)

    def _feed(self, slug: str, ending: str, query: str) -> Question | Refusal | None:
        try:
            wanted = read_narrowing(query, self._known(), of_search=slug == SEARCH)
        except BadNarrowing as wrong:
            return Refusal(status=400, sentence=str(wrong))
        wanted = replace(wanted, page=1)
        if not str(wanted):
            return None
        asked = spelled(query, wanted)
        return self._question(
            f"/{slug}.{ending}?{asked}", partial(self._make_feed, slug, ending, wanted, asked)
        )

    def _page(self, path: str, language: str, query: str) -> Question:
        try:
            wanted = read_narrowing(query, self._known(), of_search=True)
        except BadNarrowing as wrong:
            typed = typed_words(query)
            refused = SearchForm(query=typed, complaint=wrong.fault)
            return self._question(
                f"{path}#{wrong.fault}?{typed}", partial(self._make_refusal, language, refused)
            )
        return self._question(f"{path}?{wanted}", partial(self._make_page, language, wanted))

    def _known(self) -> Known:
        config = self.publisher.config
        return Known(sources={source.key for source in config.sources}, topics=config.topics)

    def _question(self, key: str, make: Callable[[Connection], Document]) -> Question:
        return Question(key=key, make=partial(self._ask, make))

    def _ask(self, make: Callable[[Connection], Document]) -> Document | Refusal:
        try:
            with self.store.read_within(READING) as connection:
                return make(connection)
        except StoreTrouble:
            return _SLOW

    def _make_feed(
        self,
        slug: str,
        ending: str,
        narrowing: Narrowing,
        asked: str,
        connection: Connection,
    ) -> Document:
        wanted = self._wanted(slug, narrowing)
        found = finding.find(connection, wanted, limit=self.publisher.config.publish.entries)
        view = replace(self._view(connection, slug, narrowing, found), query=asked)
        return make_document(f"/{slug}.{ending}", FORMATS[ending](view).body, self.now())

    def _wanted(self, slug: str, narrowing: Narrowing) -> Wanted:
        topic, sources = narrowing.topic or None, narrowing.sources
        if slug in self.publisher.config.topics:
            topic = slug
        return Wanted(
            query=narrowing.query,
            topic=topic,
            feed_source=slug.removeprefix("source/") if slug.startswith("source/") else None,
            sources=sources,
            languages=narrowing.languages,
            since=narrowing.moment(ZoneInfo(self.publisher.config.site.timezone)),
        )

    def _view(
        self, connection: Connection, slug: str, narrowing: Narrowing, found: list[Entry]
    ) -> FeedView:
        """Give a narrowed feed its own id and address; no hub hears when it changes."""
        shown = with_related(entry_views(connection, self.publisher, found))
        title = self._title(slug)
        said = _said(narrowing)
        return FeedView(
            site=replace(self.publisher.site(), hub=None),
            slug=slug,
            id=f"tag:{self.publisher.authority}:feed/{slug}?{narrowing}",
            title=f"{title}: {said}" if said else title,
            query=str(narrowing),
            updated=newest_change(shown) if shown else BEGINNING,
            entries=shown,
        )

    def _title(self, slug: str) -> str:
        site = self.publisher.config.site
        if slug == SEARCH:
            return f"{site.title}: " + messages_for(site.language).gettext("Search")
        return feed_title(self.publisher.config, slug)

    def _make_refusal(self, language: str, form: SearchForm, connection: Connection) -> Document:
        view = self._view(connection, SEARCH, Narrowing(), [])
        return self._render_page(language, view, form, Narrowing(), connection)

    def _make_page(self, language: str, narrowing: Narrowing, connection: Connection) -> Document:
        asked = bool(str(replace(narrowing, page=1)))
        found = self._page_of(connection, narrowing) if asked else []
        one_page = replace(narrowing, page=1)
        view = self._view(connection, SEARCH, one_page, found[:ON_A_PAGE])
        form = _form(narrowing, len(found)) if asked else SearchForm()
        return self._render_page(language, view, form, narrowing, connection)

    def _render_page(
        self,
        language: str,
        view: FeedView,
        form: SearchForm,
        narrowing: Narrowing,
        connection: Connection,
    ) -> Document:
        rendered = render_search_page(
            view,
            form,
            tuple(
                link for link in topic_links(connection, self.publisher.config) if link.slug != ALL
            ),
            partial(places, narrowing.query or Query(terms=())),
            language,
        )
        return make_document("/search.html", rendered.body, self.now())

    def _page_of(self, connection: Connection, narrowing: Narrowing) -> list[Entry]:
        """Read a page of results, and one entry more where there is a next page."""
        wanted = self._wanted(SEARCH, narrowing)
        skip = (narrowing.page - 1) * ON_A_PAGE
        return finding.find(connection, wanted, limit=ON_A_PAGE + 1, skip=skip)


_NOTHING_ASKED = Refusal(status=400, sentence="Say what you look for, as /search.atom?q=Nga")


def _said(narrowing: Narrowing) -> str:
    """Say in a few words what a feed was narrowed by."""
    parts = [
        "" if narrowing.query is None else str(narrowing.query),
        narrowing.topic,
        *narrowing.sources,
        *narrowing.languages,
        narrowing.since and f"≥ {narrowing.since}",
    ]
    return ", ".join(filter(None, parts))


def _form(narrowing: Narrowing, found: int) -> SearchForm:
    """Fill the form with what was asked; `found` is one more than a page where there are others."""
    page, is_last = narrowing.page, found <= ON_A_PAGE
    return SearchForm(
        query="" if narrowing.query is None else str(narrowing.query),
        topic=narrowing.topic,
        since=narrowing.since[:10],
        hidden=(
            *(("source", source) for source in narrowing.sources),
            *(("lang", language) for language in narrowing.languages),
        ),
        is_asked=True,
        page=page,
        total=(page - 1) * ON_A_PAGE + min(found, ON_A_PAGE),
        is_more=not is_last,
        newer=str(replace(narrowing, page=page - 1)) if page > 1 else "",
        older="" if is_last or page >= LAST_PAGE else str(replace(narrowing, page=page + 1)),
    )
