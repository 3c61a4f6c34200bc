"""The pages of a running daemon, in a browser: in every language, colour scheme and width."""

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browsing import (
    Look,
    chromium,
    look,
    open_context,
    page_links,
    save_screenshot,
    tell,
    walk_by_tab,
)
from tests.daemon import RUSSIA, SEEDS, Daemon, Desk, eventually, loopback, source
from tests.newsroom import Item, news, rss

SCREENSHOTS = os.environ.get("DIEMTIN_SCREENSHOTS")
# colour scheme and width
WAYS = (("light", 400), ("dark", 1280), ("light", 1280), ("dark", 400))
# the language whose pages axe-core looks at, which takes more time than all else: both schemes and
# both widths; colours have no width, and the other language has the same colours and boxes
CHECKED = {WAYS[0]: "vi", WAYS[1]: "en"}
# far more than a person has to press before the page's own text
STEPS = 12

ALARM = "alert('seen')"
# as feeds have it, or as somebody who may write into one would like to have it
ATTACKS = (
    f"<script>{ALARM}</script>",
    f"&lt;script&gt;{ALARM}&lt;/script&gt;",
    f'<img src="http://192.0.2.1/pixel" onerror="{ALARM}">',
    f'<a href="javascript:{ALARM}">Nga</a>',
    f'<a href=" java\tscript:{ALARM}" onmouseover="{ALARM}">Nga</a>',
    f'<svg onload="{ALARM}"><script>{ALARM}</script></svg>',
    "<style>* { display: none !important } @import 'http://192.0.2.1/x.css';</style>",
    f'<iframe srcdoc="<script>{ALARM}</script>"></iframe>',
    '<meta http-equiv="refresh" content="0;url=http://192.0.2.1/">',
    f'</title></main></body><body onload="{ALARM}">',
    f'"><img src=x onerror={ALARM}>',
    f'{{{{ {ALARM} }}}}<math><mi xlink:href="javascript:{ALARM}">Nga</mi></math>',
    '<form action="http://192.0.2.1/"><input autofocus onfocus="' + ALARM + '"></form>',
    "\u202egpj.exe \u2066Nga\u202d \u200f",
    "Nga" + "dài" * 200,
    "http://tin.example/" + "x" * 400,
    f"<!-- --!><img src=x onerror={ALARM}> -->",
    '<base href="http://192.0.2.1/"><link rel="stylesheet" href="http://192.0.2.1/x.css">',
)
HOSTILE = [
    news(
        f"xấu {number}",
        title=f"Nga {number} {attack}",
        text=f"Ở Nga {number}: {attack} và tin {number * 7919}",
        content=f"<p>Ở Nga {number}: {attack}</p><p>{news(number).text}</p>",
        link=f"https://tin.example/bai-{number}.html?a=1&b={number}",
    )
    for number, attack in enumerate(ATTACKS)
]
PLAIN: list[Item] = [news(number) for number in range(3)]


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Daemon]:
    """A daemon that reads the pages of seeds/, a good feed and a hostile one."""
    with loopback() as net:
        net.serve("/bao", rss(PLAIN))
        net.serve("/xau", rss(HOSTILE, title=f"Báo {ATTACKS[0]} {ATTACKS[14]}"))
        feeds = [source(key, net.url(f"/{key}")) for key in ("bao", "xau")]
        topics = {"russia": RUSSIA, "empty": {"title": "Tên" + "dài" * 60, "territories": ["FJ"]}}
        folder = tmp_path_factory.mktemp("pages")
        few = {"entries": len(HOSTILE) + len(PLAIN) + 3}
        desk = Desk(folder, sources=[SEEDS, *feeds], allow=[net], topics=topics, publish=few)
        desk.copy_seeds()
        with desk.prepare().daemon() as running:
            wanted = (PLAIN[0].title, HOSTILE[-1].link)
            eventually("both feeds", lambda: all(text in shown(running) for text in wanted))
            yield running


def shown(daemon: Daemon) -> str:
    return daemon.get("/all.json").body.decode()


@pytest.fixture(scope="module")
def visited(daemon: Daemon) -> Iterator[tuple[list[Look], Mapping[str, Any]]]:
    """All pages that links lead to, looked at in every way; and what Tab comes upon, by path."""
    with ExitStack() as stack:
        browser = stack.enter_context(chromium())
        looks: list[Look] = []
        focus: dict[str, Any] = {}
        for way in WAYS:
            looks += look_around(browser, daemon.url, way, focus)
        yield looks, focus


def look_around(
    browser: Browser, origin: str, way: tuple[str, int], focus: dict[str, Any]
) -> Iterator[Look]:
    """Look at the page of all topics, and at every page that links lead to from there."""
    context = open_context(browser, *way)
    waiting = ["/index.html"]
    known = {"/", *waiting}

    def go_on(page: Page) -> None:
        new = page_links(page, origin) - known
        waiting.extend(sorted(new))
        known.update(new)
        keep_screenshot(page, f"{way[0]}-{way[1]}-{waiting[0].strip('/').replace('/', '-')}")
        if way == WAYS[1]:
            focus[waiting[0]] = walk_by_tab(page, STEPS)

    while waiting:
        yield look(context, origin, waiting[0], go_on, axe=is_checked(waiting[0], way))
        waiting.pop(0)
    context.close()


def is_checked(path: str, way: tuple[str, int]) -> bool:
    """Tell whether axe-core looks at a page in this way."""
    return CHECKED.get(way) == ("en" if path.startswith("/en/") else "vi")


def keep_screenshot(page: Page, name: str) -> None:
    """Keep a picture where DIEMTIN_SCREENSHOTS names a folder, for people to look at."""
    if SCREENSHOTS:
        save_screenshot(page, Path(SCREENSHOTS), name.partition("?")[0])


Visited = tuple[list[Look], Mapping[str, Any]]


def test_every_page_is_reached_in_both_languages(visited: Visited, daemon: Daemon) -> None:
    """Links lead from the first page to all others, and each is there in Vietnamese and English."""
    looks, _ = visited
    languages = {seen.path: seen.language for seen in looks}
    topics = ("index", "all", "russia", "empty")

    assert {languages[f"/{name}.html"] for name in topics} == {"vi"}
    assert {languages[f"/en/{name}.html"] for name in topics} == {"en"}
    assert all(seen.title for seen in looks)


@pytest.mark.parametrize(
    "what",
    [
        pytest.param("errors", id="nothing on the console"),
        pytest.param("dialogs", id="no dialog"),
        pytest.param("elsewhere", id="no request to another host"),
        pytest.param("active", id="nothing active from feeds"),
        pytest.param("wider", id="no scrolling sideways"),
        pytest.param("violations", id="axe-core finds nothing"),
    ],
)
def test_page_has_no_fault(visited: Visited, what: str) -> None:
    """No page has a fault of this kind, in either colour scheme, on a phone and on a desk."""
    looks, _ = visited

    assert tell(looks, what) == "{}"


def test_tab_comes_upon_the_skip_link_first(visited: Visited) -> None:
    """The first Tab shows the link that skips to the main part."""
    _, focus = visited

    assert {(steps[0]["name"], steps[0]["target"]) for steps in focus.values()} == {
        ("skip", "#main")
    }


def test_focus_is_seen(visited: Visited) -> None:
    """Whatever Tab comes upon lies in the window and is marked."""
    _, focus = visited
    unseen = [
        (path, step["name"])
        for path, steps in focus.items()
        for step in steps
        if not (step["marked"] and step["shown"])
    ]

    assert unseen == []
