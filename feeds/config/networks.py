"""Pure: networks and ports as config.toml writes them."""

import re
from ipaddress import IPv4Network, IPv6Network, ip_network

_FORMS = (
    re.compile(r"\s*([0-9.]+)(/[0-9]+)?(?::([0-9]{1,5}))?\s*"),
    re.compile(r"\s*\[([0-9A-Fa-f:.]+)\](/[0-9]+)?(?::([0-9]{1,5}))?\s*"),
    re.compile(r"\s*\[([0-9A-Fa-f:.]+)(/[0-9]+)?\](?::([0-9]{1,5}))?\s*"),
    re.compile(r"\s*([0-9A-Fa-f:.]+)(/[0-9]+)?()\s*"),
)


def read_network(text: str) -> tuple[IPv4Network | IPv6Network, int | None]:
    """Read "127.0.0.1/32:8080", "10.0.0.0/8" or "[fd00::]/8:80" as a network and a port.

    Without a port (None) every port is meant; an IPv6 address with a port stands in brackets.
    Raises ValueError.
    """
    match = next(filter(None, (form.fullmatch(text) for form in _FORMS)), None)
    try:
        network = ip_network(f"{match[1]}{match[2] or ''}") if match else None
    except ValueError:
        network = None
    port = int(match[3]) if match and match[3] else None
    if network is None or (port is not None and not 1 <= port <= 65535):
        raise ValueError(
            'write a network with its port, such as "127.0.0.1/32:8080", "10.0.0.0/8" '
            'or "[fd00::]/8:80"'
        )
    return network, port


def sound_network(text: str) -> str:
    """Refuse what `read_network` cannot read."""
    read_network(text)
    return text.strip()
