"""Pure: one gate for URLs, one canonical form for comparing them, one way to hide secrets."""

import re
from functools import lru_cache
from hashlib import sha256
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

# characters; RELIABILITY table 2.2
LONGEST = 2048

# what browsers drop wherever it stands (WHATWG URL, section 4.4), and other controls with it
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
# a percent sign that escapes nothing (RFC 3986 section 2.1)
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_TRACKING = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|dclid|yclid|msclkid|mc_cid|mc_eid|igshid|_ga|_gl|cmpid|ref_src|wt_mc)$"
)
# what would come out as it went in; nearly every link of a feed is like this
_PLAIN = re.compile(
    r"https?://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?"
    r"(?:/(?:[A-Za-z0-9/._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})*)?"
    r"(?:\?(?:[A-Za-z0-9/._~!$&'()*+,;=:@?-]|%[0-9A-Fa-f]{2})+)?"
)
_TELLING_NAME = (
    r"(?:[\w.-]{0,64}(?:token|secret|passw|api[_-]?key|auth|signature|credential|session|jwt)"
    r"[\w.-]{0,64}|(?:[\w.-]{0,64}[_.-])?(?:key|sig|pw|pwd|pass|sid))"
)
_SECRET_KEYS = re.compile(rf"(?i)^{_TELLING_NAME}$")
# in running text: what stands between "://" and the last "@" before a path, and what a parameter
# that looks like a secret is set to
_USER_PART = re.compile(r"(?<=://)[^\s/?#\\\"'<>]*@")
_SECRET_VALUE = re.compile(rf"(?i)(?<=[?&;])({_TELLING_NAME})=[^\s&;#\\\"'<>)\]]*")
_SAFE = "!#$%&'()*+,/:;=?@[]~-._"


def safe_url(url: str | None, base: str | None = None) -> str | None:
    """Give the absolute http or https URL that may be published, or None.

    Drops white space and controls, resolves against `base`, quotes what RFC 3986 does not allow;
    refuses other schemes, no host, user parts and more than 2,048 characters.
    """
    if not url:
        return None
    if len(url) <= LONGEST and _PLAIN.fullmatch(url):
        return url
    try:
        joined = urljoin(base or "", _CONTROLS.sub("", url).strip())
        parts = urlsplit(joined)
        allowed = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
        _ = parts.port
    except ValueError:
        return None
    if not allowed or len(joined) > LONGEST:
        return None
    quoted = _quoted(joined)
    # quoting makes three characters of a byte
    return quoted if quoted and len(quoted) <= LONGEST else None


def _quoted(url: str) -> str | None:
    parts = urlsplit(_STRAY_PERCENT.sub("%25", url))
    try:
        netloc = parts.netloc if parts.netloc.isascii() else _ascii_netloc(parts.netloc)
    except UnicodeError:
        return None
    if re.search(r"[^A-Za-z0-9.\-:\[\]_~%]", netloc):
        return None
    return urlunsplit(
        (
            parts.scheme,
            netloc,
            quote(parts.path, safe=_SAFE.replace("[]", "").replace("#", "").replace("?", "")),
            quote(parts.query, safe=_SAFE.replace("#", "").replace("[]", "")),
            quote(parts.fragment, safe=_SAFE.replace("#", "").replace("[]", "")),
        )
    )


def _ascii_netloc(netloc: str) -> str:
    """Spell a host in ASCII (RFC 3490); its port is no part of its last label.

    Raises UnicodeError.
    """
    if "[" in netloc:
        raise UnicodeError("an IPv6 address has no foreign letters")
    host, colon, port = netloc.partition(":")
    return host.encode("idna").decode() + colon + port


# an entry's address is looked at for its identity, its digest and its duplicates in turn
@lru_cache(maxsize=4096)
def canonical_url(url: str) -> str:
    """Give the form in which two spellings of one address are equal; for comparing only.

    Scheme, `www.`, default ports, fragments, tracking parameters and a closing slash go; the
    remaining parameters are sorted.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    kept = [
        pair
        for pair in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.match(pair[0].lower())
    ]
    query = urlencode(sorted(kept))
    return f"{host}{port}{parts.path.rstrip('/')}" + (f"?{query}" if query else "")


def redacted(url: str) -> str:
    """Give a URL without user, password and the values of parameters that look like secrets."""
    try:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
        pairs = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return "(unreadable URL)"
    if not host and "@" in parts.path and not parts.path.startswith("/"):
        # "user:password@host/feed": a URL without its scheme, or a mail address
        return urlunsplit((parts.scheme and "…", "", parts.path.rpartition("@")[2], "", ""))
    if parts.scheme == "file" and not host:
        # put together again, "file:seeds/" would be "file:///seeds/", which is another folder
        return url
    kept = [(key, value) for key, value in pairs if not _SECRET_KEYS.match(key)]
    query = parts.query if len(kept) == len(pairs) else urlencode(kept)
    return urlunsplit((parts.scheme, host, parts.path, query, ""))


def without_secrets(url: str) -> str:
    """Give a URL as it is, unless it holds a user part or a secret: then redacted."""
    if not url.lower().startswith(("http:", "https:")):
        return url
    shown = redacted(url)
    return url if shown == url.partition("#")[0] else shown


def recognisable(url: str) -> str:
    """Give a URL without its secrets that yet differs when they do, for most changes of them.

    Four hexadecimal digits in the fragment tell a changed token in 65,535 cases of 65,536, and too
    many guesses fit them for anybody to prove one right.
    """
    shown = without_secrets(url)
    return url if shown == url else f"{shown}#{sha256(url.encode()).hexdigest()[:4]}"


def hide_secrets(text: str) -> str:
    """Take the secrets out of the URLs that stand in a running text, such as a traceback."""
    if "://" in text:
        text = _USER_PART.sub("", text)
    return _SECRET_VALUE.sub(r"\1=…", text) if "=" in text else text


def polite_host(url: str) -> str:
    """Name the host whose politeness all that is asked of a URL shares; empty where there is none.

    A port of its own is a server of its own; http and https of one name are one.
    """
    parts = urlsplit(url)
    name = (parts.hostname or "").lower()
    return name if not name or parts.port in (None, 80, 443) else f"{name}:{parts.port}"
