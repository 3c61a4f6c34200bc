"""The seam between a site, a language of the interface, and the place of a page."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from render_samples import SITE

from feeds.render.interface import interface_of, interfaces_of, languages_of


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        pytest.param("vi", [("vi", ""), ("en", "en/")], id="vi"),
        pytest.param("vi-VN", [("vi-VN", ""), ("en", "en/")], id="region"),
        pytest.param("en-GB", [("en-GB", ""), ("vi", "vi/")], id="en"),
        pytest.param("ru", [("en", ""), ("vi", "vi/")], id="ru"),
    ],
)
def test_interfaces_of_a_site(language: str, expected: list[tuple[str, str]]) -> None:
    """The site's language stands at the root, or else English; the other one in its folder."""
    site = replace(SITE, language=language)
    assert [(one.tag, one.folder) for one in interfaces_of(site)] == expected
    assert [one.words.language for one in interfaces_of(site)] == list(languages_of(site))
    assert interface_of(site) == interfaces_of(site)[0]


@pytest.mark.parametrize(
    ("language", "name", "path", "root"),
    [
        pytest.param("vi", "russia", "russia.html", "", id="root"),
        pytest.param("en", "russia", "en/russia.html", "../", id="folder"),
        pytest.param("en", "source/bao", "en/source/bao.html", "../../", id="deeper"),
    ],
)
def test_places_of_a_page(language: str, name: str, path: str, root: str) -> None:
    """A page of a language lies in its folder, and finds the root from there."""
    interface = interface_of(SITE, language)
    assert (interface.path(name), interface.root(name)) == (path, root)


def test_clock_is_that_of_the_site() -> None:
    """Every language tells the time of the site's zone."""
    moment = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
    told = [interface.clock.date_and_time(moment) for interface in interfaces_of(SITE)]
    assert told == ["03:00, 22 tháng 11, 2026", "03:00, 22 November 2026"]
