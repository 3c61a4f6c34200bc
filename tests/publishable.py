"""What must hold of every entry that came out of any document, however hostile."""

import html
import re
import unicodedata

from feeds.model import ParsedEntry
from feeds.text import legal_xml

_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>")


def has_markup(text: str) -> bool:
    """Tell whether a text holds what a reader may take for a tag or an entity."""
    return bool(_TAG.search(text)) or html.unescape(text) != text


def assert_fit_to_publish(entry: ParsedEntry) -> None:
    """Fail where a field could harm a published document."""
    texts = (entry.title, entry.summary, entry.content, entry.source_id or "", *entry.authors)
    for text in (*texts, *entry.categories):
        assert text == legal_xml(text)
        assert unicodedata.is_normalized("NFC", text)
    for text in (entry.title, *entry.authors, *entry.categories):
        assert not has_markup(text.replace("&", ""))
    for url in (entry.link, *(link.url for link in entry.links)):
        assert url is None or url.startswith(("http://", "https://"))
    assert entry.title
    assert "<script" not in entry.content
