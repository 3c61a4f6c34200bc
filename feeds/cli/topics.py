"""Commands about topics: `topics` counts them, `topics test` shows what a text would match.

`topics put` and `topics drop` stand in `editing`.
"""

import sys
from dataclasses import asdict
from typing import Annotated

import typer

from feeds.cli.context import context_of
from feeds.cli.matches import Plain, piece_lines, verdict_on
from feeds.cli.output import say, short, tell, tell_json, tell_table
from feeds.languages.choose import telling_text
from feeds.languages.detect import detect_language
from feeds.listing import iso
from feeds.model import TopicMatch
from feeds.reclassify import older_than
from feeds.text import one_line
from feeds.topics.classify import classify
from feeds.topics.rules import compile_topics
from store import topics as placed

HELP = (
    "List the topics and their counts; `topics test` shows what a text would match, `topics put` "
    "and `topics drop` decide for good where an entry stands."
)


def topics(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """List the topics and how many entries each holds."""
    if context.invoked_subcommand is not None:
        return
    with context_of(context).installation() as installation, installation.store.read() as reading:
        counts = placed.counts(reading)
        older = older_than(reading, installation.rulebook)
        configured = installation.config.topics
    if older.entries:
        say(f"{older.line()}: `diemtin reclassify` applies those in force")
    lines = [
        {
            "topic": slug,
            "title": topic.title,
            "entries": counts[slug][0] if slug in counts else 0,
            "newest": iso(counts[slug][1]) if slug in counts else None,
        }
        for slug, topic in configured.items()
    ]
    if as_json:
        for line in lines:
            tell_json(line)
        return
    rows = (
        (
            line["topic"],
            line["title"],
            line["entries"],
            short(counts[slug][1]) if (slug := str(line["topic"])) in counts else "-",
        )
        for line in lines
    )
    tell_table(("TOPIC", "TITLE", "ENTRIES", "NEWEST"), rows)


def try_text(
    context: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The text; -: standard input.")],
    title: Annotated[str, typer.Option(help="Its title, which weighs more.")] = "",
    language: Annotated[
        str | None, typer.Option(help="Its language; else it is found from the text.")
    ] = None,
    source: Annotated[str | None, typer.Option(help="The key of a source it may be from.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """Show what a text would match, and why. Nothing is stored."""
    config = context_of(context).load().config
    words = sys.stdin.buffer.read().decode("utf-8", "replace") if text == "-" else text
    compiled = compile_topics(config.topics, home_territory=config.site.home_territory)
    fields = {"title": one_line(title), "summary": one_line(words)}
    spoken = language or detect_language(telling_text(fields["title"], fields["summary"], ""))
    found = {match.topic: match for match in classify(compiled, fields, spoken, source)}
    matches = [found.get(slug) or _nothing(slug) for slug in config.topics]
    for match in matches:
        plain = plain_match(match, config.topics[match.topic].threshold)
        if as_json:
            tell_json(plain)
        else:
            _tell_match(plain)


def _nothing(slug: str) -> TopicMatch:
    return TopicMatch(topic=slug, score=0.0, belongs=False)


def plain_match(match: TopicMatch, threshold: float) -> dict[str, object]:
    """Give a match as JSON prints it."""
    return {
        "topic": match.topic,
        "belongs": match.belongs,
        "score": match.score,
        "threshold": threshold,
        "evidence": [asdict(piece) for piece in match.evidence],
        "blocked": [asdict(piece) for piece in match.blocked],
    }


def _tell_match(match: Plain) -> None:
    tell(f"{match['topic']}: {verdict_on(match)}")
    for line in piece_lines(match["evidence"], match["blocked"]):
        tell(f"  {line}")
