"""Pure: which content coding a request asks for (RFC 9110 section 12.5.3)."""

import re
from functools import lru_cache
from typing import Literal

Coding = Literal["gzip", "identity"]

# weight, RFC 9110 section 12.4.2
_WEIGHT = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")


@lru_cache(maxsize=128)
def choose_coding(accept_encoding: str | None) -> Coding:
    """Choose gzip where the request names it (or `*`) and prefers nothing to it, else identity.

    A request that names no coding gets identity, which everybody reads; so does one whose weights
    cannot be read, and one that refuses everything (a SHOULD of the RFC).
    """
    if not accept_encoding:
        return "identity"
    weights = _weights(accept_encoding)
    everything = weights.get("*", 0.0)
    gzip = weights.get("gzip", weights.get("x-gzip", everything))
    return "gzip" if gzip > 0 and gzip >= weights.get("identity", 0.0) else "identity"


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
