"""Pure: rules between the keys of config.toml, judged on the raw file so that all are told at once.

Each rule looks only at values that are sound by themselves; what the schema refuses is told by
`problems`. A rule yields key paths with what is wrong there, or with a warning.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from os.path import normpath
from pathlib import PurePath, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from feeds.config.lines import KeyPath
from feeds.config.places import value_at
from feeds.config.schema import DEFAULT_STORE, Fetch, Schedule, Serve, Site, Table
from feeds.config.values import seconds, site_address
from feeds.urls import canonical_url

# files and folders that we publish ourselves (pages of the other language stand in one), what the
# server answers itself, and names that some file systems cannot hold
RESERVED_SLUGS = frozenset(
    (
        *("all", "index", "topics", "status", "archive", "source", "search", "style"),
        *("en", "vi", "websub"),
        *("healthz", "readyz", "metrics", "con", "prn", "aux", "nul"),
        *(f"{device}{number}" for device in ("com", "lpt") for number in range(1, 10)),
    )
)

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: a place and a sentence; the file can be used where it only warns."""

    path: KeyPath
    message: str
    warns: bool = False


def check_rules(values: Values, folder: PurePath) -> tuple[Finding, ...]:
    """Apply every rule to a raw file, with `topics` as it stands there; never raises.

    `folder` is the file's own, absolute.
    """
    findings = [finding for rule in _RULES for finding in rule(values)]
    return (*findings, *_check_directory(values, folder))


def _check_schedule(values: Values) -> Iterator[Finding]:
    yield from _in_order(values, ("schedule", "floor"), ("schedule", "interval"))
    yield from _in_order(values, ("schedule", "interval"), ("schedule", "ceiling"))
    yield from _in_order(values, ("schedule", "floor"), ("schedule", "ceiling"))
    for number, _ in _sources(values):
        interval = ("sources", number, "interval")
        if value_at(values, interval) is not None:
            yield from _in_order(values, ("schedule", "floor"), interval)
            yield from _in_order(values, interval, ("schedule", "ceiling"))


def _check_timeouts(values: Values) -> Iterator[Finding]:
    if value_at(values, ("fetch", "connect_timeout")) is not None:
        yield from _in_order(values, ("fetch", "connect_timeout"), ("fetch", "timeout"))


def _in_order(values: Values, small: KeyPath, large: KeyPath) -> Iterator[Finding]:
    """Find two times in the wrong order: wrong where both are written, else a warning."""
    least, most = _time_at(values, small), _time_at(values, large)
    if least is None or most is None or least[0] <= most[0]:
        return
    written = [path for path in (large, small) if value_at(values, path) is not None]
    place = written[0]
    other, bound = (small, least[1]) if place == large else (large, most[1])
    word = "less" if place == large else "more"
    message = f'is {word} than {".".join(map(str, other))} ("{bound}")'
    if len(written) == 2:
        yield Finding(place, message)
    else:
        yield Finding(place, f"{message}, the default, which wins", warns=True)


_TIME_TABLES: dict[str | int, type[Table]] = {"schedule": Schedule, "fetch": Fetch}


def _time_at(values: Values, path: KeyPath) -> tuple[float, str] | None:
    """Give the seconds at a key path, and how they are written; the default where unwritten."""
    written = value_at(values, path)
    if written is None and path[0] in _TIME_TABLES:
        written = _TIME_TABLES[path[0]].model_fields[str(path[1])].default
    try:
        return seconds(written), str(written)
    except ValueError:
        return None


def _check_ports(values: Values) -> Iterator[Finding]:
    serve = {key: field.default for key, field in Serve.model_fields.items()}
    table = values.get("serve")
    serve |= table if isinstance(table, dict) else {}
    if serve["port"] == serve["admin_port"] != 0 and serve["host"] == serve["admin_host"]:
        key = "admin_port" if value_at(values, ("serve", "admin_port")) is not None else "port"
        yield Finding(("serve", key), "serve.port and serve.admin_port are the same")


def _check_directory(values: Values, folder: PurePath) -> Iterator[Finding]:
    directory = value_at(values, ("publish", "directory"))
    if not isinstance(directory, str):
        return
    published = _path(folder, directory)
    if _path(folder, "config.toml").is_relative_to(published):
        message = "needs a folder of its own: all that lies in it is served, config.toml as well"
        yield Finding(("publish", "directory"), message)
    elif _store_path(values, folder).is_relative_to(published):
        message = "needs a folder of its own: all that lies in it is served, the store as well"
        yield Finding(("publish", "directory"), message)


def _store_path(values: Values, folder: PurePath) -> PurePath:
    url = value_at(values, ("store", "url")) or DEFAULT_STORE
    name = str(url).partition("?")[0]
    # another database is no file, so no folder of ours holds it
    return _path(folder, name.removeprefix("sqlite:///")) if "sqlite:" in name else PurePath("/")


def _path(folder: PurePath, name: str) -> PurePath:
    return PurePath(normpath(folder / name))


def _check_source_keys(values: Values) -> Iterator[Finding]:
    keys: dict[str, int] = {}
    urls: dict[str, int] = {}
    for number, source in _sources(values):
        key, url = source.get("key"), source.get("url")
        # file names of feeds per source are made of keys, and some file systems fold case
        if isinstance(key, str) and keys.setdefault(key.casefold(), number) != number:
            yield Finding(("sources", number, "key"), f"two sources have the key {key[:64]!r}")
        if isinstance(url, str) and urls.setdefault(_comparable(url), number) != number:
            yield Finding(("sources", number, "url"), "two sources have this url", warns=True)


def _comparable(url: str) -> str:
    try:
        return canonical_url(url) if url.lower().startswith("http") else url.rstrip("/")
    except ValueError:
        return url


def _check_source_topics(values: Values) -> Iterator[Finding]:
    topics = [slug for slug, _ in _topics(values)]
    for number, source in _sources(values):
        named = source.get("topics")
        for position, slug in enumerate(named if isinstance(named, list) else ()):
            if isinstance(slug, str) and slug not in topics:
                known = ", ".join(sorted(topics)) or "there is none yet"
                message = f"no topic {slug[:60]!r} in this file; known: {known}"
                yield Finding(("sources", number, "topics", position), message)


def _check_own_feeds(values: Values) -> Iterator[Finding]:
    base = value_at(values, ("site", "base_url")) or Site.model_fields["base_url"].default
    try:
        base = site_address(base) if isinstance(base, str) else ""
    except ValueError:
        return
    slugs = {"all", "status", *(slug for slug, _ in _topics(values))}
    for number, source in _sources(values):
        url = source.get("url")
        below = _below(url, base) if base and isinstance(url, str) else ""
        if _is_own(below, slugs):
            yield Finding(("sources", number, "url"), "this is a feed that we publish ourselves")


def _below(url: str, base: str) -> str:
    """Give the path of a URL below ours, however both are spelled; empty where it is elsewhere."""
    try:
        own, asked = canonical_url(base), canonical_url(url).partition("?")[0]
    except ValueError:
        return ""
    return asked[len(own) + 1 :] if asked.startswith(f"{own}/") else ""


def _is_own(below: str, slugs: set[str]) -> bool:
    path = PurePosixPath(below)
    return path.parts[:1] in (("archive",), ("source",)) or (
        path.stem in slugs and path.suffix in (".atom", ".rss", ".json", ".html")
    )


def _check_slugs(values: Values) -> Iterator[Finding]:
    for slug, _ in _topics(values):
        if slug in RESERVED_SLUGS:
            message = f"the name {slug!r} is taken by a page of ours: choose another"
            yield Finding(("topics", slug), message)


def _check_topic_rules(values: Values) -> Iterator[Finding]:
    for slug, topic in _topics(values):
        if not any(topic.get(key) for key in ("territories", "terms", "combine")):
            message = "this topic matches nothing: it has no territories, terms or combine"
            yield Finding(("topics", slug), message, warns=True)
        yield from _check_combinations(slug, topic)
        yield from _check_bonuses(slug, topic, values)
        yield from _check_guards(slug, topic)


def _check_combinations(slug: str, topic: Values) -> Iterator[Finding]:
    rows = topic.get("combine")
    for number, row in enumerate(rows if isinstance(rows, list) else ()):
        if isinstance(row, dict) and not row.get("all") and not row.get("any"):
            yield Finding(("topics", slug, "combine", number), "needs terms in `all` or `any`")


def _check_bonuses(slug: str, topic: Values, values: Values) -> Iterator[Finding]:
    keys = {source.get("key") for _, source in _sources(values)}
    bonuses = topic.get("sources")
    for key in bonuses if isinstance(bonuses, dict) else ():
        if key not in keys:
            message = "no source of this file has this key"
            yield Finding(("topics", slug, "sources", key), message, warns=True)


def _check_guards(slug: str, topic: Values) -> Iterator[Finding]:
    for language, terms in _tables(topic.get("guards")):
        for term, guard in _tables(terms):
            for side in ("before", "after"):
                path = ("topics", slug, "guards", language, term, f"only_{side}")
                both = _words(guard, f"not_{side}") & _words(guard, f"only_{side}")
                if both:
                    yield Finding(path, f"some words stand in not_{side} as well")


def _words(guard: Values, key: str) -> set[str]:
    words = guard.get(key)
    return {word for word in words if isinstance(word, str)} if isinstance(words, list) else set()


def _sources(values: Values) -> list[tuple[int, Values]]:
    rows = values.get("sources")
    numbered = enumerate(rows if isinstance(rows, list) else ())
    return [(number, row) for number, row in numbered if isinstance(row, dict)]


def _topics(values: Values) -> list[tuple[str, Values]]:
    return _tables(values.get("topics"))


def _tables(table: object) -> list[tuple[str, Values]]:
    pairs = table.items() if isinstance(table, dict) else ()
    return [(name, value) for name, value in pairs if isinstance(value, dict)]


def _check_hubs(values: Values) -> Iterator[Finding]:
    """Warn of addresses that no hub out there can reach; a hub beside us may."""
    base = value_at(values, ("site", "base_url")) or Site.model_fields["base_url"].default
    if value_at(values, ("websub", "hub")) and _is_private(base):
        message = f"no hub can fetch our feeds at {base}: set base_url under [site] to where they"
        yield Finding(("websub", "hub"), f"{message} are public", warns=True)
    callback = value_at(values, ("websub", "callback_url"))
    if isinstance(callback, str) and (_is_private(callback) or not callback.startswith("https:")):
        message = "hubs reach us at a public https address alone; sources are polled all the same"
        yield Finding(("websub", "callback_url"), message, warns=True)


def _is_private(url: object) -> bool:
    """Tell whether an address is plainly one of this machine or a network of one's own."""
    host = (_host_of(url) if isinstance(url, str) else None) or ""
    try:
        return not ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal"))


def _host_of(url: str) -> str | None:
    """Give the host of an address; None where it is none."""
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


_RULES: tuple[Callable[[Values], Iterator[Finding]], ...] = (
    _check_schedule,
    _check_timeouts,
    _check_ports,
    _check_source_keys,
    _check_source_topics,
    _check_own_feeds,
    _check_slugs,
    _check_topic_rules,
    _check_hubs,
)
