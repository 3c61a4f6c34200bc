"""Pure: topics in the form in which they classify."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from feeds.config.schema import TopicSettings
from feeds.topics.guards import GuardLists
from feeds.topics.matcher import Trie
from feeds.topics.terms import Term
from feeds.topics.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """One set of terms in the three spellings in which a text may write them."""

    exact: Trie
    capitals: Trie
    # Vietnamese without its marks
    plain: Trie


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledTopics:
    """All topics, ready to classify; `rules` is a stable hash of all that decides."""

    settings: Mapping[str, TopicSettings]
    titles: Mapping[str, str]
    rules: str
    home_territory: str
    # what each topic is about, home apart
    territories: Mapping[str, frozenset[str]]
    # by number, as the tries know them
    terms: tuple[Term, ...] = field(repr=False)
    groups: Mapping[int, str] = field(repr=False)
    guards: tuple[GuardLists, ...] = field(repr=False)
    # the topics' own terms
    topics: Tries = field(repr=False)
    # what guards need to know beside them
    context: Tries = field(repr=False)
    vocabulary: Vocabulary = field(repr=False)
