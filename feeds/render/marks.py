"""Pure: where a text that readers see says what put an entry into a topic."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from feeds.model import Evidence
from feeds.render.tidy import tidy_content, tidy_line
from feeds.text import html_to_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stretch of a text to be highlighted, in code points, and what it counts for."""

    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a text as it is shown; `why` is empty where nothing is highlighted."""

    text: str
    why: str = ""


def anchor(
    evidence: Collection[Evidence], *, title: str, summary: str, content: str
) -> tuple[Evidence, ...]:
    """Keep the evidence that an entry's texts give, with offsets that hold in them as published.

    `content` is HTML; its offsets are those in its text. A field that publishing cleans once more,
    or that was edited since it was classified, may say a term elsewhere: the nearest place is
    taken. A term that the field does not say at all is left out.
    """
    needs_content = any(reason.field == "content" for reason in evidence)
    texts = {
        "title": tidy_line(title),
        "summary": tidy_line(summary),
        "content": html_to_text(tidy_content(content)) if needs_content else "",
    }
    placed = (
        # what counts for the source stands in no text
        reason if reason.field == "source" else _anchor_one(reason, texts.get(reason.field, ""))
        for reason in evidence
    )
    return tuple(reason for reason in placed if reason)


def _anchor_one(reason: Evidence, text: str) -> Evidence | None:
    if stands_in(text, reason):
        return reason
    whole_words = re.compile(rf"(?<!\w){re.escape(reason.term)}(?!\w)")
    places = [found.span() for found in whole_words.finditer(text) if reason.term]
    if not places:
        return None
    start, end = min(places, key=lambda place: abs(place[0] - reason.start))
    return replace(reason, start=start, end=end)


def stands_in(text: str, reason: Evidence) -> bool:
    """Tell whether a text says the term where the evidence says that it does."""
    inside = 0 <= reason.start < reason.end <= len(text)
    return inside and text[reason.start : reason.end] == reason.term


def cut_up(text: str, marks: Iterable[Mark]) -> tuple[Piece, ...]:
    """Cut a text into pieces, highlighted and not, which together are the text.

    Marks that overlap become one, with the reasons of all.
    """
    pieces: list[Piece] = []
    at = 0
    for stretch in _join(marks):
        pieces.append(Piece(text=text[at : stretch.start]))
        pieces.append(Piece(text=text[stretch.start : stretch.end], why=stretch.why))
        at = stretch.end
    pieces.append(Piece(text=text[at:]))
    return tuple(piece for piece in pieces if piece.text)


def _join(marks: Iterable[Mark]) -> list[Mark]:
    joined: list[list[Mark]] = []
    reached = 0
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        if joined and mark.start < reached:
            joined[-1].append(mark)
        else:
            joined.append([mark])
        reached = max(reached, mark.end)
    return [_one_of(group) for group in joined]


def _one_of(group: list[Mark]) -> Mark:
    return Mark(
        start=group[0].start,
        end=max(mark.end for mark in group),
        why="; ".join(dict.fromkeys(mark.why for mark in group)),
    )
