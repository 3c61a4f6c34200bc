"""Pure: which content coding a request asks for (RFC 9110 section 12.5.3)."""

import re
from functools import lru_cache
from typing import Literal

from feeds.web.document import Packing

Coding = Literal["br", "gzip", "identity"]

# in the order in which we like to send them: the smaller first
PACKINGS: tuple[Packing, ...] = ("br", "gzip")

# weight, RFC 9110 section 12.4.2
_WEIGHT = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")


@lru_cache(maxsize=128)
def choose_coding(accept_encoding: str | None, offered: tuple[Packing, ...] = PACKINGS) -> Coding:
    """Choose the coding that the request names (`*`: gzip) and prefers, else identity.

    `offered` stand in our own order, which decides between those that are as welcome. A request
    that names no coding gets identity, which everybody reads; so does one whose weights cannot be
    read, and one that refuses everything (a SHOULD of the RFC).
    """
    if not accept_encoding:
        return "identity"
    weights = _weights(accept_encoding)
    wishes: dict[Packing, float] = {coding: _wish(weights, coding) for coding in offered}
    best = max(wishes.values(), default=0.0)
    if best <= 0 or best < weights.get("identity", 0.0):
        return "identity"
    return next(coding for coding in offered if wishes[coding] == best)


def _wish(weights: dict[str, float], coding: Packing) -> float:
    """Say how welcome a coding is; a star stands for gzip alone, which everybody can read."""
    if coding == "br":
        return weights.get("br", 0.0)
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0)))


def _weights(accept_encoding: str) -> dict[str, float]:
    return dict(_weighted(member) for member in accept_encoding.lower().split(","))


def _weighted(member: str) -> tuple[str, float]:
    coding, _, parameters = member.partition(";")
    return coding.strip(), _weight(parameters)


def _weight(parameters: str) -> float:
    name, _, value = parameters.partition("=")
    if not parameters.strip():
        return 1.0
    readable = name.strip() == "q" and _WEIGHT.fullmatch(value.strip())
    return float(value) if readable else 0.0
