"""Pure: what a subscriber wants of a feed, as the query of its address says it (`?q=…&source=…`).

Everything has one spelling, by which the same wish has the same id; a document's address is
spelled as it was asked, so that it names the address that its reader knows.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Literal
from urllib.parse import parse_qsl, quote, urlencode
from zoneinfo import ZoneInfo

from store.queries import Query, read_query

# RELIABILITY 2.3 asks for bounds of all that strangers send
LONGEST_QUERY = 200
MOST_WORDS = 16
MOST_NAMED = 16
LAST_PAGE = 50
# fields of a query that are read at all; aiohttp holds the whole to 8,190 characters
_MOST_FIELDS = 200

# BCP 47, as far as entries state their languages
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# RFC 3339; a + that was not quoted arrives as a space
_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+ -]\d\d:\d\d)", re.IGNORECASE
)


# fields of a feed's narrowing that say something
_MEANT = re.compile(r"(?:q|topic|source|lang|since)=[^&]")
# RFC 3986 section 3.4
_IN_ADDRESS = re.compile(r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2}){1,2000}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """What a subscriber wants of a feed; str() gives the query of its address, "" for all of it."""

    query: Query | None = None
    topic: str = ""
    # in alphabetical order, each once
    sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    # as it is spelled in addresses: a day, or a moment in UTC
    since: str = ""
    # of search pages
    page: int = 1

    def __str__(self) -> str:
        """Write the query in its one spelling."""
        fields = [("q", "" if self.query is None else str(self.query)), ("topic", self.topic)]
        fields += [("source", source) for source in self.sources]
        fields += [("lang", language) for language in self.languages]
        fields += [("since", self.since), ("page", str(self.page) if self.page > 1 else "")]
        return urlencode([field for field in fields if field[1]], quote_via=quote, safe=":")

    def moment(self, zone: ZoneInfo) -> datetime | None:
        """Give the time since which entries are wanted; a day begins in the site's zone."""
        if not self.since:
            return None
        if _DAY.fullmatch(self.since):
            day = datetime.fromisoformat(self.since)
            return datetime.combine(day, time(), zone).astimezone(UTC)
        return datetime.fromisoformat(self.since)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The names that a query may use."""

    sources: Collection[str]
    topics: Collection[str] = ()


# what is wrong with a query, as pages say it in the language of who reads them
Fault = Literal[
    "fields", "long", "empty", "words", "topic", "source", "many", "language", "since", "page"
]  # fmt: skip


class BadNarrowing(ValueError):
    """A query that says what nobody can mean; the message is a sentence for whoever sent it."""

    def __init__(self, sentence: str, fault: Fault) -> None:
        super().__init__(sentence)
        self.fault: Fault = fault


def read_narrowing(query: str, known: Known, *, of_search: bool = False) -> Narrowing:
    """Read the query of an address; unknown and empty fields are ignored.

    `topic` and `page` mean something to a search alone. Raises BadNarrowing.
    """
    fields = _fields(query)
    return Narrowing(
        query=_query(" ".join(fields.get("q", ()))),
        topic=_topic(fields, known) if of_search else "",
        sources=_sources(fields.get("source", ()), known),
        languages=_languages(fields.get("lang", ())),
        since=_since(fields.get("since", ())),
        page=_page(fields.get("page", ())) if of_search else 1,
    )


def typed_words(query: str) -> str:
    """Give the words to look for as they were typed, so that a page can show what it refused."""
    try:
        return " ".join(_fields(query).get("q", ()))[:LONGEST_QUERY]
    except BadNarrowing:
        return ""


def spelled(query: str, narrowing: Narrowing) -> str:
    """Write the query of an address as it was asked, but for fields that mean nothing.

    A document names the address under which it was found (RFC 4287 4.2.7.2); a query that no
    address can hold as it stands gets its one spelling.
    """
    parts = [part for part in query.split("&") if _MEANT.match(part)]
    asked = "&".join(parts)
    return asked if _IN_ADDRESS.fullmatch(asked) else str(narrowing)


def _fields(query: str) -> dict[str, list[str]]:
    try:
        pairs = parse_qsl(query, errors="replace", max_num_fields=_MOST_FIELDS)
    except ValueError as many:
        raise BadNarrowing(f"More than {_MOST_FIELDS} fields are not read", "fields") from many
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        if value.strip():
            fields.setdefault(name, []).append(value.strip())
    return fields


def _query(text: str) -> Query | None:
    if not text:
        return None
    if len(text) > LONGEST_QUERY:
        raise BadNarrowing(f"q may have {LONGEST_QUERY} characters at most", "long")
    query = read_query(text)
    if not query.terms:
        raise BadNarrowing("q holds no letter and no digit", "empty")
    if query.count() > MOST_WORDS:
        raise BadNarrowing(f"q may have {MOST_WORDS} words at most", "words")
    return query


def _topic(fields: Mapping[str, list[str]], known: Known) -> str:
    named = fields.get("topic", [""])[-1]
    if named and named not in known.topics:
        raise BadNarrowing("There is no topic of that name", "topic")
    return named


def _sources(named: Collection[str], known: Known) -> tuple[str, ...]:
    wanted = _few("source", set(named))
    if not wanted <= set(known.sources):
        raise BadNarrowing("There is no source of that name", "source")
    return tuple(sorted(wanted))


def _languages(named: Collection[str]) -> tuple[str, ...]:
    wanted = _few("lang", {language.lower() for language in named})
    if not all(map(_LANGUAGE.fullmatch, wanted)):
        raise BadNarrowing("lang must be the code of a language, as vi, en or ru", "language")
    return tuple(sorted(wanted))


def _few(name: str, wanted: set[str]) -> set[str]:
    if len(wanted) > MOST_NAMED:
        raise BadNarrowing(f"{name} may be given {MOST_NAMED} times at most", "many")
    return wanted


def _since(given: Collection[str]) -> str:
    return [_since_one(text) for text in given][-1] if given else ""


def _since_one(text: str) -> str:
    try:
        if _DAY.fullmatch(text):
            return _possible(datetime.fromisoformat(text)).date().isoformat()
        if _MOMENT.fullmatch(text):
            day, clock = text[:10], text[11:].replace(" ", "+").upper()
            moment = _possible(datetime.fromisoformat(f"{day}T{clock}").astimezone(UTC))
            return moment.replace(microsecond=0).isoformat().replace("+00:00", "Z")
    except (ValueError, OverflowError):
        pass
    raise BadNarrowing(
        "since must be a day, as 2026-11-21, or a time, as 2026-11-21T08:00:00Z", "since"
    )


def _possible(moment: datetime) -> datetime:
    if not 1970 <= moment.year <= 9000:
        raise ValueError(moment)
    return moment


def _page(given: Collection[str]) -> int:
    for text in given:
        if not re.fullmatch(r"[1-9]\d{0,3}", text, re.ASCII) or int(text) > LAST_PAGE:
            raise BadNarrowing(f"page must be a number from 1 to {LAST_PAGE}", "page")
    return max(map(int, given), default=1)
