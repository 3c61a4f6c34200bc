"""Archives: every entry is found by walking back, and a closed page never changes but for one."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stored import ask

import feeds.running
from feeds.app import Installation
from feeds.config.load import LoadedConfig
from feeds.editing import place
from feeds.forgetting import prune
from feeds.serving import take_up_published
from feeds.web.shelf import Shelf
from store import archives, entries
from store.database import Store, open_store
from store.records import Entry
from tests.databases import migrated_file
from tests.press import Press, pieces, walk
from tests.serving import ask as get
from tests.serving import serving

NOVEMBER = datetime(2026, 11, 10, 8, 0, tzinfo=UTC)


@pytest.fixture
def press(store: Store, tmp_path: Path) -> Press:
    return Press(store, tmp_path / "public", NOVEMBER)


def fill(press: Press, months: int = 3, each: int = 4) -> list[str]:
    """Publish some entries in each of some months; gives their tags, the first one first."""
    tags = []
    for month in range(months):
        for number in range(each):
            tags.append(press.add(f"{month}-{number}"))
            press.wait(0.5)
            press.publish()
        press.now = (press.now.replace(day=10) + timedelta(days=31)).replace(day=10)
    return tags


def closed(press: Press) -> dict[str, bytes]:
    """Give the files of months that are over."""
    running = f"{press.now:%Y-%m}"
    return {path: body for path, body in press.files().items() if running not in path}


def forget_old(press: Press) -> int:
    """Forget what is older than the retention; gives how many entries."""
    return prune(press.store, installed(press), press.now).entries


def installed(press: Press) -> Installation:
    """Give a press as programs know it."""
    return Installation(
        loaded=LoadedConfig(
            path=Path("config.toml"), folder=Path(), config=press.config(), digest=""
        ),
        store=press.store,
        authority="example.org,2026",
        topics=None,  # type: ignore[arg-type]
        rulebook=None,  # type: ignore[arg-type]
    )


def test_a_walk_over_months(press: Press) -> None:
    """From the feed back to the first entry, each stands once in the page of its month."""
    tags = fill(press)
    press.publish()
    for slug in ("sea", "all"):
        found = press.walk(slug)
        assert sorted(found.archived()) == sorted(tags)
        assert found.ids(0) == tags[:-4:-1]
        assert found.months() == ["2027-01", "2026-12", "2026-11"]
    # January was closed in February, in which nothing entered yet
    assert press.files().keys() == {
        f"archive/{slug}/{month}.atom"
        for slug in ("sea", "all")
        for month in ("2026-11", "2026-12", "2027-01")
    }


def test_a_walk_in_mid_month(press: Press) -> None:
    """A reader that knows the page of the running month finds another address once it grew."""
    tags = [press.add(str(number)) for number in range(5)]
    press.publish()
    early = press.walk("sea")
    assert early.found() == set(tags)
    tags += [press.add(str(number)) for number in range(5, 10)]
    press.publish()
    later = press.walk("sea")
    assert later.found() == set(tags)
    assert early.addresses[1] not in later.addresses
    press.wait(30)
    press.publish()
    over = press.walk("sea")
    assert over.addresses[1].endswith("/archive/sea/2026-11.atom")
    assert over.found() == set(tags)


def edit(press: Press, tag: str) -> None:
    press.edit(tag, "Biển động")


def drop(press: Press, tag: str) -> None:
    with press.store.write() as connection:
        place(connection, tag, "sea", "drop", press.rules(), press.now)


def link(press: Press, tag: str) -> None:
    press.merge(press.add("the same"), tag)


def retitle(press: Press, _tag: str) -> None:
    press.title = "Đại dương"


def starve(press: Press, _tag: str) -> None:
    press.publish_settings = {"per_source_quota": 1}


def age(press: Press, _tag: str) -> None:
    press.wait(100)
    assert forget_old(press) > 8


@pytest.mark.parametrize("change", [edit, drop, link, retitle, starve, age])
def test_closed_pages_stay(press: Press, change: Callable[[Press, str], None]) -> None:
    """No edit, rule, merge, setting, quota or retention changes a byte of a closed page."""
    tags = fill(press)
    press.publish()
    before = closed(press)
    assert len(before) == 6
    change(press, tags[0])
    press.publish()
    press.publish(everything=True)
    assert {path: body for path, body in closed(press).items() if path in before} == before
    assert press.walk("sea").found() >= set(tags)


def test_lost_folder(press: Press) -> None:
    """Closed pages are written again as they were, though their entries were forgotten."""
    fill(press)
    press.wait(100)
    press.publish()
    before = {path: (body, (press.folder / path).stat().st_mtime)
              for path, body in press.files().items()}  # fmt: skip
    assert forget_old(press) == 12
    for path in before:
        (press.folder / path).unlink()
    press.publish()
    assert {path: (body, (press.folder / path).stat().st_mtime)
            for path, body in press.files().items()} == before  # fmt: skip


def test_months_without_us(press: Press) -> None:
    """Months that ended while nobody published are closed at once, each with its entries."""
    tags = []
    for _ in range(3):
        tags.append(press.add(f"{press.now:%m}"))
        press.wait(40)
    press.publish()
    found = press.walk("sea")
    assert found.months() == ["2027-01", "2026-12", "2026-11"]
    assert [found.ids(number) for number in (1, 2, 3)] == [[tag] for tag in reversed(tags)]


def test_set_free_late(press: Press) -> None:
    """An entry set free after its month was closed stands in the page of the running month."""
    kept, linked = press.add("one"), press.add("two")
    press.merge(kept, linked)
    press.publish()
    press.wait(31)
    press.publish()
    before = closed(press)
    press.split(linked)
    press.publish()
    found = press.walk("sea")
    assert (found.months(), found.archived()) == (["2026-12", "2026-11"], [linked, kept])
    press.wait(31)
    press.publish()
    assert press.walk("sea").archived() == [linked, kept]
    assert {path: closed(press)[path] for path in before} == before


def test_forgotten_before_its_month_is_over(press: Press) -> None:
    """With a short retention an entry is kept, as it was rendered, for the page to come."""
    press.now = datetime(2026, 11, 1, tzinfo=UTC)
    tags = [press.add("old", first_seen=press.now - timedelta(days=60)), press.add("young")]
    assert forget_old(press) == 1
    press.publish()
    assert press.walk("all").found() == set(tags)
    press.withdraw(tags[0])
    press.publish()
    assert press.walk("all").found() == {tags[1]}
    press.restore(tags[0])
    press.wait(31)
    press.publish()
    assert press.walk("all").archived().count(tags[0]) == 1


def test_clock_that_was_put_back(press: Press) -> None:
    """After a clock that was wrong nothing is lost: what enters stands in the page after."""
    first = press.add("first")
    press.wait(60)
    press.publish()
    press.wait(-60)
    second = press.add("second")
    press.publish()
    found = press.walk("sea")
    assert (found.months(), found.archived()) == (["2026-12", "2026-11"], [second, first])


def test_a_removed_topic(press: Press) -> None:
    """The archive of a topic that left the configuration is kept, and back when the topic is."""
    fill(press)
    press.publish()
    before = press.files()
    press.words = {}
    press.publish()
    assert not [path for path in press.files() if "/sea/" in path]
    press.words = {"sea": ["biển"]}
    press.publish()
    assert press.files() == before


def test_what_enters_nothing_renders_nothing(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    """A big page waits until the walk would miss an entry, and then holds all."""
    monkeypatch.setattr(feeds.running, "SMALL", 0)
    tags = [press.add("0")]
    press.publish()
    changed = []
    for number in range(1, 9):
        press.wait(0.001)
        tags.append(press.add(str(number)))
        changed.append("archive/sea/2026-11.atom" in press.publish())
        assert press.walk("sea").found() == set(tags)
        assert press.publish() == ()
    assert changed == [False, False, False, True] * 2
    press.wait(0.5)
    tags.append(press.add("last"))
    press.publish()
    assert press.walk("sea").archived() == tags[::-1]


def test_quota_hides_from_the_feed_alone(press: Press) -> None:
    """What a source has beyond its quota is in no feed, and in the archive."""
    press.publish_settings = {"per_source_quota": 1}
    tags = [press.add(str(number)) for number in range(3)] + [press.add("other", source="hai")]
    press.publish()
    found = press.walk("all")
    assert len(found.ids(0)) == 2
    assert sorted(found.archived()) == sorted(tags)


def test_withdrawn_from_a_closed_page(press: Press) -> None:
    """A closed page loses one entry and says so; taken back, its bytes are what they were."""
    tags = fill(press)
    press.publish()
    before = press.files()
    press.withdraw(tags[1])
    press.publish()
    after = press.files()
    changed = [path for path in after if after[path] != before[path]]
    assert changed == ["archive/all/2026-11.atom", "archive/sea/2026-11.atom"]
    for path in changed:
        was, is_now = pieces(before[path]), pieces(after[path])
        assert {tag for tag in was if was[tag] != is_now[tag]} == {tags[1]}
        assert set(was) == set(is_now)
    found = press.walk("sea")
    assert (found.tombstones(0), found.buried()) == ([tags[1]], [tags[1]])
    assert found.found() == set(tags) - {tags[1]}
    press.wait(100)
    # all but what was withdrawn
    assert forget_old(press) == 11
    press.publish()
    found = press.walk("sea")
    assert (found.tombstones(0), found.buried()) == ([], [tags[1]])
    press.restore(tags[1])
    assert forget_old(press) == 1
    press.publish()
    assert press.files() == before


@contextmanager
def own_press(folder: str) -> Iterator[Press]:
    file = Path(folder, "diemtin.db")
    file.write_bytes(migrated_file())
    store = open_store(f"sqlite:///{file}")
    try:
        yield Press(store, Path(folder, "public"), NOVEMBER)
    finally:
        store.close()


ACTS = ("add", "add", "away", "month", "edit", "drop", "put", "merge", "split", "withdraw",
        "restore", "prune", "title")  # fmt: skip


@settings(max_examples=8, deadline=None)
@given(
    acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 30), st.booleans()), max_size=14)
)
def test_every_entry_is_found_once(acts: list[tuple[str, int, bool]]) -> None:
    """Whatever happens, pages hold each entry once, none is missing, and closed ones stay."""
    with tempfile.TemporaryDirectory() as folder, own_press(folder) as press, lacking_nothing():
        frozen: dict[str, bytes] = {}
        for turn, (act, which, publishes) in enumerate(acts):
            do(press, act, which, f"{turn}")
            if publishes or act in ("withdraw", "restore"):
                press.publish()
                frozen = check(press, frozen, act)
        press.publish()
        check(press, frozen, "")


@contextmanager
def lacking_nothing() -> Iterator[None]:
    """Let no page be so small that it is rendered along with its feed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(feeds.running, "SMALL", 0)
        yield


def do(press: Press, act: str, which: int, name: str) -> None:
    """Do something, to some entry where it needs one, if it makes sense."""
    if act in ("add", "away"):
        press.add(name, "biển" if act == "add" else "núi")
    elif act == "month":
        press.wait(17)
    elif act == "title":
        press.title = name
    elif act == "prune":
        forget_old(press)
    else:
        listed = ask(press.store, lambda c: entries.newest(c, duplicates=True, withdrawn=True))
        for entry in listed[which % len(listed) :][:1] if listed else ():
            do_to(press, act, entry, name)


def do_to(press: Press, act: str, entry: Entry, name: str) -> None:
    shown = {one.tag for one in ask(press.store, lambda c: entries.newest(c))}
    alone, tag = entry.duplicate_of is None, entry.tag
    if act == "edit":
        press.edit(tag, f"Tin sửa {name}")
    elif act in ("drop", "put") and alone:
        with press.store.write() as connection:
            place(connection, tag, "sea", act, press.rules(), press.now)  # type: ignore[arg-type]
    elif act == "merge" and tag in shown and tag != min(shown):
        press.merge(tag, min(shown))
    elif act == "split" and not alone:
        press.split(tag)
    elif act == "withdraw" and tag in shown:
        press.withdraw(tag)
    elif act == "restore" and alone and tag not in shown:
        press.restore(tag)


def check(press: Press, before: dict[str, bytes], act: str) -> dict[str, bytes]:
    """Hold what is published against what is kept; gives the closed pages."""
    pages = {
        f"archive/{page.slug}/{page.month}.atom"
        for page in ask(press.store, lambda c: archives.pages(c, ["all", "sea"]))
    }
    now = {path: body for path, body in press.files().items() if path in pages}
    assert before.keys() <= now.keys()
    if act not in ("withdraw", "restore"):
        assert {path: now[path] for path in before} == before
    for path, body in before.items():
        was, is_now = pieces(body), pieces(now[path])
        assert set(was) == set(is_now)
        assert sum(was[tag] != is_now[tag] for tag in was) <= 1
    for slug, topic in (("all", None), ("sea", "sea")):
        found = press.walk(slug)
        standing = {e.tag for e in ask(press.store, lambda c, t=topic: entries.newest(c, topic=t))}  # type: ignore[misc]
        closed_ = {tag for path, body in now.items() if f"/{slug}/" in path for tag in pieces(body)}
        archived = [*found.archived(), *found.buried()]
        assert len(archived) == len(set(archived))
        assert standing <= found.found()
        assert not set(found.buried()) & found.found()
        rest = found.found() - standing
        assert all(tag in closed_ or tag in kept_aside(press, slug) for tag in rest)
    return now


def kept_aside(press: Press, slug: str) -> set[str]:
    """Give what was forgotten before its month was over."""
    found = ask(press.store, lambda c: archives.members(c, slug))
    return {member.tag for member in found if member.forgotten}


async def test_a_walk_over_http(press: Press) -> None:
    """The web server gives the pages as any static server would, their queries passed over."""
    press.publish_settings = {"directory": str(press.folder)}
    tags = fill(press)
    shelf = Shelf()
    take_up_published(installed(press), shelf)
    # they are read when they are asked for
    assert {shelf.get(f"/{path}").body for path in press.files()} == {b""}  # type: ignore[union-attr]
    async with serving(shelf) as server:
        pages: dict[str, bytes] = {}
        for path in ("/sea.atom", *(f"/{path}" for path in press.files())):
            reply = await get(server.public_url, f"{path}?holds=1")
            assert (reply.status, reply.headers["content-type"]) == (
                200, "application/atom+xml; charset=utf-8",
            )  # fmt: skip
            pages[path] = reply.body
    assert sorted(walk("/sea.atom", pages.__getitem__).archived()) == sorted(tags)
