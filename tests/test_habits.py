"""What is noticed of sources whose ids or links change with every answer."""

from datetime import timedelta

import pytest
from notebook import Notebook, item

from feeds.model import ParsedEntry

DAY = timedelta(days=1)
TEXTS = (
    "Hội nghị bế mạc hôm nay tại Viêng Chăn",
    "Giá vàng tăng mạnh trong sáng nay",
    "Bão số ba đổ bộ vào miền Trung",
)
IDS, LINKS = "ids change with every answer", "links change with every answer"


def stable(visit: int) -> list[ParsedEntry]:
    return [item(f"{n}", f"{n}", f"Tin {n}", text) for n, text in enumerate(TEXTS)]


def new_ids(visit: int) -> list[ParsedEntry]:
    return [item(f"{visit}-{n}", f"{n}", f"Tin {n}", text) for n, text in enumerate(TEXTS)]


def new_ids_alone(visit: int) -> list[ParsedEntry]:
    return [item(f"{visit}-{n}", None, f"Tin {n}", text) for n, text in enumerate(TEXTS)]


def sessions(visit: int) -> list[ParsedEntry]:
    return [item(f"{n}", f"{n}?sid={visit}", f"Tin {n}", text) for n, text in enumerate(TEXTS)]


def sessions_alone(visit: int) -> list[ParsedEntry]:
    return [item(None, f"{n}?sid={visit}", f"Tin {n}", text) for n, text in enumerate(TEXTS)]


def both(visit: int) -> list[ParsedEntry]:
    return [
        item(f"{visit}{n}", f"{n}?sid={visit}", f"Tin {n}", text) for n, text in enumerate(TEXTS)
    ]


def places(visit: int) -> list[ParsedEntry]:
    """Number the items from the top, where each time another one is first."""
    turned = [*range(visit % 3, 3), *range(visit % 3)]
    return [item(f"{at}", f"{n}", f"Tin {n}", TEXTS[n]) for at, n in enumerate(turned)]


SOURCES = [
    pytest.param(stable, (), id="nothing changes"),
    pytest.param(new_ids, (IDS,), id="ids"),
    pytest.param(new_ids_alone, (IDS,), id="ids, without links"),
    pytest.param(sessions, (LINKS,), id="links"),
    pytest.param(sessions_alone, (LINKS,), id="links, without ids"),
    pytest.param(both, (IDS, LINKS), id="ids and links"),
    pytest.param(places, (), id="ids that are places"),
]


@pytest.mark.parametrize(("answer", "told"), SOURCES)
def test_source_that_changes_its_marks(answer: object, told: tuple[str, ...]) -> None:
    """However often ids and links change, entries stay the same; after a while nothing is learned
    or edited any more, and the operator is told why."""
    notebook = Notebook()
    for visit in range(20):
        assert sorted(notebook.read(*answer(visit))) == [1, 2, 3]  # type: ignore[operator]
    known, seen = len(notebook.keys), len(notebook.sightings)
    moments = [entry.updated for entry in notebook.entries.values()]
    for visit in range(20, 60):
        changes = notebook.decide(*answer(visit))  # type: ignore[operator]
        assert [line.partition(":")[0] for line in changes.warnings] == list(told)
        assert sorted(notebook.read(*answer(visit))) == [1, 2, 3]  # type: ignore[operator]
    assert (len(notebook.keys), len(notebook.sightings)) == (known, seen)
    assert [entry.updated for entry in notebook.entries.values()] == moments


def test_source_that_moves() -> None:
    """A source that moves gets new ids and links once, also year after year; that is no habit."""
    notebook = Notebook()
    for year in range(4):
        notebook.now += 365 * DAY
        for _ in range(3):
            assert sorted(notebook.read(*both(year))) == [1, 2, 3]
            assert notebook.decide(*both(year)).warnings == ()
    assert all(entry.url and entry.url.endswith("?sid=3") for entry in notebook.entries.values())


def test_suspicion_grows_old() -> None:
    """That a source is still read does not make a suspicion younger."""
    notebook = Notebook()
    for day in range(40):
        notebook.now += DAY
        notebook.read(*new_ids(day // 20))
    notebook.read(*new_ids(7))
    assert notebook.decide(*new_ids(7)).warnings == ()


def test_news_of_a_source_with_sessions() -> None:
    """News and edits of a source whose links change come in as ever; an edit brings its link."""
    notebook = Notebook()
    for visit in range(9):
        notebook.read(*sessions(visit))
    news = item("9", "9?sid=9", "Tin 9", "Tuyết rơi dày trên đỉnh núi phía bắc")
    edited = item("0", "0?sid=9", "Tin 0", f"{TEXTS[0]}, như đã báo")
    assert notebook.read(edited, *sessions(9)[1:], news) == [1, 2, 3, 4]
    assert notebook.entries[1].url == "https://a.example/0?sid=9"
    assert notebook.entries[2].url == "https://a.example/1?sid=2"
    assert notebook.read(*sessions(10)[1:], news) == [2, 3, 4]
