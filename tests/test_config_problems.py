"""Checking config.toml: every problem at once, each with its line, key and a hint."""

from pathlib import Path

import pytest

from feeds.config.load import check_text
from feeds.errors import ConfigurationError, Problem

FOLDER = Path("/srv/diemtin")
TOPIC = '[topics.x]\ntitle = "X"\nterritories = ["RU"]\n'


def problems_of(text: str) -> tuple[Problem, ...]:
    with pytest.raises(ConfigurationError) as refused:
        check_text(text, "config.toml", FOLDER, {})
    return refused.value.problems


def source(extra: str = "", key: str = "a", url: str = "https://example.org/feed") -> str:
    return f'[[sources]]\nkey = "{key}"\nurl = "{url}"\n{extra}\n'


ONE_PROBLEM = [
    pytest.param("[sit]\n", 1, "sit", "unknown table [sit]; did you mean [site]?", id="table"),
    pytest.param(
        "[[source]]\n", 1, "source", "did you mean [[sources]]?", id="table for a list of tables"
    ),
    pytest.param(
        '\n[schedule]\nintervall = "1h"',
        3,
        "schedule.intervall",
        "unknown key 'intervall'; did you mean 'interval'?",
        id="misspelt key",
    ),
    pytest.param(
        "[publish]\nper-source-quota = 1",
        2,
        "publish.per-source-quota",
        "did you mean 'per_source_quota'?",
        id="hyphens for underscores",
    ),
    pytest.param(
        "[publish]\nport = 1",
        2,
        "publish.port",
        "it belongs under [serve]",
        id="key of another table",
    ),
    pytest.param("port = 1", 1, "port", "it belongs under [serve]", id="key without its table"),
    pytest.param(
        "[log]\nzzz = 1", 2, "log.zzz", "known here: format, level", id="key like no other"
    ),
    pytest.param(
        "[topics]\nreclasify = 'ask'",
        2,
        "topics.reclasify",
        "did you mean 'reclassify'?",
        id="misspelt setting among topics",
    ),
    pytest.param(
        "topics = 3", 1, "topics", "must be a table; this is a number", id="topics as number"
    ),
    pytest.param(
        "[topics]\nreclassify = 1", 2, "topics.reclassify", '"ask" or "auto"', id="choice"
    ),
    pytest.param("site = 5", 1, "site", "must be a table; this is a number", id="number as table"),
    pytest.param("[[site]]", 1, "site", "must be a table; this is a list", id="list as table"),
    pytest.param(
        '[sources]\nkey = "a"', 1, "sources", "write [[sources]] with double", id="single brackets"
    ),
    pytest.param("sources = [3]", 1, "sources[#1]", "must be a table", id="number as source"),
    pytest.param(
        '[serve]\nport = "8000"',
        2,
        "serve.port",
        "whole number without quotes",
        id="port in quotes",
    ),
    pytest.param(
        "[serve]\nport = true", 2, "serve.port", "this is true or false", id="port as bool"
    ),
    pytest.param(
        "[serve]\nport = 80.5", 2, "serve.port", "whole number", id="port with a fraction"
    ),
    pytest.param("[serve]\nport = 70000", 2, "serve.port", "at most 65535", id="port too high"),
    pytest.param("[serve]\nport = 8001", 2, "serve.port", "are the same", id="equal ports"),
    pytest.param("[publish]\nentries = 0", 2, "publish.entries", "at least 1", id="no entries"),
    pytest.param(
        '[publish]\nstatus = "yes"',
        2,
        "publish.status",
        "true or false, without",
        id="yes for true",
    ),
    pytest.param(
        '[publish]\nformats = "atom"',
        2,
        "publish.formats",
        "a list in brackets",
        id="text for list",
    ),
    pytest.param(
        '[publish]\nformats = [\n"atom",\n"rss2"]',
        4,
        "publish.formats[#2]",
        'must be one of "atom", "rss" or "json"',
        id="unknown item in a list",
    ),
    pytest.param('[publish]\nformats = ["rss"]', 2, "publish.formats", '"atom" must', id="no atom"),
    pytest.param(
        '[publish]\nformats = ["atom", "atom"]', 2, "publish.formats", "twice", id="format twice"
    ),
    pytest.param(
        '[publish]\ndirectory = "."', 2, "publish.directory", "config.toml", id="own folder"
    ),
    pytest.param('[publish]\ndirectory = "/srv"', 2, "publish.directory", "served", id="above it"),
    pytest.param(
        '[publish]\ndirectory = "var"', 2, "publish.directory", "the store", id="store in it"
    ),
    pytest.param(
        "[schedule]\ninterval = 30",
        2,
        "schedule.interval",
        'with a unit, such as "30m"',
        id="no unit",
    ),
    pytest.param(
        '[schedule]\ninterval = "30 minutes"',
        2,
        "schedule.interval",
        "with a unit",
        id="wrong unit",
    ),
    pytest.param(
        '[schedule]\ninterval = "0s"', 2, "schedule.interval", "more than 0", id="no time"
    ),
    pytest.param(
        '[retention]\nkeep = "99999999999w"', 2, "retention.keep", "too long", id="endless time"
    ),
    pytest.param('[fetch]\nmax_body = "5 MO"', 2, "fetch.max_body", '"5MiB"', id="wrong size"),
    pytest.param(
        '[fetch]\nmax_body = "1GiB"', 2, "fetch.max_body", 'at most "32MiB"', id="huge body"
    ),
    pytest.param('[fetch]\ntimeout = "2m"', 2, "fetch.timeout", 'at most "60s"', id="long timeout"),
    pytest.param(
        '[fetch]\ntimeout = "2s"\nconnect_timeout = "3s"',
        2,
        "fetch.timeout",
        'is less than fetch.connect_timeout ("3s")',
        id="connection longer than the whole",
    ),
    pytest.param(
        '[schedule]\ninterval = "1h"\nfloor = "2h"',
        2,
        "schedule.interval",
        'is less than schedule.floor ("2h")',
        id="interval below the floor",
    ),
    pytest.param(
        '[schedule]\nceiling = "1h"\ninterval = "2h"',
        2,
        "schedule.ceiling",
        "is less than schedule.interval",
        id="interval above the ceiling",
    ),
    pytest.param(
        '[fetch]\nallow_networks = [\n"10.0.0.0/8",\n"10.0.0.1/8"]',
        4,
        "fetch.allow_networks[#2]",
        "such as",
        id="address for a network",
    ),
    pytest.param(
        '[fetch]\nuser_agent = "a\\nb"', 2, "fetch.user_agent", "ASCII", id="line end in header"
    ),
    pytest.param("[dedupe]\nthreshold = 0.5", 2, "dedupe.threshold", "more than 0.5", id="bound"),
    pytest.param("[dedupe]\nthreshold = nan", 2, "dedupe.threshold", "finite", id="no number"),
    pytest.param(
        '[site]\nbase_url = "example.org"', 2, "site.base_url", "whole address", id="no scheme"
    ),
    pytest.param('[site]\nbase_url = "http://a/?b"', 2, "site.base_url", "only scheme", id="query"),
    pytest.param('[site]\nlanguage = "Vietnamese"', 2, "site.language", '"vi"', id="language name"),
    pytest.param(
        '[site]\ntimezone = "Hanoi"', 2, "site.timezone", "like Asia/Ho_Chi_Minh", id="time zone"
    ),
    pytest.param('[site]\ntitle = " "', 2, "site.title", "must not be empty", id="blank title"),
    pytest.param('[site]\nhome_territory = "vn"', 2, "site.home_territory", '"RU"', id="territory"),
    pytest.param('[store]\nurl = "mysql://x"', 2, "store.url", "postgresql+psycopg", id="store"),
    pytest.param('[websub]\nhub = "ftp://x"', 2, "websub.hub", "whole address", id="hub"),
    pytest.param('[dispatch]\nengine = "x"', 2, "dispatch.engine", '"local"', id="one choice"),
    pytest.param(
        '[[sources]]\nkey = "a"\n',
        1,
        "sources[a].url",
        "'url' is missing: every source",
        id="no url",
    ),
    pytest.param(
        '[[sources]]\nurl = "file:x/"\n', 1, "sources[#1].key", "'key' is missing", id="no key"
    ),
    pytest.param(source(key="tin tức"), 2, "sources[#1].key", "letters (without marks)", id="key"),
    pytest.param(
        source() + source(key="A", url="https://b.example"),
        6,
        "sources[A].key",
        "two sources have the key 'A'",
        id="one key twice",
    ),
    pytest.param(source(url="gopher://x"), 3, "sources[a].url", "must begin with", id="scheme"),
    pytest.param(source(url="http://"), 3, "sources[a].url", "whole address", id="no host"),
    pytest.param(source(url="http://a:x/"), 3, "sources[a].url", "whole address", id="port"),
    pytest.param(source(url="file://seeds/"), 3, "sources[a].url", "name a machine", id="slashes"),
    pytest.param(source(url="file:"), 3, "sources[a].url", "name a folder", id="no folder"),
    pytest.param(source(url="file:a%00b"), 3, "sources[a].url", "name a folder", id="NUL"),
    pytest.param(
        source(url="http://127.0.0.1:8000/all.atom"),
        3,
        "sources[a].url",
        "ourselves",
        id="own feed",
    ),
    pytest.param(
        source('topics = ["x",\n"y"]') + TOPIC, 5, "sources[a].topics[#2]", "known: x", id="topic"
    ),
    pytest.param(source('encoding = "rot13"'), 4, "sources[a].encoding", "encoding", id="encoding"),
    pytest.param(
        source("enabled = 1"), 4, "sources[a].enabled", "true or false", id="one for true"
    ),
    pytest.param(
        source('headers = { "X Y" = "z" }'),
        4,
        'sources[a].headers."X Y"',
        "blanks",
        id="header name",
    ),
    pytest.param(
        source("password = 3"),
        4,
        "sources[a].password",
        '{ env = "NAME" }',
        id="password as number",
    ),
    pytest.param(
        source('password = { environ = "X" }'),
        4,
        "sources[a].password",
        '{ env = "',
        id="secret form",
    ),
    pytest.param(
        source('password = { env = "X", file = "y" }'),
        4,
        "sources[a].password.file",
        "unknown key 'file'",
        id="two forms of a secret",
    ),
    pytest.param(
        "[topics.x]\nterritories = ['RU']", 1, "topics.x.title", "every topic", id="title"
    ),
    pytest.param('[topics.Nga]\ntitle = "x"', 1, "topics.Nga", "small letters", id="topic's name"),
    pytest.param(
        TOPIC.replace(".x", ".index"), 1, "topics.index", "taken by a page of ours", id="reserved"
    ),
    *(
        pytest.param(
            TOPIC.replace(".x", f".{slug}"),
            1,
            f"topics.{slug}",
            f"the name '{slug}' is taken by a page of ours: choose another",
            id=f"reserved {slug}",
        )
        for slug in [
            "all",
            "archive",
            "en",
            "search",
            "source",
            "status",
            "style",
            "topics",
            "vi",
            "websub",
        ]
    ),
    pytest.param(TOPIC + "threshold = 0", 4, "topics.x.threshold", "more than 0", id="threshold"),
    pytest.param(TOPIC + "home = false", 4, "topics.x.home", "known here", id="unknown in a topic"),
    pytest.param(
        TOPIC + "[topics.x.terms.vi]\nstrongs = []",
        5,
        "topics.x.terms.vi.strongs",
        "'strong'",
        id="terms",
    ),
    pytest.param(
        TOPIC + '[topics.x.terms.vi]\nweak = ["a", ""]',
        5,
        "topics.x.terms.vi.weak[#2]",
        "empty",
        id="term",
    ),
    pytest.param(
        TOPIC + '[topics.x.terms]\n"tiếng Việt" = {}',
        5,
        'topics.x.terms."tiếng Việt"',
        '"vi"',
        id="terms'",
    ),
    pytest.param(
        TOPIC + '[topics.x.guards.vi."Nga"]\nnot_befor = []',
        5,
        "topics.x.guards.vi.Nga.not_befor",
        "did you mean 'not_before'?",
        id="guard",
    ),
    pytest.param(
        TOPIC + '[topics.x.guards.vi."Nga"]\nnot_before = ["a"]\nonly_before = ["a"]',
        6,
        "topics.x.guards.vi.Nga.only_before",
        "stand in not_before as well",
        id="guard against itself",
    ),
    pytest.param(
        TOPIC + '[[topics.x.combine]]\nall = ["a"]\n[[topics.x.combine]]\nwithin = 3',
        6,
        "topics.x.combine[#2]",
        "needs terms",
        id="combination of nothing",
    ),
]


@pytest.mark.parametrize(("text", "line", "key", "words"), ONE_PROBLEM)
def test_problem_has_line_key_and_words(text: str, line: int, key: str, words: str) -> None:
    """One mistake gives one problem, in its line, with its key and what to write instead."""
    (problem,) = problems_of(text)
    assert (problem.line, problem.key) == (line, key)
    assert words in problem.message


WARNINGS = [
    pytest.param('[schedule]\ninterval = "1m"', 2, "the default, which wins", id="below the floor"),
    pytest.param(
        '[schedule]\ninterval = "2d"', 2, "the default, which wins", id="above the ceiling"
    ),
    pytest.param('[fetch]\nconnect_timeout = "30s"', 2, "fetch.timeout", id="beyond the whole"),
    pytest.param(source('interval = "1s"'), 4, "schedule.floor", id="source below the floor"),
    pytest.param(source() + source(key="b"), 7, "two sources have this url", id="one url twice"),
    pytest.param('[topics.x]\ntitle = "X"', 1, "matches nothing", id="topic without terms"),
]


OWN_FEEDS = [
    pytest.param("https://tin.example/doc/all.atom", id="as published"),
    pytest.param("http://tin.example/doc/all.rss", id="another scheme"),
    pytest.param("https://www.TIN.example:443/doc/x.json", id="another spelling"),
    pytest.param("https://tin.example/doc/x.html?utm_source=me#top", id="with a query"),
    pytest.param("https://tin.example/doc/archive/x/2026-11.atom", id="an archive page"),
    pytest.param("https://tin.example/doc/source/a.atom", id="a source's feed"),
]


@pytest.mark.parametrize("url", OWN_FEEDS)
def test_own_feed(url: str) -> None:
    """What we publish ourselves is no source, however its address is spelled."""
    text = f'[site]\nbase_url = "https://tin.example/doc"\n{source(url=url)}{TOPIC}'
    (problem,) = problems_of(text)
    assert "ourselves" in problem.message


def test_addresses_that_no_hub_reaches() -> None:
    """A hub that cannot fetch our feeds, or reach us, is warned of, and no mistake."""
    public = '[site]\nbase_url = "https://tin.example"\n[websub]\nhub = "https://hub.example/"\n'
    unreached = '[websub]\nhub = "https://hub.example/"\ncallback_url = "http://tin.example"\n'
    local = 'callback_url = "https://192.168.0.2"\n'
    told = check_text(unreached, "config.toml", FOLDER).warnings
    assert [problem.key for problem in told] == ["websub.hub", "websub.callback_url"]
    assert check_text(public, "config.toml", FOLDER).warnings == ()
    (told_of,) = check_text(public + local, "config.toml", FOLDER).warnings
    assert told_of.line == 5


@pytest.mark.parametrize(("text", "line", "words"), WARNINGS)
def test_doubtful_file_is_used_with_a_warning(text: str, line: int, words: str) -> None:
    """What has one sensible reading is used and warned of, with its line."""
    (warning,) = check_text(text, "config.toml", FOLDER).warnings
    assert warning.line == line
    assert words in warning.message


def test_values_of_problems_are_never_told() -> None:
    """A secret in the wrong place, or without its quotes, is in no message."""
    text = source(
        'password = hunter2\nheaders = { Authorization = ["hunter2"] }\nhunter = "hunter2"'
    )
    text += source(key="b", url="hunter2://hunter2") + '[store]\nurl = "mysql://u:hunter2@h/d"'
    with pytest.raises(ConfigurationError) as refused:
        check_text(text, "config.toml", FOLDER, {})
    assert len(refused.value.problems) == 5
    assert "hunter2" not in str(refused.value)
