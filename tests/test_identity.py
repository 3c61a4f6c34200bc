"""Which items of a source's documents are which entries."""

import pytest
from notebook import Notebook, item

from feeds.identity import Standing, is_other_news, item_keys, likeness
from feeds.model import ParsedEntry

X = "Hội nghị bế mạc hôm nay tại Viêng Chăn"
Y = "Giá vàng tăng mạnh trong sáng nay"
Z = "Bão số ba đổ bộ vào miền Trung"
LONG = "Tin chính trong ngày hôm nay"

# documents one after the other; the entry that each of their different items is
Story = tuple[list[list[ParsedEntry]], list[list[int]]]


def story(*documents: tuple[list[ParsedEntry], list[int]]) -> Story:
    return [read for read, _ in documents], [numbers for _, numbers in documents]


BY_ID = [
    pytest.param(
        story(([item("1", "a", "T", X)], [1]), ([item("1", "a", "U", Y)], [1])), id="edited"
    ),
    pytest.param(
        story(([item("1", "a", "T", X)], [1]), ([item("1", "b", "T", X)], [1])), id="moved"
    ),
    pytest.param(
        story(([item("1", "a", "T", X)], [1]), ([item("1", "b", "U", f"{X} {Y}")], [1])),
        id="moved and edited",
    ),
    pytest.param(
        story(([item("1", text=X)], [1]), ([item("2", text=Y), item("1", text=X)], [2, 1])),
        id="another one above",
    ),
    pytest.param(
        story(([item("1", text=X), item("2", text=Y)], [1, 2]), ([item("2", text=X)], [2])),
        id="the id counts, not the text",
    ),
    pytest.param(
        story(
            ([item("1", "a"), item("2", "b")], [1, 2]), ([item("1", "b"), item("2", "a")], [1, 2])
        ),
        id="links exchanged",
    ),
    pytest.param(
        story(([item("1", text=X)], [1]), ([], []), ([item("1", text=Y)], [1])), id="absent between"
    ),
    pytest.param(
        story(([item("a/1 ?", "x")], [1]), ([item("A/1 ?", "y")], [2])), id="ids are told by case"
    ),
]

REPEATED_IDS = [
    pytest.param(
        story(
            ([item("1", "a", "T", X), item("1", "b", "U", Y)], [1, 2]),
            ([item("1", "b", "U", Z), item("1", "a", "V", X)], [2, 1]),
        ),
        id="with another link: id and link tell",
    ),
    pytest.param(
        story(
            ([item("1", "a", "T", X), item("1", "a", "U", Y)], [1, 2]),
            ([item("1", "a", "U", Y), item("1", "a", "T", X)], [2, 1]),
        ),
        id="with another text: the text tells",
    ),
    pytest.param(
        story(
            ([item("1", text=X), item("1", text=Y), item("1", text=Z)], [1, 2, 3]),
            ([item("1", text=Z), item("1", text=X)], [3, 1]),
        ),
        id="without links",
    ),
    pytest.param(
        story(
            ([item("1", "a", "T", X)], [1]),
            ([item("1", "a", "T", X), item("1", "b", "U", Y)], [1, 2]),
            ([item("1", "b", "U", Z), item("1", "a", "T", X)], [2, 1]),
        ),
        id="from the second document on",
    ),
    pytest.param(
        story(
            ([item("1", "a"), item("1", "b")], [1, 2]),
            ([item("1", "c")], [3]),
            ([item("1", "a")], [1]),
        ),
        id="an id that proved to be shared tells nothing later",
    ),
    pytest.param(
        story(([item("1", "a", "T", X)] * 3, [1]), ([item("1", "a", "T", X)] * 2, [1])),
        id="with the same link and text: a repeat",
    ),
    pytest.param(
        story(
            ([item("1", "a", "Ảnh"), item("1", "a", "Video")], [1, 2]),
            ([item("1", "a", "Video"), item("1", "a", "Ảnh")], [2, 1]),
        ),
        id="with short titles alone",
    ),
]

WITHOUT_ID = [
    pytest.param(
        story(([item(link="a", title="T", text=X)], [1]), ([item(link="a", title="U")], [1])),
        id="by link",
    ),
    pytest.param(
        story(
            ([item(link="a?utm_source=x", text=X)], [1]), ([item(link="a/?utm_id=y", text=Y)], [1])
        ),
        id="by link, spelled otherwise",
    ),
    pytest.param(
        story(
            ([item(link="a", text=X), item(link="a", text=Y)], [1, 2]),
            ([item(link="a", text=Y), item(link="a", text=X)], [2, 1]),
        ),
        id="one link for all: by text",
    ),
    pytest.param(story(([item(text=X)], [1]), ([item(text=X)], [1])), id="by text"),
    pytest.param(
        story(([item(title="T", text=X)], [1]), ([item(title="U", text=X)], [2])),
        id="another title is another text",
    ),
    pytest.param(story(([item(text=X)], [1]), ([item(text=Y)], [2])), id="another text"),
    pytest.param(story(([item(title="Ảnh")], [1]), ([item(title="Ảnh")], [1])), id="a bare title"),
]

TAKEN_OVER = [
    pytest.param(
        story(([item("1", "a", "T", X)], [1]), ([item("2", "a", "T", X)], [1])), id="a new id"
    ),
    pytest.param(
        story(([item("1", "a", "T", X)], [1]), ([item("2", "a", "U", Y)], [1])),
        id="by link from an absent entry",
    ),
    pytest.param(
        story(([item("1", "a", "T", X)], [1]), ([item("2", "b", "T", X)], [1])),
        id="by text from an absent entry",
    ),
    pytest.param(
        story(
            ([item("1", "a", "T", X)], [1]),
            ([item("1", "a", "T", X), item("2", "a", "U", Y)], [1, 2]),
        ),
        id="no link from a present entry",
    ),
    pytest.param(
        story(
            ([item("1", "a", "T", X)], [1]),
            ([item("1", "a", "T", X), item("2", "b", "T", X)], [1, 2]),
        ),
        id="no text from a present entry",
    ),
    pytest.param(
        story(([item("1", "a", LONG)], [1]), ([item("2", "b", LONG)], [1])),
        id="by a title that says enough",
    ),
    pytest.param(
        story(([item("1", "a", "Ảnh")], [1]), ([item("2", "b", "Ảnh")], [2])),
        id="not by a title that says next to nothing",
    ),
    pytest.param(
        story(
            ([item("1", "a", "T", X)], [1]),
            ([item("2", "a", "T", X)], [1]),
            ([item("3", "a", "T", X)], [1]),
            ([item("1", "a", "T", X)], [1]),
        ),
        id="ids that change with every answer",
    ),
    pytest.param(
        story(([item("1", "a", "T", X)], [1]), ([item(None, "a", "T", X)], [1])), id="an id is lost"
    ),
    pytest.param(
        story(([item(None, "a", "T", X)], [1]), ([item("1", "a", "T", X)], [1])), id="an id is won"
    ),
    pytest.param(
        story(
            ([item("1", "a", "T", X), item("2", "b", "U", Y)], [1, 2]),
            ([item("3", "a", "T", X), item("1", "c", "V", f"{X} {Z}")], [3, 1]),
        ),
        id="whoever has the id keeps it, the link is free for nobody else",
    ),
    pytest.param(
        story(
            ([item("1", "a", "T", X), item("2", "b", "U", Y)], [1, 2]),
            ([item("3", "a", "T", X), item("1", "c", "V", Z)], [1, 3]),
        ),
        id="an id that is used again leaves the link to its entry",
    ),
]


LATEST_X, LATEST_Y = item("latest", "a", "T", X), item("latest", "b", "U", Y)
LATEST_Z = item("latest", "c", "V", Z)
REUSED_IDS = [
    pytest.param(story(([LATEST_X], [1]), ([LATEST_Y], [2]), ([LATEST_Z], [3])), id="other news"),
    pytest.param(
        story(([LATEST_X], [1]), ([item("latest", "a", "U", Y)], [1])), id="at the same link"
    ),
    pytest.param(
        story(([LATEST_X], [1]), ([item("latest", "a?utm_id=1", "U", Y)], [1])),
        id="at the same link, spelled otherwise",
    ),
    pytest.param(
        story(([LATEST_X], [1]), ([item("latest", None, "U", Y)], [1])), id="without a link"
    ),
    pytest.param(
        story(([LATEST_X], [1]), ([item("latest", "b")], [1])), id="without words nobody can tell"
    ),
    pytest.param(
        story(([LATEST_X], [1]), *([([LATEST_Y], [2]), ([LATEST_X], [1])] * 3)),
        id="from one to the other and back",
    ),
    pytest.param(
        story(
            ([LATEST_X], [1]),
            ([LATEST_Y], [2]),
            ([item("latest", "d", "U", f"{Y} nay")], [2]),
        ),
        id="the id belongs to whom it named last",
    ),
    pytest.param(
        story(
            ([LATEST_X], [1]),
            ([item("latest", "b", "T", X)], [1]),
            ([item("latest", "c", "U", Y)], [2]),
            ([item("latest", "d", "T", X)], [1]),
            ([item("latest", "e", "T", f"{X} nay")], [1]),
        ),
        id="back by its text, with the id",
    ),
    pytest.param(
        story(
            ([item("1", "a", "T", X), item("2", "b", "U", Y)], [1, 2]),
            ([item("1", "c", "V", Z), item("2", "a", "T", X), item("3", "b", "U", Y)], [3, 1, 2]),
            ([item("1", "a", "T", X), item("2", "b", "U", Y)], [1, 2]),
        ),
        id="ids that are places in the list",
    ),
]


@pytest.mark.parametrize("told", [*BY_ID, *REPEATED_IDS, *WITHOUT_ID, *TAKEN_OVER, *REUSED_IDS])
def test_story(told: Story) -> None:
    """An item is known by its id; by id and link or text where that repeats; else by its link;
    else by its title and text; it takes over only what belongs to an entry that is absent."""
    notebook = Notebook()
    documents, expected = told
    assert [notebook.read(*read) for read in documents] == expected


PAGES = [
    pytest.param(
        story(([item(title="T", text=X)], [1]), ([item(title="U", text=X)], [1])),
        id="the title is edited",
    ),
    pytest.param(
        story(([item(title="T", text=X)], [1]), ([item(title="T", text=Y)], [1])),
        id="the text under a title is replaced",
    ),
    pytest.param(
        story(([item(text=X)], [1]), ([item(text=f"{X} sáng nay")], [1])),
        id="a text without title is edited",
    ),
    pytest.param(
        story(([item(text=X), item(text=Y)], [1, 2]), ([item(text=Z), item(text=X), item(text=Y)],
              [3, 1, 2])),
        id="one is inserted at the top",
    ),
    pytest.param(
        story(
            ([item(text=X), item(text=Y)], [1, 2]),
            ([item(text=Z), item(text=f"{X} nữa"), item(text=f"{Y} nữa")], [3, 1, 2]),
        ),
        id="one is inserted, the others edited",
    ),
    pytest.param(
        story(([item(text=X), item(text=Y)], [1, 2]), ([item(text=Y)], [2])), id="one is removed"
    ),
    pytest.param(
        story(([item(text=X), item(text=Y)], [1, 2]), ([item(text=Y), item(text=Z)], [2, 3])),
        id="one is replaced by something else",
    ),
    pytest.param(
        story(([item(text=X)], [1]), ([item(text=Y)], [2]), ([item(text=X)], [1])),
        id="one comes back",
    ),
    pytest.param(
        story(([item(text=X), item(text=Y)], [1, 2]), ([item(text=Y), item(text=X)], [2, 1])),
        id="two change places",
    ),
    pytest.param(story(([item(text=X)] * 2, [1]), ([item(text=X)], [1])), id="one stood twice"),
]  # fmt: skip


@pytest.mark.parametrize("told", PAGES)
def test_story_of_a_page(told: Story) -> None:
    """On a page, whose items have neither id nor link, what is alike is the same after an edit."""
    notebook = Notebook(origin="a.txt")
    documents, expected = told
    assert [notebook.read(*read) for read in documents] == expected


def test_pages_are_told_apart() -> None:
    """The same id, link and text on another page or in another source is another item."""
    keys = [
        item_keys(item("1", "a", "T", X), scope, "0").all() for scope in ("s\x1fa", "s\x1fb", "t")
    ]
    assert len({key for found in keys for key in found}) == 3 * len(keys[0])


OLD = Standing(entry=1, title="Tin mới", text="a b c d e f g h i", link="https://a.example/a")
OTHER_NEWS = [
    pytest.param(item(link="b", title="Tin mới", text="r s t u v w x y z"), True, id="other words"),
    pytest.param(item(link="b", title="Tin mới", text="a b c d e v w x y"), False, id="half of it"),
    pytest.param(item(link="a", title="Giá vàng", text="x y z"), False, id="the same link"),
    pytest.param(item(title="Giá vàng", text="x y z"), False, id="no link"),
    pytest.param(item(link="b"), False, id="no words"),
    pytest.param(item(link="b", text="i h g f e d c b a"), True, id="the same words, shuffled"),
]


@pytest.mark.parametrize(("entry", "expected"), OTHER_NEWS)
def test_other_news(entry: ParsedEntry, expected: bool) -> None:
    """Under one id, another link and less than a fifth of the phrases make other news."""
    assert is_other_news(entry, OLD) is expected


FOUR = item(text="a b c d")
LIKENESS = [
    pytest.param(item(title="T", text=X), Standing(entry=1, title="T", text=Y), 1.0, id="title"),
    pytest.param(item(text="a b c d"), Standing(entry=1, title="", text="a b c d"), 1.0, id="text"),
    pytest.param(item(text="a b c d"), Standing(entry=1, title="", text="a b x y"), 0.5, id="half"),
    pytest.param(item(text="a b"), Standing(entry=1, title="", text="c d"), 0.0, id="nothing"),
    pytest.param(item(text="a a"), Standing(entry=1, title="", text="a b"), 0.5, id="counted"),
    pytest.param(item(), Standing(entry=1, title="", text=""), 0.0, id="empty"),
]


@pytest.mark.parametrize(("entry", "place", "expected"), LIKENESS)
def test_likeness(entry: ParsedEntry, place: Standing, expected: float) -> None:
    """Two readings of a place are alike by their title, or by the share of words in common."""
    assert likeness(entry, place) == expected
