"""Pure: what an operator should do about a source, as a word that pages put into sentences."""

from typing import Literal

from store.records import Source

Advice = Literal[
    "replace", "address", "missing", "page", "login", "certificate", "allow", "size", "interval",
    "moved", "limited", "sample", "wait",
]  # fmt: skip

_BY_KIND: dict[str, Advice] = {
    "gone": "replace",
    "dns": "address",
    "not_a_feed": "page",
    "tls": "certificate",
    "blocked": "allow",
    "too_large": "size",
    "limited": "limited",
    "parse": "sample",
    "encoding": "sample",
}
_BY_STATUS: dict[int, Advice] = {401: "login", 403: "login", 404: "missing", 410: "replace"}
# gaps within the days shown that call for a shorter interval
_GAPS = 2


def advise(source: Source, state: str, gaps: int) -> Advice | None:
    """Say what to do about a source; None where all is well. `gaps` are those of late."""
    if state in ("disabled", "new"):
        return None
    if state == "gone":
        return "replace"
    if source.failures:
        return _of_failure(source)
    if gaps >= _GAPS:
        return "interval"
    return "moved" if source.asked_url else None


def _of_failure(source: Source) -> Advice:
    if source.error_kind == "status":
        return _BY_STATUS.get(source.http_status or 0, "wait")
    return _BY_KIND.get(source.error_kind or "", "wait")
