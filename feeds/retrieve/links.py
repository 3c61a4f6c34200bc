"""Pure: the Link headers of an answer (RFC 8288), as far as they name a hub and a self link."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from feeds.urls import safe_url

# characters of all Link lines, and links among them, that are looked at
_LONGEST = 8192
_MOST = 50
# what stands between angle brackets, then parameters up to the next link
_LINK = re.compile(r"<([^<>]*)>([^<]*)")
_REL = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"]+))", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class HubLinks:
    """Where an answer says that it is pushed, and under which name; None where it does not say."""

    hub: str | None = None
    self_link: str | None = None


def read_hub_links(lines: Sequence[str], base: str) -> HubLinks:
    """Read the first hub and the first self link of Link lines, resolved against `base`.

    Only http and https count; what cannot be read names nothing (WebSub section 4).
    """
    found: dict[str, str] = {}
    for target, rels in _links(", ".join(lines)[:_LONGEST]):
        for rel in rels:
            url = safe_url(target, base) if rel in ("hub", "self") else None
            if url:
                found.setdefault(rel, url)
    return HubLinks(hub=found.get("hub"), self_link=found.get("self"))


def _links(text: str) -> Iterator[tuple[str, list[str]]]:
    for number, link in enumerate(_LINK.finditer(text)):
        if number >= _MOST:
            return
        rel = _REL.search(link[2])
        if rel:
            yield link[1].strip(), (rel[1] or rel[2] or "").lower().split()
