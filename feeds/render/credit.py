"""Pure: who is named beside an entry: the origin that its text states, and all who had it too."""

import re
from dataclasses import dataclass
from html import escape

from feeds.model import Caption, Link
from feeds.render.messages import Messages
from feeds.render.view import EntryView

_HOST_NAME = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Somebody to credit, with a link where there is one."""

    text: str
    url: str | None = None
    # where somebody said it
    language: str | None = None


def origins_of(entry: EntryView) -> tuple[Mention, ...]:
    """Give whom the entry's text names ("Theo …"), each linked where its name is that of a site.

    A `via` link of the page's own is taken before one made of the name.
    """
    names = entry.credit.split(", ") if entry.credit else []
    vias = [link for link in entry.links if link.rel == "via"]
    return tuple(Mention(text=name, url=_origin_url(name, vias, len(names))) for name in names)


def _origin_url(name: str, vias: list[Link], names: int) -> str | None:
    own = [link.url for link in vias if link.title == name or names == 1]
    site = f"https://{name.lower()}/" if _HOST_NAME.fullmatch(name) else None
    return own[0] if own else site


def others_of(entry: EntryView) -> tuple[Mention, ...]:
    """Give every other place that had the entry, each once."""
    named = (Mention(text=other.source_title, url=other.url) for other in entry.also)
    return tuple(dict.fromkeys(mention for mention in named if mention.text))


def credit_links(entry: EntryView) -> tuple[Link, ...]:
    """Give an entry's links with those of its credits: `via` its origin, `related` the others."""
    via = tuple(
        Link(url=origin.url, rel="via", title=origin.text)
        for origin in origins_of(entry)
        if origin.url
    )
    related = tuple(
        Link(
            url=other.url,
            rel="related",
            title=_sighting_title(entry, other.source_title, other.title),
        )
        for other in entry.also
        if other.url
    )
    every = {(link.rel, link.url): link for link in reversed((*entry.links, *via, *related))}
    return tuple(reversed(every.values()))


def story_links(entry: EntryView) -> tuple[Link, ...]:
    """Give links to entries that tell the same story, but to what is linked or credited anyway."""
    known = {entry.url, *(link.url for link in credit_links(entry) if link.rel == "related")}
    found = {other.url: other.title for other in entry.related if other.url not in known}
    return tuple(Link(url=url, rel="related", title=title) for url, title in found.items() if url)


def stories_of(entry: EntryView) -> tuple[Mention, ...]:
    """Give the entries that tell the same story, for people."""
    return tuple(
        Mention(text=other.title, url=other.url, language=other.language) for other in entry.related
    )


def _sighting_title(entry: EntryView, source_title: str, title: str) -> str:
    """Name the source, and the title where it wrote another one."""
    if not title or title == entry.title:
        return source_title or entry.title
    return f"{source_title}: {title}" if source_title else title


def credit_html(entry: EntryView, words: Messages, shown: str = "") -> str:
    """Write an entry's captions and credits as HTML paragraphs; empty where there are none.

    `shown` is the text of what stands above: a caption or origin found in it is not said again.
    """
    captions = (_caption(caption, words) for caption in entry.captions if caption.text not in shown)
    lines = [f"<p><em>{escape(caption)}</em></p>" for caption in captions]
    according_to = words.gettext("According to")
    if entry.credit and f"{according_to} {entry.credit}" not in shown:
        lines.append(f"<p>{according_to} {_mentions_html(origins_of(entry))}</p>")
    if others_of(entry):
        also_in = words.gettext("Also in")
        lines.append(f"<p>{also_in}: {_mentions_html(others_of(entry))}</p>")
    return "".join(lines)


def _caption(caption: Caption, words: Messages) -> str:
    picture, source = words.gettext("Picture"), words.gettext("Source")
    text = f"{picture}: {caption.text}"
    if caption.credit is None or caption.credit in caption.text:
        return text
    return f"{text} ({source}: {caption.credit})"


def _mentions_html(mentions: tuple[Mention, ...]) -> str:
    return ", ".join(map(_mention_html, mentions))


def _mention_html(mention: Mention) -> str:
    text = escape(mention.text)
    if mention.url is None:
        return text
    return f'<a href="{escape(mention.url)}" rel="noopener noreferrer nofollow">{text}</a>'
