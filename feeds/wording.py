"""Pure: what an item says in its source's own words, and what of that readers see."""

import re
from hashlib import sha256

from feeds.model import ParsedEntry
from feeds.text import html_to_text
from feeds.urls import canonical_url

_TARGETS = re.compile(r'(?:href|src)="([^"?#]*)')


def own_text(entry: ParsedEntry) -> str:
    """Give the words that identify an entry: its summary, else its content as text."""
    return entry.summary or html_to_text(entry.content)


def own_title(entry: ParsedEntry) -> str:
    """Give the entry's own title; empty where we made one up."""
    return "" if entry.title_synthetic else entry.title


def digest_of(entry: ParsedEntry) -> str:
    """Digest what readers see of an entry: title, summary, content and link.

    Of the content's markup only the links count, without their queries, because those change
    with every answer of some servers.
    """
    words = (
        own_title(entry),
        entry.summary,
        html_to_text(entry.content),
        " ".join(_TARGETS.findall(entry.content)),
        canonical_url(entry.link) if entry.link else "",
    )
    return sha256("\x1f".join(words).encode()).hexdigest()[:32]
