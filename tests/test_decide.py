"""What a document brings: new entries, changed ones, and what stays as it is."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from notebook import AUTHORITY, Notebook, document, item
from stored import NOW

from feeds.decide import Known, Poll, decide, items
from feeds.edits import FUTURE, plausible
from feeds.learning import TOUCH_AFTER
from feeds.model import Caption, DateMention, Link, ParsedEntry
from feeds.wording import digest_of
from store.records import Entry

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SECOND = timedelta(seconds=1)
PLAIN = item("1", "a", "Tiêu đề", "Hội nghị bế mạc.", content="<p>Nội dung</p>")


def after(*readings: ParsedEntry) -> Entry:
    """Give the entry of an item that was read several times, an hour between."""
    notebook = Notebook()
    for entry in readings:
        notebook.read(entry)
    (only,) = notebook.entries.values()
    return only


EVERYTHING = item(
    "1", "a", "Tiêu đề", "Hội nghị bế mạc.",
    content="<p>Nội dung</p>", language="vi", authors=("A",), categories=("x",), credit="TTXVN",
    links=(Link(url="https://a.example/p.jpg", rel="enclosure", type="image/jpeg", length=7),),
    captions=(Caption(text="Ảnh", credit="AFP"),),
    dates_mentioned=(DateMention(text="28/5", value="--05-28", precision="day"),),
    published=NOW - DAY, published_from="feed", published_precision="second",
)  # fmt: skip


def test_new_entry() -> None:
    """A new entry says all that the item says; what nobody said of a link is left out."""
    (new,) = Notebook().decide(EVERYTHING).new
    assert (new.source, new.origin, new.position, new.source_id) == ("site", "", 0, "1")
    assert (new.title, new.title_synthetic) == ("Tiêu đề", False)
    assert (new.summary, new.content) == ("Hội nghị bế mạc.", "<p>Nội dung</p>")
    assert (new.url, new.language, new.credit) == ("https://a.example/a", "vi", "TTXVN")
    assert (new.authors, new.categories) == (("A",), ("x",))
    assert new.links == (
        {"url": "https://a.example/p.jpg", "rel": "enclosure", "type": "image/jpeg", "length": 7},
    )
    assert new.captions == ({"text": "Ảnh", "credit": "AFP"},)
    assert new.dates_mentioned == ({"text": "28/5", "value": "--05-28", "precision": "day"},)
    assert (new.published, new.published_from) == (NOW - DAY, "feed")
    assert (new.published_precision, new.digest) == ("second", digest_of(EVERYTHING))


def test_tag() -> None:
    """A tag is a URI of our authority that depends on the source, its page and the item alone."""
    (new,) = Notebook().decide(PLAIN).new
    assert new.tag.startswith(f"tag:{AUTHORITY}:entry/")
    assert new.tag.rpartition("/")[2].isalnum()
    assert new.tag == Notebook(now=NOW + DAY).decide(item("2", text="x"), PLAIN).new[1].tag
    others = [
        Notebook(origin="a.txt").decide(PLAIN),
        Notebook().decide(replace(PLAIN, source_id="2")),
        Notebook().decide(replace(PLAIN, link="https://a.example/b")),
        Notebook().decide(replace(PLAIN, title="Khác")),
        Notebook().decide(replace(PLAIN, summary="Khác")),
    ]
    assert len({new.tag, *(other.new[0].tag for other in others)}) == 6


DATES = [
    # what the source says was published and changed; then published, updated and ordered
    pytest.param(None, None, None, NOW, NOW, id="none"),
    pytest.param(NOW - DAY, None, NOW - DAY, NOW - DAY, NOW - DAY, id="published"),
    pytest.param(None, NOW - HOUR, None, NOW - HOUR, NOW - HOUR, id="changed"),
    pytest.param(NOW - DAY, NOW - HOUR, NOW - DAY, NOW - HOUR, NOW - DAY, id="both"),
    pytest.param(NOW + HOUR, None, NOW + HOUR, NOW, NOW, id="a little ahead"),
    pytest.param(NOW + FUTURE, None, NOW + FUTURE, NOW, NOW, id="a day ahead"),
    pytest.param(NOW + FUTURE + SECOND, None, None, NOW, NOW, id="more than a day ahead"),
    pytest.param(None, NOW + 9 * DAY, None, NOW, NOW, id="changed in the future"),
    pytest.param(NOW + 9 * DAY, NOW - HOUR, None, NOW - HOUR, NOW - HOUR, id="one of them wrong"),
    pytest.param(NOW - DAY, NOW + 9 * DAY, NOW - DAY, NOW - DAY, NOW - DAY, id="the other wrong"),
]


@pytest.mark.parametrize(("published", "changed", "expected", "updated", "ordered"), DATES)
def test_dates_of_new_entry(
    published: datetime | None,
    changed: datetime | None,
    expected: datetime | None,
    updated: datetime,
    ordered: datetime,
) -> None:
    """A date more than a day ahead is a mistake; no entry was changed, or stands, in the future."""
    said = replace(
        PLAIN, published=published, published_from="feed" if published else None,
        published_precision="second" if published else None, source_updated=changed,
    )  # fmt: skip
    (new,) = Notebook().decide(said).new
    assert (new.published, new.updated, new.ordered) == (expected, updated, ordered)
    assert new.published_from == ("feed" if expected else None)
    assert new.published_precision == ("second" if expected else None)
    assert new.first_seen == NOW


@given(st.datetimes(timezones=st.just(NOW.tzinfo)))  # type: ignore[arg-type]
def test_plausible_date(moment: datetime) -> None:
    """A date is believed as it is, or not at all."""
    assert plausible(moment, NOW) == (moment if moment - NOW <= FUTURE else None)


VISIBLE = [
    pytest.param({"title": "Khác"}, id="title"),
    pytest.param({"summary": "Hội nghị kết thúc."}, id="summary"),
    pytest.param({"summary": ""}, id="summary gone"),
    pytest.param({"content": "<p>Nội dung mới</p>"}, id="content"),
    pytest.param({"content": '<p>Nội <a href="https://b.example/">dung</a></p>'}, id="link within"),
    pytest.param({"content": ""}, id="content gone"),
    pytest.param({"link": "https://a.example/b"}, id="link"),
    pytest.param({"link": None}, id="link gone"),
]


@pytest.mark.parametrize("said", VISIBLE)
def test_visible_change(said: dict[str, Any]) -> None:
    """A change of title, summary, content or link is written, moves `updated`, and is judged
    again; nothing else moves."""
    edited = replace(PLAIN, **said)
    before, now = after(PLAIN), after(PLAIN, edited)
    assert now.digest == digest_of(edited) != before.digest
    assert (now.title, now.summary, now.content) == (edited.title, edited.summary, edited.content)
    assert (now.url, now.pending) == (edited.link, "edited")
    assert now.updated == before.updated + HOUR
    assert (now.tag, now.first_seen, now.ordered) == (before.tag, before.first_seen, before.ordered)


QUIET = [
    pytest.param({}, id="nothing"),
    pytest.param({"authors": ("B",)}, id="authors"),
    pytest.param({"categories": ("y",)}, id="categories"),
    pytest.param({"language": "en"}, id="language"),
    pytest.param({"credit": "TTXVN"}, id="credit"),
    pytest.param({"source_updated": NOW}, id="what the source calls changed"),
    pytest.param({"links": (Link(url="https://a.example/x"),)}, id="other links"),
    pytest.param({"content": "<div>Nội\n dung</div>"}, id="markup"),
    pytest.param({"link": "https://a.example/a?utm_source=rss"}, id="tracking in the link"),
]


@pytest.mark.parametrize("said", QUIET)
def test_quiet_change(said: dict[str, Any]) -> None:
    """What readers do not see as a change does not move `updated` and is not judged again."""
    changes = notebook_with(PLAIN).decide(replace(PLAIN, **said))
    assert (changes.updates, changes.new, changes.unchanged) == ((), (), 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("?token=1", "?token=2", id="tokens"),
        pytest.param("#a", "#b", id="fragments"),
        pytest.param("", "?v=1", id="a query"),
    ],
)
def test_links_that_change_with_every_answer(one: str, other: str) -> None:
    """Queries of links within the content are no change."""
    first, second = (
        replace(PLAIN, content=f'<p><img src="https://a.example/p.jpg{end}">x</p>')
        for end in (one, other)
    )
    assert digest_of(first) == digest_of(second)


def notebook_with(*entries: ParsedEntry) -> Notebook:
    notebook = Notebook()
    notebook.read(*entries)
    return notebook


def dated(moment: datetime | None, precision: str = "second") -> ParsedEntry:
    source = "feed" if moment else None
    said: dict[str, Any] = {"published": moment, "published_from": source}
    return replace(PLAIN, **said, published_precision=precision if moment else None)


PUBLISHED = [
    pytest.param([None, NOW - DAY], NOW - DAY, id="stated later"),
    pytest.param([NOW - DAY, NOW], NOW - DAY, id="changed"),
    pytest.param([NOW - DAY, None], NOW - DAY, id="gone"),
    pytest.param([NOW - DAY, None, NOW], NOW - DAY, id="gone and come again"),
    pytest.param([NOW + 9 * DAY, NOW - DAY], NOW - DAY, id="a mistake that was put right"),
    pytest.param([None, NOW + 9 * DAY], None, id="a mistake later"),
]


@pytest.mark.parametrize(("moments", "expected"), PUBLISHED)
def test_publication_date(moments: list[datetime | None], expected: datetime | None) -> None:
    """A publication date is taken once, where there was none, and never changed; it is no edit."""
    entry = after(*(dated(moment) for moment in moments))
    assert entry.published == expected
    assert entry.published_precision == ("second" if expected else None)
    assert entry.pending is None
    assert entry.updated == after(dated(moments[0])).updated


def test_update_never_moves_back() -> None:
    """An edit read by a clock that runs behind does not move `updated` back."""
    notebook = notebook_with(PLAIN)
    before = notebook.entries[1].updated
    notebook.now -= 9 * DAY
    (update,) = notebook.decide(replace(PLAIN, title="Khác")).updates
    assert update.fields["updated"] == before


def test_counts() -> None:
    """Every item of a document counts once: new, updated, unchanged, or a repeat."""
    notebook = notebook_with(item("1", text="một"), item("2", text="hai"))
    read = [
        item("1", text="một"), item("2", text="hai hai"), item("3", text="ba"),
        item("3", text="ba"), item("1", text="một"), item("4", text="bốn"),
    ]  # fmt: skip
    changes = notebook.decide(*read)
    counted = (len(changes.new), len(changes.updates), changes.unchanged, changes.repeats)
    assert counted == (2, 1, 1, 2)
    assert [new.position for new in changes.new] == [2, 5]


SIGHTINGS = [
    pytest.param(item("1", "a", "T", "x"), 0, id="the same id and link"),
    pytest.param(item("1", "a?utm_id=1", "T", "x"), 0, id="the same link, spelled otherwise"),
    pytest.param(item("1", "a", "U", "y"), 0, id="an edit"),
    pytest.param(item("1", "b", "T", "x"), 1, id="another link"),
    pytest.param(item("2", "a", "T", "x"), 1, id="another id"),
]


@pytest.mark.parametrize(("entry", "expected"), SIGHTINGS)
def test_sighting(entry: ParsedEntry, expected: int) -> None:
    """An entry that stands under another id or link was seen once more, and only once."""
    notebook = notebook_with(item("1", "a", "T", "x"))
    for _ in range(3):
        notebook.read(entry)
    assert len(notebook.sightings) - 1 == expected
    if expected:
        sighting = notebook.sightings[-1]
        assert (sighting.entry, sighting.source_id) == (1, entry.source_id)
        assert (sighting.url, sighting.seen) == (entry.link, NOW + 2 * HOUR)


@pytest.mark.parametrize(
    ("age", "touched"),
    [
        pytest.param(TOUCH_AFTER, False, id="a week"),
        pytest.param(TOUCH_AFTER + SECOND, True, id="longer"),
    ],
)
def test_keys_in_use(age: timedelta, touched: bool) -> None:
    """Keys still in use are marked again once a week, though their entry may be forgotten."""
    notebook = notebook_with(PLAIN)
    notebook.forget(1)
    notebook.now += age
    changes = notebook.decide(PLAIN)
    assert bool(changes.touched) is touched
    assert (changes.new, changes.updates, changes.unchanged) == ((), (), 1)
    notebook.keep(changes)
    assert notebook.decide(PLAIN).touched == ()


def test_empty_document() -> None:
    """A document without items changes nothing."""
    changes = notebook_with(PLAIN).decide()
    assert (changes.new, changes.updates, changes.unchanged, changes.repeats) == ((), (), 0, 0)


def test_nothing_known() -> None:
    """What nobody knows is new, all of it."""
    poll = Poll(source="s", origin="", now=NOW, authority=AUTHORITY)
    read = document(item("1", text="một"), item("2", text="hai"))
    found = items(read, poll)
    assert len(decide(read, found, Known(keys={}, entries={}), poll).new) == 2


ONE, OTHER = replace(PLAIN, summary="Bản một."), replace(PLAIN, summary="Bản hai.")
THIRD = replace(PLAIN, summary="Bản ba.")
VERSIONS = [
    # readings, what is shown in the end, how often `updated` moved
    pytest.param([ONE, OTHER], OTHER, 1, id="an edit"),
    pytest.param([ONE, OTHER, ONE], ONE, 2, id="an edit that is undone"),
    pytest.param([ONE, OTHER, ONE, OTHER], OTHER, 3, id="and done again"),
    pytest.param([ONE, OTHER] * 50, OTHER, 3, id="to and fro for ever"),
    pytest.param([*[ONE, OTHER] * 9, THIRD], THIRD, 4, id="until it says something new"),
    pytest.param([*[ONE, OTHER] * 9, THIRD, OTHER], THIRD, 4, id="what flapped stays away"),
    pytest.param([ONE, OTHER, THIRD] * 30, THIRD, 5, id="between three"),
    pytest.param([ONE, *[ONE] * 9, OTHER], OTHER, 1, id="an edit after long"),
]


@pytest.mark.parametrize(("readings", "shown", "moves"), VERSIONS)
def test_versions_to_and_fro(readings: list[ParsedEntry], shown: ParsedEntry, moves: int) -> None:
    """Each version may come back once; then the entry stays as it is until it says a new thing."""
    notebook = Notebook()
    moments = []
    for entry in readings:
        notebook.read(entry)
        moments.append(notebook.entries[1].updated)
    assert notebook.shows(1, shown)
    assert len(notebook.entries) == 1
    assert len(set(moments)) - 1 == moves


def test_warning_of_versions_to_and_fro() -> None:
    """The operator is told of entries that are kept as they are, as long as they change."""
    notebook = notebook_with(ONE)
    for entry in (OTHER, ONE, OTHER):
        assert notebook.decide(entry).warnings == ()
        notebook.read(entry)
    (told,) = notebook.decide(ONE).warnings
    assert "to and fro" in told
    assert notebook.decide(OTHER).warnings == ()


def test_versions_of_copies() -> None:
    """Two entries of the same words do not take one another's versions for their own."""
    notebook = notebook_with(item("1", text="x"), item("2", text="x"))
    for text in ("y", "x", "y"):
        notebook.read(item("1", text=text), item("2", text=text))
    assert all(notebook.shows(number, item(text="y")) for number in (1, 2))
