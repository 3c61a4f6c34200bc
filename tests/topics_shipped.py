"""The shipped topics, compiled once for all tests of topics, and small topics of their own."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from feeds.config.schema import TopicSettings
from feeds.model import TopicMatch
from feeds.topics.classify import classify
from feeds.topics.compiled import CompiledTopics
from feeds.topics.rules import compile_topics

PROJECT = Path(__file__).resolve().parent.parent


@cache
def shipped_settings() -> dict[str, TopicSettings]:
    tables = tomllib.loads((PROJECT / "config.toml").read_text("utf-8"))["topics"]
    return {
        slug: TopicSettings(**table) for slug, table in tables.items() if isinstance(table, dict)
    }


@cache
def shipped() -> CompiledTopics:
    return compile_topics(shipped_settings(), home_territory="VN")


def compiled(home: str = "VN", **topics: dict[str, Any]) -> CompiledTopics:
    """Compile topics given as keyword arguments, as config.toml would give them."""
    settings = {
        slug.replace("_", "-"): TopicSettings(**{"title": slug, **table})
        for slug, table in topics.items()
    }
    return compile_topics(settings, home_territory=home)


def matches(
    text: str, *, title: str = "", language: str | None = "vi", topics: CompiledTopics | None = None
) -> dict[str, TopicMatch]:
    found = classify(topics or shipped(), {"title": title, "summary": text}, language)
    return {match.topic: match for match in found}


def belongs(
    text: str, *, title: str = "", language: str | None = "vi", topics: CompiledTopics | None = None
) -> list[str]:
    found = matches(text, title=title, language=language, topics=topics)
    return [slug for slug, match in found.items() if match.belongs]


def guards(text: str, topic: str, *, language: str | None = "vi") -> list[str]:
    match = matches(text, language=language).get(topic)
    return [blocked.guard for blocked in match.blocked] if match else []
