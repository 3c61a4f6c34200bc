"""Pure: the kinds of values that config.toml holds, each with its rule in words.

Every rule raises ValueError with a sentence that tells a newcomer what to write instead. No
sentence repeats the value: it may hold a secret.
"""

import codecs
import re
from collections.abc import Callable
from typing import Annotated, Literal, TypeVar
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field

from feeds.config.networks import sound_network
from feeds.text import one_line

_TIME_UNITS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_SIZE_UNITS = {
    "B": 1,
    "KB": 10**3,
    "MB": 10**6,
    "GB": 10**9,
    "KiB": 2**10,
    "MiB": 2**20,
    "GiB": 2**30,
}
# a hundred years and a terabyte: beyond them lies a slip of the hand, and overflow
_LONGEST = 100 * 366 * 86400
_LARGEST = 2**40

# the codecs that feeds are written in (RELIABILITY 2.2); others are no encodings of text, or risky
_ENCODINGS = re.compile(
    r"ascii|utf-(?:8|8-sig|16|16-le|16-be|32|32-le|32-be)|iso8859-\d+|cp125\d|koi8-[ru]"
    r"|gb18030|gbk|gb2312|big5|big5hkscs|euc_(?:jp|kr)|shift_jis|cp932|cp949|tis-620|cp874"
)

Number = TypeVar("Number", int, float)


def seconds(value: object) -> float:
    """Read "90s", "30m", "24h", "14d" as seconds; raises ValueError."""
    match = _measure(value, "ms|s|m|h|d|w")
    if match is None:
        raise ValueError('write a time as text with a unit, such as "30m", "24h" or "14d"')
    result = float(match[1]) * _TIME_UNITS[match[2]]
    if result > _LONGEST:
        raise ValueError("this time is too long: 100 years at most")
    return result


def size(value: object) -> int:
    """Read "5MiB", "300 KB" as bytes; raises ValueError."""
    match = _measure(value, "[KMG]i?B|B")
    if match is None:
        raise ValueError('write a size as text with a unit, such as "300KiB" or "5MiB"')
    result = float(match[1]) * _SIZE_UNITS[match[2]]
    if result > _LARGEST:
        raise ValueError("this size is too large: 1024GiB at most")
    return int(result)


def _measure(value: object, units: str) -> re.Match[str] | None:
    if not isinstance(value, str):
        return None
    return re.fullmatch(rf"\s*([0-9]+(?:\.[0-9]+)?)\s*({units})\s*", value)


def at_most(limit: str, read: Callable[[object], Number]) -> Callable[[Number], Number]:
    """Make a rule that refuses a time or size above `limit`, which is written as in the file."""
    most = read(limit)

    def check(value: Number) -> Number:
        if value > most:
            raise ValueError(f'at most "{limit}" is possible')
        return value

    return check


def above_zero(value: Number) -> Number:
    """Refuse a time or size of nothing."""
    if value <= 0:
        raise ValueError("must be more than 0")
    return value


def matching(pattern: str, rule: str) -> Callable[[str], str]:
    """Make a rule for text that must match a pattern as a whole."""
    compiled = re.compile(pattern)

    def check(value: str) -> str:
        if compiled.fullmatch(value) is None:
            raise ValueError(rule)
        return value

    return check


def known_timezone(name: str) -> str:
    """Refuse a time zone that the IANA database does not know."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as unknown:
        raise ValueError("no such time zone; write it like Asia/Ho_Chi_Minh") from unknown
    return name


def known_encoding(name: str) -> str:
    """Refuse what is no encoding of text that feeds are written in (RELIABILITY 2.2)."""
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        found = ""
    if _ENCODINGS.fullmatch(found) is None:
        raise ValueError('no encoding known here; write it like "utf-8" or "windows-1258"')
    return name


def some_words(value: str) -> str:
    """Refuse text without a visible character; give it NFC and on one line."""
    words = one_line(value)
    if not words:
        raise ValueError("must not be empty")
    return words


def web_address(value: str) -> str:
    """Refuse what is no absolute http or https URL with a host; the scheme becomes lower case."""
    scheme, _, rest = value.strip().partition("://")
    url = f"{scheme.lower()}://{rest}"
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        sound = False
    if not sound or re.search(r"[\s\x00-\x1f\x7f]", url):
        raise ValueError("must be a whole address, such as https://example.org/feed.xml")
    return url


def site_address(value: str) -> str:
    """Give the address under which we publish, without its closing slash."""
    parts = urlsplit(url := web_address(value))
    if parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError("write only scheme, host and path, such as https://example.org/news")
    return url.rstrip("/")


def source_address(value: str) -> str:
    """Refuse what is neither a feed's URL nor a folder of pages as `file:` in its three forms."""
    url = value.strip()
    if url[:5].lower() != "file:":
        if not re.match(r"(?i)https?://", url):
            raise ValueError(
                "must begin with http:// or https:// (a feed) or file: (a folder of pages)"
            )
        return web_address(url)
    rest = url[5:]
    if rest.startswith("//") and not rest.startswith("///"):
        raise ValueError(
            'must not name a machine after file://; write "file:seeds/" or '
            '"file:///absolute/folder/"'
        )
    if not rest.strip("/") or "\0" in unquote(rest):
        raise ValueError('must name a folder, such as "file:seeds/"')
    return f"file:{rest}"


def store_address(value: str) -> str:
    """Refuse what is not the URL of a SQLite file or of a PostgreSQL database."""
    if not re.fullmatch(r"sqlite:///[^\s].*|postgresql\+psycopg://[^\s]+", value):
        raise ValueError(
            'write "sqlite:///var/diemtin.db" or "postgresql+psycopg://user:password@host/name"'
        )
    return value


def each_once(values: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse a list that says a thing twice."""
    if len(set(values)) < len(values):
        raise ValueError("the same value stands twice")
    return values


def with_atom(formats: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse formats without Atom, which alone leads to the archive."""
    if "atom" not in formats:
        raise ValueError('"atom" must be among them: the archive is linked from the Atom feed')
    return formats


Flag = Annotated[bool, Field(strict=True)]
Whole = Annotated[int, Field(strict=True)]
Real = Annotated[float, Field(strict=True)]
Port = Annotated[int, Field(strict=True, ge=0, le=65535)]
Seconds = Annotated[float, BeforeValidator(seconds)]
Duration = Annotated[float, BeforeValidator(seconds), AfterValidator(above_zero)]
Bytes = Annotated[int, BeforeValidator(size), AfterValidator(above_zero)]
Words = Annotated[str, AfterValidator(some_words)]
# taken as it stands: a folder's name may hold what titles may not
FolderPath = Annotated[str, AfterValidator(matching(r"[^\0]*[^\s\0][^\0]*", "name a folder"))]
Sentence = Annotated[str, AfterValidator(one_line)]
TimeZone = Annotated[str, AfterValidator(known_timezone)]
Encoding = Annotated[str, AfterValidator(known_encoding)]
WebAddress = Annotated[str, AfterValidator(web_address)]
SiteAddress = Annotated[str, AfterValidator(site_address)]
SourceAddress = Annotated[str, AfterValidator(source_address)]
Network = Annotated[str, AfterValidator(sound_network)]
Formats = Annotated[
    tuple[Literal["atom", "rss", "json"], ...],
    AfterValidator(each_once),
    AfterValidator(with_atom),
]

Slug = Annotated[
    str,
    AfterValidator(
        matching(
            r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?",
            "a topic's name has small letters, digits and hyphens only, at most 64, "
            "such as central-asia",
        )
    ),
]
Key = Annotated[
    str,
    AfterValidator(
        matching(
            r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?",
            "a source's key has letters (without marks), digits, dots, hyphens and underscores "
            "only, at most 64, such as vnexpress-the-gioi",
        )
    ),
]
language_code = matching(
    r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*",
    'write a language as its code, such as "vi", "en" or "ru"',
)
Language = Annotated[str, AfterValidator(language_code)]
Territory = Annotated[
    str,
    AfterValidator(
        matching(
            r"[A-Z]{2}|[0-9]{3}",
            'write a territory as two capital letters, such as "RU", or a region as three '
            'digits, such as "143"',
        )
    ),
]
# groups of territories that the shipped gazetteer names (feeds/topics/data)
GROUPS = (
    "asean", "central-asia", "china", "eu-states", "european-union", "japan", "korea",
    "middle-east", "russia", "taiwan", "ukraine", "united-states",
)  # fmt: skip
TerritoryOrGroup = Annotated[
    str,
    AfterValidator(
        matching(
            "|".join(("[A-Z]{2}", "[0-9]{3}", *GROUPS)),
            'write a territory as two capital letters, such as "RU", a region as three digits, '
            f'such as "143", or one of these names: {", ".join(GROUPS)}',
        )
    ),
]
Authority = Annotated[
    str,
    AfterValidator(
        matching(
            r"[a-z0-9][a-z0-9.-]*(?:,[0-9]{4}(?:-[0-9]{2}){0,2})?",
            'write a domain of yours and a year in which it was yours: "example.org,2026"',
        )
    ),
]
HeaderName = Annotated[
    str,
    AfterValidator(
        matching(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+", "a header's name has no blanks or colons")
    ),
]
# RFC 9110 section 5.5: visible ASCII and blanks; a line end would let one header become two
HeaderLine = Annotated[
    str, AfterValidator(matching(r"[\x20-\x7e]+", "write visible ASCII letters on one line"))
]
