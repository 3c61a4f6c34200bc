"""Pure: the languages in which a site's pages stand, and where: one seam for every page of ours.

A page stands in the site's language at `russia.html`, and in the other one at `en/russia.html`.
A site in a language that we do not speak has its pages in English, and in Vietnamese at `vi/`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from feeds.render.messages import LANGUAGES, Messages, interface_language, messages_for
from feeds.render.view import SiteView


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """How a page tells times: the site's zone, and the words of its language."""

    zone: ZoneInfo
    words: Messages

    def local(self, moment: datetime) -> datetime:
        """Give a time as the site's clock shows it."""
        return moment.astimezone(self.zone)

    def day_name(self, day: date) -> str:
        """Say a day in words: `Thứ Bảy, 21 tháng 11, 2026`."""
        return self.words.day(day)

    def date_and_time(self, moment: datetime) -> str:
        """Say a time with its day: `14:05, 21 tháng 11, 2026`."""
        return self.words.date_and_time(self.local(moment))


@dataclass(frozen=True, slots=True, kw_only=True)
class Interface:
    """One language of a site's pages: its words, its clock, and the folder where they stand."""

    words: Messages
    clock: Clock
    # of the `<html>`: the site's own tag where it is in this language
    tag: str
    # below the published folder: "" or "en/"
    folder: str

    def path(self, name: str) -> str:
        """Give a page's path in the published folder: `en/russia.html` of `russia`."""
        return f"{self.folder}{name}.html"

    def root(self, name: str) -> str:
        """Give the relative path from a page to the published folder: `../` of `russia`."""
        return "../" * self.path(name).count("/")


def languages_of(site: SiteView) -> tuple[str, ...]:
    """Name the languages of a site's pages, the one at the root first."""
    first = interface_language(site.language)
    return (first, *(language for language in LANGUAGES if language != first))


def interface_of(site: SiteView, language: str | None = None) -> Interface:
    """Give a site's interface in a language of ours; without one, that of the root."""
    first = languages_of(site)[0]
    spoken = language or first
    # the site's own tag also says how its region writes dates
    is_own = interface_language(site.language) == spoken == _primary(site.language)
    tag = site.language if is_own else spoken
    words = messages_for(tag)
    return Interface(
        words=words,
        clock=Clock(zone=ZoneInfo(site.timezone), words=words),
        tag=tag,
        folder="" if spoken == first else f"{spoken}/",
    )


def interfaces_of(site: SiteView) -> tuple[Interface, ...]:
    """Give every interface of a site, the one at the root first."""
    return tuple(interface_of(site, language) for language in languages_of(site))


def _primary(tag: str) -> str:
    return tag.lower().split("-")[0]
