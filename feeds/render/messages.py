"""Pure but for its own catalogues, which it reads once: our own words, and a language's numbers.

Words are English in code and templates, and translated by gettext; the catalogues are the `.po`
files in `locale/`, compiled in memory. Dates and numbers are written as CLDR says. A home of babel.
"""

import gettext
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Literal

from babel import Locale, UnknownLocaleError, dates, numbers, units
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

# the languages of the interface, which call themselves by their own names
LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
DOMAIN = "diemtin"
# English of no region is that of the world's press: day before month, a clock of 24 hours
_LOCALES = {"vi": "vi", "en": "en_GB"}

# nothing that we count
_HUGE = 1e15


@dataclass(frozen=True, slots=True, kw_only=True)
class Messages:
    """All texts of our own in one language of the interface."""

    # "vi" or "en"
    language: str
    locale: Locale
    catalogue: gettext.NullTranslations

    def gettext(self, message: str) -> str:
        """Translate a text; its placeholders (`%(name)s`) stay."""
        return self.catalogue.gettext(message)

    def ngettext(self, one: str, several: str, number: int) -> str:
        """Translate a text that counts, in the form for a number; its placeholders stay."""
        return self.catalogue.ngettext(one, several, number)

    def entries(self, number: int) -> str:
        """Say how many entries: `1.204 tin`."""
        text = self.ngettext("%(number)s entry", "%(number)s entries", number)
        return text % {"number": self.number(number)}

    def number(self, number: float) -> str:
        """Write a number with at most two decimals: `1.204,5`."""
        return _write_number(self.locale, "#,##0.##;−#,##0.##", number)

    def signed(self, number: float) -> str:
        """Write a number with its sign: `+2,25`, `−0,5`."""
        return _write_number(self.locale, "+#,##0.##;−#,##0.##", number)

    def duration(self, seconds: float) -> str:
        """Say how long something takes, in one unit: `20 giây`, `30 phút`, `1,5 giờ`."""
        for size, unit in ((3600, "hour"), (60, "minute")):
            if seconds >= size:
                return _write_unit(self.locale, round(seconds / size, 1), unit)
        return _write_unit(self.locale, round(seconds, 1), "second")

    def day(self, day: date) -> str:
        """Say a day in words: `Thứ Bảy, 21 tháng 11, 2026`."""
        return _write_date(self.locale, "full", day)

    def short_day(self, day: date) -> str:
        """Say a day of a month: `21 tháng 11`."""
        return _write_skeleton(self.locale, "MMMMd", day)

    def time(self, local: datetime) -> str:
        """Say the time of day: `14:05`; the time's own zone is taken."""
        return _write_time(self.locale, time(local.hour, local.minute))

    def date_and_time(self, local: datetime) -> str:
        """Say a time with its day: `14:05, 21 tháng 11, 2026`; the time's own zone is taken."""
        return f"{self.time(local)}, {_write_date(self.locale, 'long', local.date())}"


# CLDR's patterns are slow to write by (50 µs each), and pages repeat the same few values
@lru_cache(maxsize=4096)
def _write_number(locale: Locale, pattern: str, number: float) -> str:
    if abs(number) >= _HUGE:
        # babel computes with 28 digits and fails on more
        return format(number, "g")
    return str(numbers.format_decimal(number, format=pattern, locale=locale))


@lru_cache(maxsize=1024)
def _write_unit(locale: Locale, number: float, unit: str) -> str:
    # the long form is not there in every language
    whole = int(number) if number == int(number) else number
    return str(units.format_unit(whole, f"duration-{unit}", length="short", locale=locale))


@lru_cache(maxsize=1024)
def _write_date(locale: Locale, length: Literal["full", "long"], day: date) -> str:
    return str(dates.format_date(day, length, locale=locale))


@lru_cache(maxsize=1024)
def _write_skeleton(locale: Locale, skeleton: str, day: date) -> str:
    return str(dates.format_skeleton(skeleton, day, locale=locale))


@lru_cache(maxsize=4096)
def _write_time(locale: Locale, clock: time) -> str:
    return str(dates.format_time(clock, "short", locale=locale))


def interface_language(tag: str) -> str:
    """Give the language of the interface for a language: itself where we speak it, or English."""
    primary = tag.lower().replace("_", "-").split("-")[0]
    return primary if primary in LANGUAGES else "en"


@cache
def messages_for(tag: str) -> Messages:
    """Give our words for a language tag; a region in it (`en-US`) decides how dates are written."""
    language = interface_language(tag)
    return Messages(
        language=language, locale=_locale(tag, language), catalogue=catalogue_of(language)
    )


@cache
def catalogue_of(language: str) -> gettext.NullTranslations:
    """Read and compile a language's catalogue; English is what stands in the code."""
    place = files("feeds.render").joinpath("locale", language, "LC_MESSAGES", f"{DOMAIN}.po")
    if not place.is_file():
        return gettext.NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(place.read_bytes()), locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _locale(tag: str, language: str) -> Locale:
    spelled = tag.replace("_", "-")
    if spelled.lower().startswith(f"{language}-"):
        try:
            return Locale.parse(spelled, sep="-")
        except (UnknownLocaleError, ValueError):
            pass
    return Locale.parse(_LOCALES[language])
