"""What is added to the configuration: a feed that was found and tried, or those of a list."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from feeds.config.edit import Addition
from feeds.config.keys import NewSource
from feeds.config.values import language_code
from feeds.errors import PollError, Unreadable
from feeds.model import ParsedDocument, RawDocument, Retrieved, Unchanged
from feeds.parse.decoding import decode_document
from feeds.parse.discover import find_feed_links
from feeds.parse.hints import ParseHints
from feeds.parse.outlines import Outline
from feeds.urls import redacted

# feeds of one page that are tried
MOST_TRIED = 5

Get = Callable[[str], Awaitable[Retrieved | Unchanged]]
Parse = Callable[[RawDocument, ParseHints], Awaitable[ParsedDocument]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A feed that was read, and what else its page names."""

    url: str
    title: str | None
    entries: int
    # other feeds of the same page
    others: tuple[str, ...] = ()


async def find_feed(url: str, get: Get, parse: Parse) -> Tried:
    """Read a URL as a feed, or as a page that names one; raises PollError where neither works."""
    raw = await _document(url, get)
    try:
        return _tried(url, await parse(raw, ParseHints()))
    except Unreadable as no_feed:
        named = find_feed_links(decode_document(raw.body, charset=raw.charset).text, raw.url or url)
        if not named:
            raise Unreadable(
                f"{redacted(url)} is no feed ({no_feed}), and as a page it names none",
                kind=no_feed.kind,
            ) from no_feed
        return await _first_that_works([found.url for found in named], get, parse)


async def _document(url: str, get: Get) -> RawDocument:
    answer = await get(url)
    if not isinstance(answer, Retrieved) or not answer.documents:
        raise Unreadable(f"{redacted(url)} gave no document", kind="empty")
    return answer.documents[0]


async def _first_that_works(urls: list[str], get: Get, parse: Parse) -> Tried:
    failures: list[str] = []
    for url in urls[:MOST_TRIED]:
        try:
            document = await parse(await _document(url, get), ParseHints())
        except PollError as failure:
            failures.append(f"{redacted(url)}: {failure}")
            continue
        others = tuple(other for other in urls if other != url)
        return _tried(url, document, others)
    raise Unreadable("none of the feeds that the page names works:\n" + "\n".join(failures))


def _tried(url: str, document: ParsedDocument, others: tuple[str, ...] = ()) -> Tried:
    return Tried(url=url, title=document.source.title, entries=len(document.entries), others=others)


def new_sources(
    outlines: Sequence[Outline],
) -> tuple[tuple[NewSource, ...], tuple[Addition, ...]]:
    """Give the feeds of a list as sources, and apart from them what no list may add.

    A list is somebody else's: a folder of this machine, named in it, would be published.
    """
    wanted: list[NewSource] = []
    unusable: list[Addition] = []
    for outline in outlines:
        source = NewSource(
            url=outline.url, title=outline.title or None, language=_language(outline.language)
        )
        if source.url.lower().startswith(("http://", "https://")):
            wanted.append(source)
        else:
            why = "it is no http or https address" if source.url else "it has no address"
            unusable.append(Addition(source=source, wrong=why))
    return tuple(wanted), tuple(unusable)


def _language(code: str | None) -> str | None:
    """Leave out what is no language here: an entry's own text decides then."""
    try:
        return language_code(code) if code else None
    except ValueError:
        return None
