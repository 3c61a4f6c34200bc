"""URLs: one gate, one form for comparing, one way to hide secrets."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.urls import (
    LONGEST,
    canonical_url,
    hide_secrets,
    recognisable,
    redacted,
    safe_url,
    without_secrets,
)

BASE = "https://a.example/news/today.html"
SAFE = [
    pytest.param("https://a.example/x", "https://a.example/x", id="as it is"),
    pytest.param("http://a.example", "http://a.example", id="no path"),
    pytest.param("  https://a.example/x\n", "https://a.example/x", id="white space around"),
    pytest.param("https://a.exa\nmple/x\ty", "https://a.example/xy", id="controls within"),
    pytest.param("/x", "https://a.example/x", id="a path"),
    pytest.param("x?y=1", "https://a.example/news/x?y=1", id="relative"),
    pytest.param("../x", "https://a.example/x", id="above"),
    pytest.param("//b.example/x", "https://b.example/x", id="without scheme"),
    pytest.param("?page=2", "https://a.example/news/today.html?page=2", id="a query"),
    pytest.param("#top", "https://a.example/news/today.html#top", id="a fragment"),
    pytest.param("HTTPS://A.Example/X", "https://A.Example/X", id="scheme in capitals"),
    pytest.param("https://a.example/tin tức", "https://a.example/tin%20t%E1%BB%A9c", id="letters"),
    pytest.param("https://a.example/?q=tin tức", "https://a.example/?q=tin%20t%E1%BB%A9c", id="q"),
    pytest.param("https://a.example/%C3%A0?b=%20", "https://a.example/%C3%A0?b=%20", id="quoted"),
    pytest.param("https://a.example/100%", "https://a.example/100%25", id="a stray percent sign"),
    pytest.param('https://a.example/a|b"c<d>', "https://a.example/a%7Cb%22c%3Cd%3E", id="signs"),
    pytest.param("https://bücher.example/", "https://xn--bcher-kva.example/", id="a host"),
    pytest.param("https://bücher:81/", "https://xn--bcher-kva:81/", id="a host and a port"),
    pytest.param("https://a.example:8443/x", "https://a.example:8443/x", id="a port"),
    pytest.param("https://[2001:db8::1]/x", "https://[2001:db8::1]/x", id="an IPv6 address"),
    pytest.param("https://a.example/?a=1&a=2;b#c?d", "https://a.example/?a=1&a=2;b#c?d", id="all"),
]


@pytest.mark.parametrize(("url", "expected"), SAFE)
def test_safe_url(url: str, expected: str) -> None:
    """What may be published is absolute, http or https, and written as RFC 3986 allows."""
    assert safe_url(url, BASE) == expected


UNSAFE = [
    pytest.param(None, id="nothing"),
    pytest.param("", id="empty"),
    pytest.param("javascript:alert(1)", id="script"),
    pytest.param("java\nscript:alert(1)", id="script in two lines"),
    pytest.param(" \x01javascript:alert(1)", id="script behind controls"),
    pytest.param("data:text/html,x", id="data"),
    pytest.param("file:///etc/passwd", id="file"),
    pytest.param("ftp://a.example/x", id="ftp"),
    pytest.param("mailto:a@b.example", id="mail"),
    pytest.param("tag:a.example,2026:x", id="tag"),
    pytest.param("https://", id="no host"),
    pytest.param("https:///x", id="empty host"),
    pytest.param("https://user@a.example/", id="user"),
    pytest.param("https://user:secret@a.example/", id="user and password"),
    pytest.param("https://a.example:port/", id="a port that is no number"),
    pytest.param("https://a.example:99999/", id="a port that is too big"),
    pytest.param("https://[::1/x", id="half an address"),
    pytest.param("https://a b.example/", id="white space in the host"),
    pytest.param("https://a<b>.example/", id="signs in the host"),
    pytest.param("https://" + "ở" * 80 + ".example/", id="a host too long to be written"),
    pytest.param("https://a.example/" + "x" * LONGEST, id="too long"),
]


@pytest.mark.parametrize("url", UNSAFE)
def test_unsafe_url(url: str | None) -> None:
    """What is no address of a page is refused, whatever it looks like."""
    assert safe_url(url) is None


def test_relative_url_without_base() -> None:
    """A relative URL is nothing without the page it stands on."""
    assert safe_url("/x") is None
    assert safe_url("x", "not a URL") is None


parts = st.text("aZ0ở%/?#&=:@.-[]\\ \n\"<>|;+~'", max_size=30)
urls = st.builds(
    "{}{}{}".format, st.sampled_from(["https://", "http://a.example/", "/", ""]), parts, parts
)


@given(urls)
def test_safe_url_always(url: str) -> None:
    """Whatever goes in, what comes out is ASCII, absolute, fit to be compared, and safe again."""
    safe = safe_url(url, BASE)
    if safe is None:
        return
    assert safe.isascii()
    assert not set(safe) & set(' "<>\\^`{|}\n')
    assert urlsplit(safe).scheme in ("http", "https")
    assert safe_url(safe) == safe
    assert canonical_url(safe) == canonical_url(f"{safe.partition('#')[0]}#x")


CANONICAL = [
    pytest.param("https://www.a.example/x/?utm_id=a&b=2&a=1#top", "a.example/x?a=1&b=2", id="all"),
    pytest.param("http://a.example:80/x", "a.example/x", id="port of http"),
    pytest.param("https://a.example:443/x", "a.example/x", id="port of https"),
    pytest.param("https://a.example:8080/x", "a.example:8080/x", id="another port"),
    pytest.param("https://A.EXAMPLE/X", "a.example/X", id="case"),
    pytest.param("https://a.example/", "a.example", id="front page"),
    pytest.param("https://a.example/x?fbclid=1&gclid=2", "a.example/x", id="tracking alone"),
    pytest.param("https://a.example/x?UTM_Medium=1", "a.example/x", id="tracking in capitals"),
    pytest.param("https://a.example/x?utm=1", "a.example/x?utm=1", id="no tracking"),
    pytest.param("https://a.example/x?a=", "a.example/x?a=", id="empty parameter"),
    pytest.param("https://a.example/x?id=2&id=1", "a.example/x?id=1&id=2", id="the same twice"),
    pytest.param("https://www.www.example/", "www.example", id="a host called www"),
]


@pytest.mark.parametrize(("url", "expected"), CANONICAL)
def test_canonical_url(url: str, expected: str) -> None:
    """Two spellings of one address have one form: without what servers do not look at."""
    assert canonical_url(url) == expected


REDACTED = [
    pytest.param("https://a.example/feed?page=2", "https://a.example/feed?page=2", id="no secret"),
    pytest.param("https://u:p@a.example/feed", "https://a.example/feed", id="user and password"),
    pytest.param("https://u@a.example:81/feed", "https://a.example:81/feed", id="user"),
    pytest.param("https://a.example/?token=x&page=2", "https://a.example/?page=2", id="token"),
    pytest.param("https://a.example/feed?api_key=x", "https://a.example/feed", id="API key"),
    pytest.param("https://a.example/feed?Access-Token=x", "https://a.example/feed", id="capitals"),
    pytest.param("https://a.example/feed?key=x", "https://a.example/feed", id="key"),
    pytest.param("https://a.example/?X-Signature=x&d=1", "https://a.example/?d=1", id="signature"),
    pytest.param("https://a.example/?keyword=x", "https://a.example/?keyword=x", id="keyword"),
    pytest.param("https://a.example/feed#token", "https://a.example/feed", id="fragment"),
    pytest.param("https://u:p@[::1", "(unreadable URL)", id="unreadable"),
    pytest.param("file:seeds/", "file:seeds/", id="folder beside config.toml"),
    pytest.param("file:///srv/seeds/", "file:///srv/seeds/", id="folder anywhere"),
    pytest.param("file:bài #1?/", "file:bài #1?/", id="folder with signs of addresses"),
]


@pytest.mark.parametrize(("url", "expected"), REDACTED)
def test_redacted(url: str, expected: str) -> None:
    """A URL that is shown has neither a user nor what looks like a secret."""
    assert redacted(url) == expected


names = st.sampled_from(["token", "api_key", "password", "sig", "auth", "page", "q"])


@given(st.lists(st.tuples(names, st.just("geheim"))), st.sampled_from(["", "geheim@", "u:geheim@"]))
def test_no_secret_is_shown(pairs: list[tuple[str, str]], user: str) -> None:
    """Whatever the order and number of secrets, none of them is shown."""
    query = "&".join(f"{name}={value}" for name, value in pairs if name not in ("page", "q"))
    assert "geheim" not in redacted(f"https://{user}a.example/feed?{query}&page=1")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param(
            "https://a.example/x?y=1#z", "https://a.example/x?y=1#z", id="nothing to hide"
        ),
        pytest.param("https://u:geheim@a.example/x#z", "https://a.example/x", id="user part"),
        pytest.param("https://a.example/?api-key=geheim", "https://a.example/", id="a key"),
        pytest.param("urn:x:y?key=1", "urn:x:y?key=1", id="no address"),
        pytest.param("tag:a@b.example,2026:x", "tag:a@b.example,2026:x", id="a tag"),
    ],
)
def test_without_secrets(url: str, expected: str) -> None:
    """An address loses its secrets and is otherwise left as it is."""
    assert without_secrets(url) == expected


def test_recognisable() -> None:
    """Of two addresses that differ in their secrets alone, neither shows one, and they differ."""
    one, other = (recognisable(f"https://a.example/?key=geheim{n}&p=1") for n in (1, 2))
    assert one != other
    assert redacted(one) == redacted(other) == "https://a.example/?p=1"
    assert "geheim" not in one + other
    assert recognisable("https://a.example/?p=1") == "https://a.example/?p=1"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "see http://u:geheim@a.example/x now", "see http://a.example/x now", id="user"
        ),
        pytest.param("('https://a@b@a.example')", "('https://a.example')", id="two signs"),
        pytest.param("GET /x?a=1&token=geheim&b=2", "GET /x?a=1&token=…&b=2", id="a token"),
        pytest.param("URL('?key=geheim')", "URL('?key=…')", id="in quotes"),
        pytest.param("x = y, key=value", "x = y, key=value", id="no address"),
        pytest.param("http://a.example/@someone", "http://a.example/@someone", id="in a path"),
    ],
)
def test_hide_secrets(text: str, expected: str) -> None:
    """A running text loses the secrets of the addresses in it, and nothing else."""
    assert hide_secrets(text) == expected


def test_address_without_scheme() -> None:
    """What was meant as an address is shown without its user part all the same."""
    assert "geheim" not in redacted("u:geheim@a.example/feed")
    assert "geheim" not in redacted("geheim@a.example/feed")
