"""Pure: what is kept of how sources did, as frozen values."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthDay:
    """How a source did on one day of UTC: counts of polls, failed ones, new entries and gaps."""

    source: str
    # ISO date
    day: str
    polls: int = 0
    failed: int = 0
    entries: int = 0
    gaps: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """Something of a source that an operator should know, from when until when."""

    id: int
    source: str
    kind: str
    # for a person; holds no secrets
    message: str
    began: datetime
    # None while it lasts
    ended: datetime | None
    # when it began, changed or ended
    updated: datetime
