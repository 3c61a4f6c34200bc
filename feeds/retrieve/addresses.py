"""Pure: which hosts and addresses may be asked (server-side request forgery, RELIABILITY 1.2, 2.4).

Two tests, and both must pass: the spelling of a host before it is resolved, and each address just
before it is connected to. `ipaddress.is_global` alone is no test: it is true for `::127.0.0.1`,
NAT64 and 6to4 forms of loopback, and all multicast (measured).
"""

import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from urllib.parse import urlsplit

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_UNICAST = ipaddress.IPv6Network("2000::/3")
# what versions of Python judge differently, or do not know yet: protocol assignments (192.0.0.9 and
# 2001:1::1 are the nearest server, whoever runs it), relays of 6to4 (RFC 7526), documentation
# (RFC 9637)
_SPECIAL: tuple[IPv4Network | IPv6Network, ...] = tuple(
    map(
        ipaddress.ip_network,
        ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "3fff::/20"),
    )
)
# nothing at all, an empty label, or an ASCII character that no name holds
_NO_NAME = re.compile(r"^$|^\.|\.\.|[\x00-,/:-@\[-^`{-\x7f]")
_LOCAL_NAMES = frozenset({"localhost", "localdomain", "ip6-localhost", "ip6-loopback"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowedNetwork:
    """A network that may be asked though it is not public; on any port where `port` is None."""

    network: IPv4Network | IPv6Network
    port: int | None = None


def parse_allowed(line: str) -> AllowedNetwork:
    """Read a line of `fetch.allow_networks`; raises ValueError with words for a person.

    "10.1.2.3/32:8080", "10.0.0.0/8", "fd00::/8", and in brackets with a port: "[::1/128]:8080".
    """
    network, port = _split_port(line.strip())
    try:
        return AllowedNetwork(network=ipaddress.ip_network(network), port=_parse_port(port))
    except ValueError as wrong:
        raise ValueError(
            f"{line!r} is no network: write it like 10.1.2.3/32:8080 or [::1/128]:8080 ({wrong})"
        ) from wrong


def _split_port(line: str) -> tuple[str, str | None]:
    if line.startswith("["):
        inside, bracket, rest = line[1:].partition("]")
        length, colon, port = rest.partition(":")
        return inside + length if bracket else line, port if colon else None
    if line.count(":") == 1:
        network, _, port = line.partition(":")
        return network, port
    return line, None


def _parse_port(port: str | None) -> int | None:
    if port is None:
        return None
    if not (port.isascii() and port.isdigit() and 0 < int(port[:6]) < 65536):
        raise ValueError(f"{port!r} is no port")
    return int(port)


def is_public(address: str) -> bool:
    """Tell whether an address is one of the open Internet; a malformed one is not.

    Transition forms (IPv4-mapped, 6to4, Teredo, NAT64) are judged by the IPv4 address inside, so
    that hosts behind NAT64 keep working; IPv6 with a zone is local by its nature.
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    if "%" in address:
        return False
    return _is_public(_unwrap(parsed))


def _is_public(parsed: IPv4Address | IPv6Address) -> bool:
    if isinstance(parsed, IPv6Address) and (parsed not in _UNICAST or parsed.is_site_local):
        return False
    outside = parsed.is_multicast or parsed.is_reserved or parsed.is_unspecified
    return parsed.is_global and not outside and not any(parsed in net for net in _SPECIAL)


def _unwrap(parsed: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(parsed, IPv4Address):
        return parsed
    inside = parsed.ipv4_mapped or parsed.sixtofour
    if inside is None and parsed.teredo is not None:
        inside = parsed.teredo[1]
    if inside is None and parsed in _NAT64:
        inside = IPv4Address(int(parsed) & 0xFFFFFFFF)
    return parsed if inside is None else inside


def may_connect(address: str, port: int, allowed: tuple[AllowedNetwork, ...]) -> bool:
    """Tell whether a connection may be made: to the open Internet, or to what is allowed."""
    return is_public(address) or any(_covers(line, address, port) for line in allowed)


def _covers(line: AllowedNetwork, address: str, port: int) -> bool:
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inside = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
    return line.port in (None, port) and (inside or parsed) in line.network


def written_host(url: str) -> str | None:
    """Give a URL's host as it is written, before any library folds it; None where it has none.

    Raises ValueError for a URL that cannot be read.
    """
    authority = urlsplit(url.strip()).netloc.rpartition("@")[2]
    if authority.startswith("["):
        return authority.partition("]")[0].removeprefix("[")
    return authority.partition(":")[0] or None


def refused_spelling(host: str) -> str | None:
    """Say why a host is refused before it is resolved, or None where its spelling is fine.

    Resolvers read `2130706433`, `0x7f.1`, `127.1` and `0177.0.0.1` as addresses, and browsers fold
    `①②⑦` to digits; nobody writes a feed's host like that. A host that ends in a number must be
    an ordinary address (WHATWG URL, section 3.5).
    """
    if _has_foreign_digits(host):
        return "it is written in digits that are not 0 to 9"
    plain = unicodedata.normalize("NFKC", host).lower().translate({0x3002: "."})
    if ":" in plain:
        return _refused_ipv6(plain.strip("[]"))
    name = plain.rstrip(".")
    if _NO_NAME.search(name):
        return "it is no host name"
    if name.rpartition(".")[2] in _LOCAL_NAMES:
        return "it means this very machine"
    if _ends_in_number(name) and (name != host or not _is_canonical_ipv4(name)):
        return "it is a number, not a name or an ordinary address"
    return None


def _refused_ipv6(text: str) -> str | None:
    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return "it is no IPv6 address"
    return "it names a zone of this machine's network" if "%" in text else None


def _has_foreign_digits(host: str) -> bool:
    return any(_is_foreign_digit(sign) for sign in host if not sign.isascii())


def _is_foreign_digit(sign: str) -> bool:
    folded = unicodedata.normalize("NFKC", sign)
    return unicodedata.digit(sign, None) is not None or not set(folded).isdisjoint("0123456789")


def _ends_in_number(name: str) -> bool:
    last = name.rpartition(".")[2]
    return last.isdigit() or (last.startswith("0x") and not set(last[2:]) - set("0123456789abcdef"))


def _is_canonical_ipv4(name: str) -> bool:
    try:
        return str(IPv4Address(name)) == name
    except ValueError:
        return False
