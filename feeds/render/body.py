"""Pure: what an entry says in a feed: its content with the credits below, and its summary."""

from dataclasses import dataclass
from html import escape

from feeds.render.credit import credit_html
from feeds.render.messages import Messages
from feeds.render.view import EntryView
from feeds.text import html_to_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """An entry's two texts; at least one of them is not empty."""

    # sanitised HTML; empty where the summary says it all
    content: str
    # text; empty where the content says the same
    summary: str


def body_of(entry: EntryView, words: Messages) -> Body:
    """Put an entry's texts together.

    Without a URL an entry must have content (RFC 4287 4.1.2), and credits need content to stand
    in; then a summary, or else the title, becomes the content's paragraph.
    """
    shown = html_to_text(entry.content) if entry.content else entry.summary
    credits_below = credit_html(entry, words, shown)
    summary = entry.summary if entry.summary != shown else ""
    if entry.content:
        return Body(content=entry.content + credits_below, summary=summary)
    if entry.url and entry.summary and not credits_below:
        return Body(content="", summary=entry.summary)
    paragraph = f"<p>{escape(entry.summary or entry.title)}</p>"
    return Body(content=paragraph + credits_below, summary="")


def html_of(entry: EntryView, body: Body) -> str:
    """Give the one HTML text for formats that have only one."""
    return body.content or f"<p>{escape(body.summary or entry.title)}</p>"
