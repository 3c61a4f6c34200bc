"""The command `explain`: an entry's whole story, for the editor who asks why."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

import typer

from feeds.app import Installation
from feeds.cli.context import context_of
from feeds.cli.entries import plain_entries
from feeds.cli.matches import Plain, piece_lines, verdict_on
from feeds.cli.output import iso, tell, tell_json
from feeds.cli.topics import plain_match
from feeds.comparison import compare_entries
from feeds.errors import ConfigurationError, Problem
from feeds.placing import matches_of
from feeds.resemblance import Neighbours
from feeds.surroundings import look_around
from feeds.text import legal_xml
from store import classified, pending, placements
from store import entries as stored
from store.database import Connection
from store.records import Entry

Story = Mapping[str, Any]

# entries that resemble one and are shown with the rule that kept them apart
MOST_SHOWN = 3

_REASONS = {
    "same-link": "the same address",
    "same-text": "the same text",
    "near-text": "nearly the same text, and no fact differs",
    "contained": "its text stands in the longer one",
    "ruled": "the operator merged them",
}
SPLIT = "the operator split them"
_DATE_SOURCES = {
    "feed": "as the feed states it",
    "text": "as the text states it",
    "editor": "as the editor says",
}
_VERDICTS = {"put": "put it into", "drop": "dropped it out of"}


def explain(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID-or-URL", help="An id, a number or a URL.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Tell an entry's whole story: where it was seen, its dates, duplicates, topics and why."""
    with context_of(context).installation() as installation, installation.store.read() as reading:
        entry = stored.find(reading, legal_xml(name))
        if entry is None:
            problem = Problem(message=f"nothing is known under {name!r}")
            raise ConfigurationError(str(installation.loaded.path), (problem,))
        story = story_of(reading, installation, entry)
    if as_json:
        tell_json(story)
    else:
        for line in story_lines(story):
            tell(line)


def story_of(reading: Connection, installation: Installation, entry: Entry) -> Story:
    """Gather all that is known of an entry; its topics as stored, the near ones as judged now."""
    kept = {} if entry.duplicate_of is None else stored.load(reading, [entry.duplicate_of])
    linked = stored.duplicates_of(reading, [entry.id]).get(entry.id, [])
    matches = matches_of(entry, installation.rules()).values()
    placed = plain_entries(reading, [entry])[0]
    topics = installation.config.topics
    threshold = installation.config.dedupe.threshold
    return {
        **placed,
        "number": entry.id,
        "waiting": entry.pending,
        "kept": plain_entries(reading, list(kept.values())),
        "compared": [
            compare_entries(entry, other, threshold).plain() for other in (*kept.values(), *linked)
        ],
        "resembles": resembling(reading, installation, entry, {*kept, *(o.id for o in linked)}),
        "duplicates": plain_entries(reading, linked),
        "judged_now": [plain_match(match, topics[match.topic].threshold) for match in matches],
        "waits_for_reclassify": classified.is_by_other(
            reading, entry.id, installation.rulebook.digest
        ),
        "placements": [
            {"topic": one.topic, "verdict": one.verdict, "ruled": iso(one.ruled)}
            for one in placements.of_entries(reading, [entry.id]).get(entry.id, [])
        ],
        "correction": _plain_correction(entry),
        "held_back": _plain_flood(reading, entry),
    }


def _plain_flood(reading: Connection, entry: Entry) -> dict[str, object] | None:
    """Give how many entries of its source are held back with one, and since when; or None."""
    flood = pending.floods(reading).get(entry.source) if entry.pending == "held" else None
    if flood is None:
        return None
    return {"source": entry.source, "entries": flood.entries, "since": iso(flood.since)}


def _plain_correction(entry: Entry) -> dict[str, object] | None:
    """Give what the editor corrected, and what the text itself says; None where nothing was."""
    if entry.corrected is None:
        return None
    return {
        "ruled": iso(entry.corrected),
        "title": entry.corrected_title,
        "published": iso(entry.corrected_published),
        "published_precision": entry.corrected_precision,
        "own_title": entry.title,
        "own_published": iso(entry.published),
        "own_published_from": entry.published_from,
        "own_published_precision": entry.published_precision,
    }


def resembling(
    reading: Connection, installation: Installation, entry: Entry, known: set[int]
) -> list[dict[str, object]]:
    """Compare kept entries that share phrases with one, with what keeps each of them apart."""
    rules = installation.config.dedupe
    around = look_around(reading, [entry], rules, entry.first_seen)
    neighbours = Neighbours(around.rows, around.kept)
    others = [other for other in neighbours.candidates(entry) if other.id not in known]
    apart = around.apart.get(entry.id, ())
    return [
        compare_entries(entry, other, rules.threshold).plain()
        | ({"duplicate": False, "reason": SPLIT} if other.id in apart else {})
        for other in others[:MOST_SHOWN]
    ]


def story_lines(story: Story) -> Iterator[str]:
    """Tell a story in lines for people."""
    yield f"{story['title']}" + (
        "  (title made of its own words)" if story["title_synthetic"] else ""
    )
    yield f"  id       {story['id']}  (number {story['number']})"
    yield f"  link     {story['url'] or '-'}"
    yield f"  dates    {_dates(story)}"
    yield from _held_back(story["held_back"])
    yield from _withdrawal(story)
    yield from _correction(story["correction"])
    for mention in story["dates_mentioned"]:
        yield f"           names {mention['text']!r}: {mention['value']} ({mention['precision']})"
    yield from _sightings(story)
    yield from _duplicates(story)
    yield from _topics(story)


def _dates(story: Story) -> str:
    seen = f"first seen {story['first_seen']}, changed {story['updated']}"
    if story["published"] is None:
        return f"{seen}; its own date is nowhere stated, so it stands where it was seen"
    where = _DATE_SOURCES[story["published_from"]]
    return (
        f"published {story['published']} ({where}, to the {story['published_precision']}); {seen}"
    )


def _withdrawal(story: Story) -> Iterator[str]:
    if story["withdrawn"] is not None:
        what = (
            "its credit: no feed names it" if story["kept"] else "it: no feed and no page shows it"
        )
        yield f"  editor   withdrew {what}, {story['withdrawn']}"
    for kept in story["kept"]:
        if kept["withdrawn"] is not None:
            yield f"  editor   withdrew what it repeats, {kept['withdrawn']}: it is hidden as well"


def _correction(correction: Mapping[str, Any] | None) -> Iterator[str]:
    if correction is None:
        return
    when = correction["ruled"]
    if correction["title"] is not None:
        yield f"  editor   corrected the title, {when}; its own is {correction['own_title']!r}"
    if correction["published"] is not None:
        own = correction["own_published"] or "none"
        yield f"  editor   corrected the date, {when}; its own is {own}"


def _held_back(flood: Mapping[str, Any] | None) -> Iterator[str]:
    if flood is None:
        return
    yield (
        f"  held     one of {flood['entries']} entries of {flood['source']} that were new at once "
        f"(since {flood['since']}): kept, not shown"
    )
    yield f"           `diemtin release {flood['source']}` shows them, with --drop forgets them"


def _sightings(story: Story) -> Iterator[str]:
    for sighting in story["sightings"]:
        where = sighting["url"] or sighting["id"] or "-"
        yield f"  seen     {sighting['seen']} in {sighting['source']}: {where}"
    if story["credit"]:
        yield f"  credit   the text names {story['credit']}"


def _duplicates(story: Story) -> Iterator[str]:
    for kept in story["kept"]:
        why = _REASONS.get(story["duplicate_reason"], story["duplicate_reason"])
        yield f"  repeats  {kept['id']}: {why}; {_fate(kept)}"
        yield f"           {kept['title']}"
    for duplicate in story["duplicates"]:
        why = _REASONS.get(duplicate["duplicate_reason"], duplicate["duplicate_reason"])
        places = ", ".join(sighting["source"] for sighting in duplicate["sightings"])
        yield f"  repeated by {duplicate['id']} ({places}): {why}"
    if not story["kept"] and not story["duplicates"]:
        yield "  alone    nothing repeats it, and it repeats nothing"
    for compared in story["compared"]:
        yield from _comparison(compared)
    for compared in story["resembles"]:
        yield f"  resembles {compared['id']}: {compared['reason']} ({compared['score']:g})"
        yield f"           {compared['title']}"


def _fate(kept: Mapping[str, Any]) -> str:
    return "that one is published" if kept["withdrawn"] is None else "that one is withdrawn"


def _comparison(compared: Mapping[str, Any]) -> Iterator[str]:
    yield f"  compared with {compared['id']}: {compared['reason']} ({compared['score']:g})"
    for name, text in zip(("this", "that"), compared["texts"], strict=True):
        yield f"      {name}: {text}"
    for difference in compared["differences"]:
        yield f"      differs: {difference['this']!r} / {difference['that']!r}"


def _topics(story: Story) -> Iterator[str]:
    inside = {placed["topic"] for placed in story["topics"]}
    ruled = {placement["topic"]: placement["verdict"] for placement in story["placements"]}
    for placement in story["placements"]:
        done = f"{_VERDICTS[placement['verdict']]} {placement['topic']}"
        yield f"  editor   {done}, {placement['ruled']}; no rule overrules it"
    now = {match["topic"]: match for match in story["judged_now"]}
    for placed in story["topics"]:
        by_hand = ruled.get(placed["topic"]) == "put"
        match = now.get(placed["topic"], {})
        yield f"  in {placed['topic']}, {_placed(placed, match, by_hand)}:"
        yield from _pieces(placed["evidence"], match.get("blocked", ()))
    for match in story["judged_now"]:
        if match["topic"] not in inside:
            yield f"  not in {match['topic']}: {_missed(match, ruled)}"
            yield from _pieces(match["evidence"], match["blocked"])
    if not inside:
        yield "  in no topic"
    if story["waits_for_reclassify"]:
        yield "  waits for `diemtin reclassify`: its topics were found by earlier rules"


def _placed(placed: Mapping[str, Any], match: Mapping[str, Any], by_hand: bool) -> str:
    needed = f" of {match['threshold']:g}" if match else ""
    if by_hand:
        return f"by the editor's hand, score {placed['score']:g}{needed}"
    if not placed["evidence"]:
        return "because every entry of its source is"
    return f"score {placed['score']:g}{needed}"


def _missed(match: Mapping[str, Any], ruled: Mapping[str, str]) -> str:
    dropped = ruled.get(match["topic"]) == "drop"
    return f"the editor dropped it; {verdict_on(match)}" if dropped else verdict_on(match)


def _pieces(evidence: Sequence[Plain], blocked: Sequence[Plain]) -> Iterator[str]:
    return (f"      {line}" for line in piece_lines(evidence, blocked))
