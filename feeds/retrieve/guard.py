"""The last look at an address before it is connected to (RELIABILITY finding 8).

A resolver cannot be this guard: aiohttp does not ask it about addresses written as such. The socket
factory sees the very address that is connected to, on every hop, so a name that resolves anew
between check and connect gains nothing.
"""

import errno
import socket
from contextvars import ContextVar
from dataclasses import dataclass, field

from aiohttp import AddrInfoType

from feeds.retrieve.addresses import AllowedNetwork, may_connect


@dataclass(slots=True)
class ConnectionAttempt:
    """What became of the addresses of one request, told by the guard while it is connected."""

    # "address port" pairs, as a person writes them
    refused: list[str] = field(default_factory=list)
    # how many addresses were allowed
    allowed: int = 0

    @property
    def blocked(self) -> tuple[str, ...]:
        """The refused addresses, if there were no others: a bad one among good ones is skipped."""
        return () if self.allowed else tuple(dict.fromkeys(self.refused))


# aiohttp keeps only "cannot connect"; this carries the reason around it
_attempt: ContextVar[ConnectionAttempt | None] = ContextVar("connection_attempt", default=None)


def watch_attempt() -> ConnectionAttempt:
    """Begin the record of the request that this task is about to make."""
    attempt = ConnectionAttempt()
    _attempt.set(attempt)
    return attempt


class AddressGuard:
    """Opens sockets for the open Internet and for allowed networks, and for nothing else."""

    def __init__(self, allowed: tuple[AllowedNetwork, ...]) -> None:
        self._allowed = allowed

    def open_socket(self, address: AddrInfoType) -> socket.socket:
        """Make the socket for an address; raises OSError for one that may not be asked."""
        family, kind, protocol, _, target = address
        host, port = str(target[0]), int(target[1])
        attempt = _attempt.get() or ConnectionAttempt()
        if not may_connect(host, port, self._allowed):
            attempt.refused.append(f"{host} port {port}")
            raise PermissionError(errno.EACCES, "the address is not allowed")
        attempt.allowed += 1
        return socket.socket(family, kind, protocol)
