"""Pure: the key that a new source gets, made of its host or title."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from feeds.text import fold

# letters; a number may follow, and the file allows 64
_LONGEST_KEY = 48
# parts of a host that say nothing about whose it is
_COMMON_LABELS = frozenset(
    {"www", "www2", "m", "feed", "feeds", "rss", "news", "com", "co", "net", "org", "gov", "edu"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSource:
    """A source to add; without a key it gets one made of its host or title."""

    url: str
    title: str | None = None
    key: str | None = None
    language: str | None = None


def make_key(source: NewSource, taken: frozenset[str]) -> str:
    """Make a key that no source has: of the host, else with the title's words, else numbered."""
    host = _slug(_host_name(source.url)) or "source"
    title = _slug(source.title or "")
    named = f"{host}-{title}"[:_LONGEST_KEY].strip("-") if title else host
    for key in (host, named):
        if key not in taken:
            return key
    numbered = (f"{named}-{number}" for number in range(2, len(taken) + 3))
    return next(key for key in numbered if key not in taken)


def _host_name(url: str) -> str:
    if url.startswith("file:"):
        return url.rstrip("/").rpartition("/")[2].removeprefix("file:")
    host = (urlsplit(url).hostname or "").strip(".")
    if re.fullmatch(r"[\d.]+|.*:.*", host):
        return host
    # the last part is the country or kind
    telling = [part for part in host.split(".")[:-1] if part not in _COMMON_LABELS]
    return "-".join(telling) or host


def _slug(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(words)).strip("-")[:_LONGEST_KEY].strip("-")
