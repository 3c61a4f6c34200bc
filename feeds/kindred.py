"""Pure: entries of a feed pointing to those of the same feed that tell the same story."""

from collections.abc import Sequence
from dataclasses import replace

from feeds.dedupe.stories import Story, related
from feeds.render.view import EntryView, RelatedView
from feeds.text import html_to_text


def with_related(shown: Sequence[EntryView]) -> tuple[EntryView, ...]:
    """Point from each entry of a feed to those that tell the same story; nothing else changes."""
    others = related([_story(place, entry) for place, entry in enumerate(shown)])
    return tuple(
        replace(entry, related=tuple(_related_view(shown[one]) for one in others.get(place, ())))
        for place, entry in enumerate(shown)
    )


def _story(place: int, entry: EntryView) -> Story:
    return Story(
        number=place,
        moment=entry.published or entry.first_seen,
        title="" if entry.title_synthetic else entry.title,
        lead=entry.summary or html_to_text(entry.content),
    )


def _related_view(entry: EntryView) -> RelatedView:
    return RelatedView(id=entry.id, title=entry.title, url=entry.url, language=entry.language)
