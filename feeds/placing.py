"""Pure: which topics an entry stands in: by its words, by its source, by the editor's hand."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from feeds.config.schema import Config
from feeds.corrections import shown
from feeds.model import TopicMatch
from feeds.text import html_to_text
from store.records import Entry, TopicRow

# texts by field, a language and a source's key, to the topics that had any hit
Classify = Callable[[Mapping[str, str], str | None, str | None], Sequence[TopicMatch]]
# topics that had any hit in an entry, by slug
Matches = Mapping[str, TopicMatch]
# what the editor decided of an entry, by topic: "put" or "drop"
Hand = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What entries are settled by; `digest` stands for all that decides their topics."""

    config: Config
    classify: Classify
    digest: str = ""


def matches_of(entry: Entry, rules: Rules) -> Matches:
    """Match the text that readers see of an entry against all topics."""
    matches = rules.classify(fields_of(entry), entry.language, entry.source)
    return {match.topic: match for match in matches}


def fields_of(entry: Entry) -> dict[str, str]:
    """Give an entry's texts as they are classified and searched.

    A title that was made of the entry's own words says nothing that the summary does not.
    """
    entry = shown(entry)
    return {
        "title": "" if entry.title_synthetic else entry.title,
        "summary": entry.summary,
        "content": html_to_text(entry.content),
    }


def topic_rows(
    entry: Entry,
    matches: Matches,
    rules: Rules,
    before: Sequence[TopicRow],
    hand: Hand,
    now: datetime,
) -> list[TopicRow]:
    """Give an entry's topics by slug; one that it stood in before keeps the time it entered."""
    entered = {row.topic: row.entered for row in before}
    given = given_by_source(entry, rules.config)
    found = {topic for topic, match in matches.items() if match.belongs} | given
    found -= {topic for topic, verdict in hand.items() if verdict == "drop"}
    found |= {topic for topic, verdict in hand.items() if verdict == "put"}
    return [
        _row(entry.id, topic, rules.config, matches, hand, entered.get(topic, now))
        for topic in sorted(found & set(rules.config.topics))
    ]


def given_by_source(entry: Entry, config: Config) -> set[str]:
    """Name the topics that the operator gave to all entries of the source."""
    return {
        topic for source in config.sources if source.key == entry.source for topic in source.topics
    }


def _row(
    entry: int, topic: str, config: Config, matches: Matches, hand: Hand, entered: datetime
) -> TopicRow:
    match = matches.get(topic)
    by_hand = hand.get(topic) == "put"
    if match is not None and (match.belongs or by_hand):
        score, evidence = match.score, tuple(asdict(piece) for piece in match.evidence)
    else:
        # no words prove it
        score, evidence = (0.0 if by_hand else config.topics[topic].threshold), ()
    return TopicRow(
        entry=entry,
        topic=topic,
        score=score,
        evidence=evidence,
        entered=entered,
        placed_by="editor" if by_hand else "words" if match and match.belongs else "source",
    )
