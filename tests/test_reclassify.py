"""Changed topic rules and what is stored: what moves, what stays, who is held up by it."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stored import NOW, ask, make_new, tell

from feeds.config.schema import Config, TopicSettings
from feeds.editing import Verdict, place
from feeds.model import Evidence, TopicMatch
from feeds.moves import Tally
from feeds.placing import Rules
from feeds.reclassify import foresee, read_batch, reclassify, write_batch
from feeds.settle import settle_all
from store import classified, documents, entries, placements, topics, withdrawals
from store.database import Store, open_store
from store.records import EntryUpdate, Placement, TopicRow
from store.records_published import Withdrawal
from tests import command_shapes as shapes
from tests.command_shapes import check
from tests.daemon import SEEDS, TOPICS, Desk, eventually, loopback, source
from tests.loopback import Loopback
from tests.newsroom import MORNING, news, rss

LATER = NOW + timedelta(days=3)
# what each of these topics is about: any of the words
Words = Mapping[str, Sequence[str]]
OLD: Words = {"sea": ["biển", "tàu"], "land": ["núi"]}
NEW: Words = {"sea": ["tàu"], "land": ["núi", "chợ"], "sky": ["trời"]}
TEXTS = ("tàu ra biển", "biển lặng", "núi cao", "chợ phiên", "trời trong", "tin khác")


def rules_of(words: Words, **config: Any) -> Rules:
    """Make rules by which an entry is in a topic where its summary says one of the words."""

    def classify(
        fields: Mapping[str, str], _language: str | None, _source: str | None
    ) -> list[TopicMatch]:
        return [
            TopicMatch(topic=slug, score=float(len(found)), belongs=True, evidence=found)
            for slug, wanted in words.items()
            if (found := tuple(evidence(fields["summary"], word) for word in wanted
                               if word in fields["summary"].split()))
        ]  # fmt: skip

    configured = Config(topics={slug: TopicSettings(title=slug) for slug in words}, **config)
    return Rules(config=configured, classify=classify, digest=repr(sorted(words.items())))


def evidence(text: str, word: str) -> Evidence:
    start = text.index(word)
    return Evidence(term=word, field="summary", start=start, end=start + len(word), weight=1.0)


def fill(store: Store, texts: Sequence[str], rules: Rules) -> None:
    """Store an entry for each text and settle them all."""
    new = [make_new(f"{n}", summary=text, position=n) for n, text in enumerate(texts)]
    tell(store, lambda c: entries.add(c, new))
    settle_all(store, rules, NOW)


def rows(store: Store) -> list[TopicRow]:
    """Give everything that is said of topics, in order."""
    found = ask(store, lambda c: topics.of_entries(c, range(1, 1000)))
    return [row for number in sorted(found) for row in found[number]]


def undated(found: Sequence[TopicRow]) -> list[TopicRow]:
    return [replace(row, entered=NOW) for row in found]


def apply(store: Store, rules: Rules, together: int = 1000) -> Tally:
    """Reclassify all that waits."""
    tally = Tally()
    for part in reclassify(store, rules, lambda: LATER, together=together):
        tally = tally.plus(part)
    return tally


def predict(store: Store, rules: Rules, together: int = 1000) -> Tally:
    tally = Tally()
    for part in foresee(store, rules, LATER, together=together):
        tally = tally.plus(part)
    return tally


def moves(tally: Tally) -> set[tuple[str, str, int]]:
    return {(move.topic, move.change, move.number) for move in tally.moves}


def published(store: Store) -> None:
    """Fulfil every wish for a feed."""
    for feed, wish in ask(store, documents.stale).items():
        tell(store, lambda c, feed=feed, wish=wish: documents.mark_rendered(c, feed, wish))  # type: ignore[misc]


def test_changed_rules(store: Store) -> None:
    """Entries enter and leave as the rules say now; who stays keeps when it entered."""
    fill(store, TEXTS, rules_of(OLD))
    tally = apply(store, rules_of(NEW))
    assert moves(tally) == {("sea", "leaves", 2), ("land", "enters", 4), ("sky", "enters", 5)}
    assert (tally.entries, tally.moved(), tally.rescored) == (6, 3, 1)
    entered = {(row.topic, row.entry): row.entered for row in rows(store)}
    assert entered == {
        ("sea", 1): NOW,
        ("land", 3): NOW,
        ("land", 4): LATER,
        ("sky", 5): LATER,
    }


def test_reasons(store: Store) -> None:
    """A move says why: the words that count now, those that counted, or that the topic is gone."""
    fill(store, TEXTS, rules_of(OLD))
    without_land = {"sea": ["tàu"], "sky": ["trời"]}
    reasons = {move.number: move.reason for move in predict(store, rules_of(without_land)).moves}
    assert reasons == {
        2: "no term counts now; it was 1: +1 'biển'",
        3: "the topic is no longer in config.toml; it was 1: +1 'núi'",
        5: "score 1 of 1: +1 'trời'",
    }


def test_feeds_concerned(store: Store) -> None:
    """Only feeds that show a changed entry are rendered again; each names all topics of it."""
    fill(store, TEXTS, rules_of(OLD))
    published(store)
    apply(store, rules_of({**OLD, "sky": ["trời"]}))
    assert set(ask(store, documents.stale)) == {"all", "sky", "source/site"}
    published(store)
    apply(store, rules_of({**OLD, "sky": ["trời"], "land": ["núi", "đèo"]}))
    assert ask(store, documents.stale) == {}


def test_entries_stay_as_they_are(store: Store) -> None:
    """Reclassifying changes no entry: its id, dates, place and text are those it had."""
    fill(store, TEXTS, rules_of(OLD))
    before = ask(store, lambda c: entries.newest(c))
    apply(store, rules_of(NEW))
    assert ask(store, lambda c: entries.newest(c)) == before


def test_interrupted_run(store: Store) -> None:
    """A run that was stopped goes on where it was; one with other rules begins anew."""
    fill(store, TEXTS, rules_of(OLD))
    started = reclassify(store, rules_of(NEW), lambda: LATER, together=2)
    first = next(started)
    assert (first.entries, moves(first)) == (2, {("sky", "enters", 5)})
    assert sum(ask(store, lambda c: waiting(c, NEW)).values()) == 4
    other = {"sky": ["tàu"]}
    assert predict(store, rules_of(other)).entries == 6
    assert predict(store, rules_of(NEW)).entries == 4
    rest = apply(store, rules_of(NEW))
    assert rest.entries == 4
    assert moves(rest) == {("sea", "leaves", 2), ("land", "enters", 4)}


def waiting(connection: Any, words: Words) -> dict[str, int]:
    return classified.count_others(connection, rules_of(words).digest)


def test_newest_first(store: Store) -> None:
    """The newest entries, which feeds show, are done first."""
    fill(store, TEXTS, rules_of(OLD))
    batches = list(reclassify(store, rules_of({"all": list("x")}), lambda: LATER, together=2))
    assert [sorted(move.number for move in batch.moves) for batch in batches] == [[], [3], [1, 2]]


def test_entry_that_changes_meanwhile(store: Store) -> None:
    """What changes between reading and writing is left to whoever changed it."""
    fill(store, TEXTS, rules_of(OLD))
    batch = read_batch(store, rules_of(NEW), limit=10)
    assert batch is not None
    edit = EntryUpdate(entry=5, fields={"summary": "núi", "pending": "edited"}, material=True)
    tell(store, lambda c: entries.change(c, [edit]))
    tally = tell(store, lambda c: write_batch(c, batch, rules_of(NEW), LATER))
    assert tally.entries == 5
    assert {row.topic for row in rows(store) if row.entry == 5} == set()
    settle_all(store, rules_of(NEW), LATER)
    assert {row.topic for row in rows(store) if row.entry == 5} == {"land"}
    assert ask(store, lambda c: waiting(c, NEW)) == {}


def test_what_a_source_is_given(store: Store) -> None:
    """A topic that config.toml gives to a source holds all its entries, and none when taken."""
    given = {"sources": ({"key": "site", "url": "https://a.example/", "topics": ["sky"]},)}
    fill(store, TEXTS, rules_of(NEW))
    by_source = replace(rules_of(NEW, **given), digest="given")
    tally = apply(store, by_source)
    assert {move.number for move in tally.moves} == {1, 2, 3, 4, 6}
    assert {row.placed_by for row in rows(store) if row.topic == "sky"} == {"words", "source"}
    assert {move.change for move in apply(store, rules_of(NEW)).moves} == {"leaves"}


def test_duplicates_move_unseen(tmp_path: Path) -> None:
    """A duplicate is classified as well, and is no move: no reader sees it."""
    desk = Desk(tmp_path, sources=[SEEDS])
    desk.copy_seeds()
    desk.refresh()
    linked = [one for one in desk.entries("--duplicates") if one["duplicate_of"]]
    desk.write(sources=[SEEDS], topics={"all-of-it": words("Nga", "và", "trong")})
    told = desk.run("reclassify", "--json").lines
    assert not {one["id"] for one in linked} & {one["id"] for one in told}
    assert desk.run("reclassify", "--json").lines == []


def test_withdrawn_entries_move_unseen(store: Store) -> None:
    """A withdrawn entry is classified as well, and is no move: no reader sees it."""
    fill(store, ["biển lặng", "tàu ra biển"], rules_of({"sea": ["biển"]}))
    tag = ask(store, lambda c: entries.load(c, [1]))[1].tag
    hidden = Withdrawal(entry=1, tag=tag, withdrawn=NOW)
    tell(store, lambda c: withdrawals.put(c, hidden, ()))
    changed = rules_of({"sky": ["biển"]})
    expected = {("sea", "leaves", 2), ("sky", "enters", 2)}
    assert moves(predict(store, changed)) == expected
    assert moves(apply(store, changed)) == expected
    assert {(row.entry, row.topic) for row in rows(store)} == {(1, "sky"), (2, "sky")}


RULEBOOKS = st.dictionaries(
    st.sampled_from(("sea", "land", "sky")),
    st.lists(
        st.sampled_from(["tàu", "biển", "núi", "chợ", "trời"]), min_size=1, max_size=3, unique=True
    ),
)
HANDS = st.dictionaries(
    st.tuples(st.integers(1, len(TEXTS)), st.sampled_from(("sea", "land", "sky"))),
    st.sampled_from(("put", "drop")),
    max_size=4,
)


@given(
    RULEBOOKS, st.lists(RULEBOOKS, min_size=1, max_size=3), HANDS, st.integers(1, 7), st.integers(0)
)
@settings(max_examples=8)
def test_reclassifying_is_as_if_the_rules_had_always_been(
    old: Words,
    later: list[Words],
    hands: Mapping[tuple[int, str], Verdict],
    together: int,
    stop: int,
) -> None:
    """However rules changed, and wherever runs were stopped, topics are those of the last rules.

    What a dry run foretells is what happens; it writes nothing; and a second run finds nothing.
    """
    with tempfile.TemporaryDirectory() as folder, stores(folder) as (store, fresh):
        fill(store, TEXTS, rules_of(old))
        decided = [(*here, hand) for here, hand in hands.items() if here[1] in old]
        for decision in decided:
            decide(store, *decision, rules_of(old))
        for words in later[:-1]:
            for number, _ in enumerate(
                reclassify(store, rules_of(words), lambda: LATER, together=together)
            ):
                if number == stop % 7:
                    break
        last = rules_of(later[-1])
        before = rows(store)
        foreseen = predict(store, last, together)
        assert rows(store) == before
        assert apply(store, last, together) == foreseen
        assert apply(store, last, together) == Tally()
        entered = {(row.entry, row.topic): row.entered for row in before}
        for row in rows(store):
            assert row.entered == entered.get((row.entry, row.topic), LATER)

        tell(fresh, lambda c: entries.add(c, [make_new(f"{n}", summary=text, position=n)
                                              for n, text in enumerate(TEXTS)]))  # fmt: skip
        for decision in decided:
            remember(fresh, *decision)
        settle_all(fresh, last, NOW)
        assert undated(rows(store)) == undated(rows(fresh))


class stores:  # noqa: N801 - used as a function
    """Two empty stores of their own."""

    def __init__(self, folder: str) -> None:
        self._urls = [f"sqlite:///{folder}/{name}.db" for name in ("one", "two")]

    def __enter__(self) -> tuple[Store, Store]:
        self._open = (open_store(self._urls[0]), open_store(self._urls[1]))
        return self._open

    def __exit__(self, *_: object) -> None:
        for store in self._open:
            store.close()


def remember(store: Store, entry: int, topic: str, verdict: Verdict) -> None:
    """Write down what an editor decided of an entry that nobody has settled yet."""
    placement = Placement(entry=entry, topic=topic, verdict=verdict, ruled=NOW)
    tell(store, lambda c: placements.put(c, placement))


def decide(store: Store, entry: int, topic: str, verdict: Verdict, rules: Rules) -> None:
    """Let an editor decide."""
    tell(store, lambda c: place(c, str(entry), topic, verdict, rules, NOW))


# --- as commands and as a daemon ---


def words(*strong: str) -> dict[str, Any]:
    """Describe a topic of a few words."""
    return {"title": strong[0], "terms": {"vi": {"strong": list(strong)}}}


FLEET = {"fleet": words("tàu")}
PORT = news("port", title="Tàu cập cảng", text="Một con tàu về bến.", published=MORNING)
FAIR = news("fair", title="Chợ phiên vùng núi", text="Chợ đông người.",
            published=MORNING + timedelta(hours=1))  # fmt: skip
BOTH = news("both", title="Nga đóng tàu", text="Nga hạ thủy một con tàu.",
            published=MORNING + timedelta(hours=2))  # fmt: skip


@pytest.fixture
def net() -> Iterator[Loopback]:
    with loopback() as server:
        server.serve("/tin", rss([PORT, FAIR, BOTH]))
        yield server


@pytest.fixture
def desk(tmp_path: Path, net: Loopback) -> Desk:
    """An installation that has read three stories, with one topic."""
    desk = Desk(tmp_path, sources=[source("tin", net.url("/tin"))], allow=[net])
    desk.refresh()
    return desk


def change(desk: Desk, net: Loopback, topics: Mapping[str, Any] | str, **tables: Any) -> None:
    """Write other topics into config.toml."""
    desk.write(sources=[source("tin", net.url("/tin"))], topics=topics, **tables)


def titles(desk: Desk, path: str) -> list[str]:
    return [entry.title for entry in feedparser.parse(desk.documents()[path]).entries]


def test_dry_run(desk: Desk, net: Loopback) -> None:
    """A dry run shows per topic who would enter and leave, and why; not a byte changes."""
    change(desk, net, FLEET)
    desk.run("publish")
    before, stored = desk.documents(), desk.entries()
    ended = desk.run("reclassify", "--dry-run")
    assert ended.code == 0
    assert "fleet: 2 would enter, 0 would leave" in ended.out
    assert "russia: 0 would enter, 1 would leave" in ended.out
    assert f"+ {number_of(desk, PORT.title)}  {PORT.title}" in ended.out
    assert "'Tàu'" in ended.out
    assert "no longer in config.toml" in ended.out
    assert "3 stored entries were classified by earlier rules (changed: fleet, russia)" in ended.err
    told = desk.run("reclassify", "--dry-run", "--json")
    assert [check(one, shapes.MOVE)["change"] for one in told.lines] == ["enters"] * 2 + ["leaves"]
    assert (desk.documents(), desk.entries()) == (before, stored)
    assert desk.run("reclassify", "--json").lines == told.lines


def number_of(desk: Desk, title: str) -> int:
    (entry,) = (one for one in desk.entries() if one["title"] == title)
    number: int = desk.run("explain", "--json", entry["id"]).lines[0]["number"]
    return number


def test_reclassify(desk: Desk, net: Loopback) -> None:
    """Old entries stand in a feed where their own dates put them, under their own ids."""
    before = {one["title"]: one for one in desk.entries()}
    change(desk, net, {**TOPICS, **FLEET})
    ended = desk.run("reclassify")
    assert (ended.code, ended.out.splitlines()) == (
        0,
        [
            "russia: no change",
            "fleet: 2 entered, 0 left",
            "2 of 3 entries moved; 0 stay where they are with another score or evidence",
        ],
    )
    assert titles(desk, "fleet.atom") == [BOTH.title, PORT.title]
    for entry in feedparser.parse(desk.documents()["fleet.atom"]).entries:
        stored = before[entry.title]
        assert (entry.id, entry.published, entry.updated) == (
            stored["id"], stored["published"], stored["updated"],
        )  # fmt: skip


def test_reclassifying_twice(desk: Desk, net: Loopback) -> None:
    """A second run finds nothing to do, and no byte changes; nor does rendering everything."""
    change(desk, net, {**TOPICS, **FLEET})
    desk.run("reclassify")
    before = desk.documents()
    assert desk.run("reclassify").out.startswith("nothing to do")
    assert desk.run("publish", "--all").code == 0
    assert desk.documents() == before


def test_topic_without_entries(desk: Desk, net: Loopback) -> None:
    """A feed that all entries left stands empty and is still a feed; a topic that went is gone."""
    change(desk, net, {"russia": words("Lào"), **FLEET})
    desk.run("reclassify")
    assert titles(desk, "russia.atom") == []
    assert feedparser.parse(desk.documents()["russia.atom"]).bozo == 0
    change(desk, net, {"russia": words("Lào")})
    desk.run("reclassify")
    assert "fleet.atom" not in desk.documents()
    assert all(one["topics"] == [] for one in desk.entries())


def test_topics_says_who_waits(desk: Desk, net: Loopback) -> None:
    """`topics` and `explain` say that entries wait, on the side; afterwards they do not."""
    assert desk.run("topics").err == ""
    change(desk, net, {**TOPICS, **FLEET})
    for options in ([], ["--json"]):
        ended = desk.run("topics", *options)
        assert "3 stored entries" in ended.err
        assert "(changed: fleet)" in ended.err
        assert "reclassify" not in ended.out
    entry = desk.entries()[0]["id"]
    assert desk.run("explain", "--json", entry).lines[0]["waits_for_reclassify"] is True
    assert "waits for `diemtin reclassify`" in desk.run("explain", entry).out
    desk.run("reclassify")
    assert desk.run("topics").err == ""
    assert desk.run("explain", "--json", entry).lines[0]["waits_for_reclassify"] is False


def test_what_decides_nothing(desk: Desk, net: Loopback) -> None:
    """Another title of a topic, or another order of topics, lets nothing wait."""
    change(desk, net, {**TOPICS, **FLEET})
    desk.run("reclassify")
    renamed = {**FLEET["fleet"], "title": "Hạm đội", "description": "Tàu bè."}
    change(desk, net, {"fleet": renamed, **TOPICS})
    assert desk.run("topics").err == ""
    assert desk.run("reclassify", "--dry-run").out.startswith("nothing to do")


def test_daemon_asks(desk: Desk, net: Loopback) -> None:
    """New entries follow changed rules at once; the log says that older ones wait, and for what."""
    with desk.daemon() as daemon:
        change(desk, net, {**TOPICS, **FLEET})
        eventually("the line", lambda: "3 stored entries were classified by earlier" in daemon.log)
        assert "(changed: fleet); `diemtin reclassify` applies" in daemon.log
        late = news("late", title="Tàu mới", text="Một con tàu nữa.", published=MORNING)
        net.serve("/tin", rss([PORT, FAIR, BOTH, late]))
        eventually("the new entry", lambda: served(daemon) == [late.title])
        assert desk.run("reclassify").code == 0
        eventually("all entries", lambda: len(served(daemon)) == 3)


def served(daemon: Any) -> list[str]:
    return [entry.title for entry in feedparser.parse(daemon.get("/fleet.atom").body).entries]


def test_daemon_by_itself(desk: Desk, net: Loopback) -> None:
    """Where config.toml says so, the daemon does it: after a start, and after a change."""
    auto = '[topics]\nreclassify = "auto"\n'
    topic = '[topics.{0}]\ntitle = "{0}"\nterms.vi.strong = ["{1}"]\n'
    change(desk, net, auto + topic.format("fleet", "tàu"))
    with desk.daemon() as daemon:
        eventually("older entries", lambda: served(daemon) == [BOTH.title, PORT.title])
        eventually("the end of it", lambda: "reclassified entries=3 moved=2" in daemon.log)
        change(desk, net, auto + topic.format("fleet", "chợ"))
        eventually("the other ones", lambda: served(daemon) == [FAIR.title])
        assert daemon.stop() == 0
    assert "Traceback" not in daemon.log
    assert desk.run("topics").err == ""
