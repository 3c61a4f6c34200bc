"""Chromium as people use it: what it meets on a page, and what axe-core finds there."""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.clients.programs import MODULES
from tests.conftest import missing

AXE = MODULES / "axe-core" / "axe.min.js"
# a browser that asks for nothing of its own, and starts where there is only root
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
)
_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice")
# milliseconds; far beyond what anything here takes
_PATIENCE = 60_000

_FIND = """async (rules) => {
  const found = await axe.run(document, {runOnly: rules, resultTypes: ["violations"]});
  return found.violations.flatMap(({id, nodes}) => nodes.map((node) => `${id}: ${node.html}`));
}"""
# what sanitised content may never leave in a page; scripts of ours have an address here
_ACTIVE = """() => [...document.querySelectorAll("*")].filter((element) => {
  const tag = element.localName;
  const address = element.getAttribute("href") ?? element.getAttribute("src") ?? "";
  return [...element.attributes].some(({name}) => name.startsWith("on") || name === "srcdoc")
    || /^[^a-z]*(javascript|data|vbscript):/i.test(address)
    || (tag === "script" && !element.src.startsWith(location.origin))
    || ["iframe", "object", "embed", "base", "frame", "style"].includes(tag)
    || (tag === "meta" && element.httpEquiv.toLowerCase() === "refresh");
}).map((element) => element.outerHTML.slice(0, 200))"""
_WIDER = """() => {
  const {scrollWidth, clientWidth} = document.documentElement;
  return scrollWidth > clientWidth ? `${scrollWidth} > ${clientWidth}` : "";
}"""
_LINKS = """() => [...document.querySelectorAll("a[href]")].map((link) => link.href)
  .concat([...document.querySelectorAll("form")].map((form) => form.action + "?q=nga"))"""
_FOCUS = """() => {
  const element = document.activeElement, style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  return {
    name: element.className || element.textContent.trim(),
    target: element.getAttribute("href"),
    marked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0,
    shown: box.width > 1 && box.height > 1 && box.bottom > 0 && box.right > 0
      && box.top < innerHeight && box.left < innerWidth,
  };
}"""


@dataclass(kw_only=True)
class Look:
    """One page in one colour scheme at one width, and all that was wrong there."""

    path: str
    language: str = ""
    title: str = ""
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    active: list[str] = field(default_factory=list)
    wider: str = ""
    violations: list[str] = field(default_factory=list)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run Debian's Chromium, without a window, until the end of the `with`."""
    program = shutil.which("chromium")
    if program is None or not AXE.exists():
        missing("chromium, or axe-core (make clients)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=_FLAGS, timeout=_PATIENCE
        )
        try:
            yield browser
        finally:
            browser.close()


def open_context(browser: Browser, scheme: str, width: int) -> BrowserContext:
    """Give a window of a width to somebody who likes a colour scheme."""
    context = browser.new_context(
        color_scheme=scheme,  # type: ignore[arg-type]
        viewport={"width": width, "height": 900},
        reduced_motion="reduce",
        service_workers="block",
    )
    context.set_default_timeout(_PATIENCE)
    return context


def look(
    context: BrowserContext, origin: str, path: str, then: Callable[[Page], None], *, axe: bool
) -> Look:
    """Open a page, and note what is wrong with it; `then` may look for itself."""
    page, seen = context.new_page(), Look(path=path)
    page.on("console", lambda said: said.type == "error" and seen.errors.append(said.text))
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.on("request", lambda asked: _note_request(seen, origin, asked.url))

    def refuse(dialog: Any) -> None:
        seen.dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", refuse)
    answer = page.goto(origin + path, wait_until="load")
    assert answer is not None
    assert answer.status == 200, path
    seen.language = page.evaluate("document.documentElement.lang")
    seen.title = page.title()
    seen.active = page.evaluate(_ACTIVE)
    seen.wider = page.evaluate(_WIDER)
    if axe:
        page.evaluate(AXE.read_text(encoding="utf-8") + ";0")
        seen.violations = page.evaluate(_FIND, list(_RULES))
    then(page)
    page.close()
    return seen


def _note_request(seen: Look, origin: str, url: str) -> None:
    if not url.startswith(origin + "/"):
        seen.elsewhere.append(url)


def page_links(page: Page, origin: str) -> set[str]:
    """Give the paths of our own pages that a page leads to."""
    own = (urldefrag(url).url for url in page.evaluate(_LINKS) if url.startswith(origin + "/"))
    paths = {url.removeprefix(origin) for url in own}
    return {path for path in paths if _is_page(urlsplit(path).path)}


def _is_page(path: str) -> bool:
    return path.endswith((".html", "/", "/search"))


def walk_by_tab(page: Page, steps: int) -> list[Mapping[str, Any]]:
    """Press Tab so many times, and say each time what has the focus, and whether one sees it."""
    found = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        found.append(page.evaluate(_FOCUS))
    return found


def save_screenshot(page: Page, folder: Path, name: str) -> None:
    """Keep what a page looks like, all of it."""
    page.screenshot(path=folder / f"{name}.png", full_page=True)


def tell(looks: list[Look], what: str) -> str:
    """List one kind of fault, page by page, as a failing test shows it."""
    faults = {seen.path: getattr(seen, what) for seen in looks if getattr(seen, what)}
    return json.dumps(faults, ensure_ascii=False, indent=1)
