"""Pure: the signature under what a hub sends (WebSub section 7.1)."""

import hmac
import re
from typing import Self

_METHODS = ("sha1", "sha256", "sha384", "sha512")
_HEADER = re.compile(r"(sha\d{1,3})=([0-9A-Fa-f]{40,128})")


class Signature:
    """What a body must hash to under a shared secret; fed in pieces, so that no body is kept."""

    def __init__(self, method: str, claimed: str, secret: str) -> None:
        self._claimed = claimed.lower()
        self._mac = hmac.new(secret.encode(), digestmod=method)

    @classmethod
    def read(cls, header: str | None, secret: str) -> Self | None:
        """Read an X-Hub-Signature; None where there is none, or none of a method that we know."""
        found = _HEADER.fullmatch((header or "").strip())
        if found is None or found[1] not in _METHODS:
            return None
        return cls(found[1], found[2], secret)

    def feed(self, piece: bytes) -> None:
        """Take the next bytes of the body."""
        self._mac.update(piece)

    def is_right(self) -> bool:
        """Tell whether the body so far is what was signed, in a time that tells nothing."""
        return hmac.compare_digest(self._mac.hexdigest(), self._claimed)
