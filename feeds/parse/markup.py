"""Pure: foreign HTML made harmless by one allow-list; the home of nh3.

nh3 is quadratic in depth and makes control characters of character references again
(RELIABILITY 0, finding 6): size and depth are judged before it, legal XML is made after it.
"""

import re
from functools import lru_cache
from urllib.parse import urlsplit

import nh3

from feeds.text import clean, nfc

# characters and elements; RELIABILITY table 2.2
LONGEST = 256 * 1024
DEEPEST = 128

# what is dropped with all that is in it; other tags that are not allowed lose only themselves
_DROPPED_WHOLE = frozenset(
    {"script", "style", "svg", "math", "iframe", "object", "embed", "template", "head", "title"}
)
_TAGS = set(nh3.ALLOWED_TAGS) - _DROPPED_WHOLE - {"form", "input", "button", "area", "map"}
_ATTRIBUTES = {tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items() if tag in _TAGS}
_SCHEMES = {"http", "https", "mailto"}

_ELEMENT = re.compile(r"<(/?)([a-z][a-z0-9]{0,15})")
# void elements, and those that end by themselves where the next one begins
_FLAT = frozenset(
    {"br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "wbr"}
    | {"p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "param"}
)
# marks behind a bracket, among which NFC looks for one to join with it
_MELTING = re.compile("(?<=[<>])[\u0300-\u036f]+")
_ABSOLUTE = ('"http://', '"https://', '"mailto:', "'http://", "'https://", "'mailto:")
_BEYOND_PARAGRAPHS = re.compile(r"<(?!(?:p|br|div|span|wbr)\b)[a-z]")


def sanitise(markup: str, base: str | None = None) -> str | None:
    """Give HTML that may be published; None where it is too long or too deep to be judged.

    Relative addresses are resolved against an absolute http `base`, else dropped. Sanitising twice
    with the same base changes nothing.
    """
    if len(markup) > LONGEST or is_deep(markup):
        return None
    cleaner = _cleaner(None if _is_absolute(markup) else _usable(base))
    safe = nfc(_MELTING.sub("", markup) if "\u0338" in markup else markup)
    return _composed(cleaner.clean(safe))


def _composed(sanitised: str) -> str:
    """Make sanitised HTML legal XML in NFC without touching its tags.

    NFC would join a ">" and a U+0338 that a character reference put behind it into "≯", and so
    undo the sanitiser's work; that mark alone goes (where it belongs to a letter, it was joined
    before).
    """
    return clean(sanitised.replace("\u0338", "")).strip()


def has_structure(sanitised: str) -> bool:
    """Tell whether sanitised HTML says more than paragraphs of text do: links, images, lists."""
    return bool(_BEYOND_PARAGRAPHS.search(sanitised))


def is_deep(markup: str) -> bool:
    """Tell whether elements may nest more than 128 deep; one linear scan, strict when in doubt.

    An end tag counts only against an element of its own name, as in a browser.
    """
    if markup.count("<") <= DEEPEST:
        return False
    depth = 0
    open_elements: dict[str, int] = {}
    for closing, name in _ELEMENT.findall(markup.lower()):
        if name in _FLAT:
            continue
        opened = open_elements.get(name, 0)
        step = 1 if not closing else -1 if opened else 0
        open_elements[name] = opened + step
        depth += step
        if depth > DEEPEST:
            return True
    return False


def _is_absolute(markup: str) -> bool:
    """Tell whether all addresses are plainly absolute; a sanitiser for each base costs time."""
    lower = markup.lower()
    return all(
        lower.count(name) == sum(lower.count(f"{name}={start}") for start in _ABSOLUTE)
        for name in ("href", "src", "cite")
        if name in lower
    )


def _usable(base: str | None) -> str | None:
    """Give the base if nh3 can resolve against it."""
    try:
        parts = urlsplit(base or "")
        return base if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


@lru_cache(maxsize=64)
def _cleaner(base: str | None) -> nh3.Cleaner:
    try:
        return _make_cleaner(("rewrite_with_base", base) if base else "deny")
    except ValueError:
        # an address that its parser does not accept
        return _make_cleaner("deny")


def _make_cleaner(relative: object) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS,
        clean_content_tags=set(_DROPPED_WHOLE),
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
        url_relative=relative,  # type: ignore[arg-type]
        strip_comments=True,
    )
