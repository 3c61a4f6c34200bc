"""Pure: what a hub asks before it believes us, and what it is answered (WebSub section 5.3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import parse_qsl

from feeds.text import legal_xml, one_line
from store.records_hubs import Subscription

# how long after we asked a hub may confirm that we did
_PATIENCE = timedelta(days=1)
# however long a hub promises: it may forget us without a word
_LONGEST_LEASE = timedelta(days=30)
# however short its promise is
_SOONEST = timedelta(minutes=5)
# the part of a lease after which it is renewed
_RENEWED = 0.8
# how long a hub that denied us is left alone
_DENIED = timedelta(days=1)
_MOST_PARAMETERS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a hub wants to know; `lease` is in seconds, None where it says none that is one."""

    mode: str
    topic: str
    challenge: str = ""
    lease: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a hub is answered, None where it is refused, and what is to be written then."""

    answer: str | None = None
    changes: Mapping[str, object] = field(default_factory=dict)
    # whether the subscription is over
    ends: bool = False


REFUSED = Verdict()


def read_question(query: str) -> Question | None:
    """Read a query as it was sent; None where it is none that a hub asks, or says a thing twice."""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=_MOST_PARAMETERS)
    except ValueError:
        return None
    said = dict(pairs)
    if len(said) < len(pairs) or not {"hub.mode", "hub.topic"} <= said.keys():
        return None
    return Question(
        mode=said["hub.mode"],
        topic=said["hub.topic"],
        challenge=said.get("hub.challenge", ""),
        lease=_whole(said.get("hub.lease_seconds", "")),
        reason=one_line(legal_xml(said.get("hub.reason", "")))[:200],
    )


def _whole(digits: str) -> int | None:
    # what is beyond nine digits is a lifetime
    is_number = digits.isascii() and digits.isdigit()
    return int(digits[:9] if len(digits) <= 9 else "9" * 9) if is_number else None


def judge_question(subscription: Subscription, question: Question, now: datetime) -> Verdict:
    """Answer a hub that asked at a subscription's own path; all else must be what is kept."""
    if question.topic != subscription.topic:
        return REFUSED
    if question.mode == "denied":
        return _denied(subscription, question, now)
    if not question.challenge:
        return REFUSED
    if question.mode == "unsubscribe" and subscription.ending:
        return Verdict(answer=question.challenge, ends=True)
    if question.mode == "subscribe" and not subscription.ending:
        return _confirmed(subscription, question, now)
    return REFUSED


def _confirmed(subscription: Subscription, question: Question, now: datetime) -> Verdict:
    if not question.lease:
        return REFUSED
    asked = subscription.asked
    if asked is None or not asked <= now <= asked + _PATIENCE:
        # a hub may ask again whether we are still there: that prolongs nothing
        is_promised = subscription.lease_until is not None and now < subscription.lease_until
        return Verdict(answer=question.challenge) if is_promised else REFUSED
    lease = min(timedelta(seconds=question.lease), _LONGEST_LEASE)
    return Verdict(
        answer=question.challenge,
        changes={
            "lease_until": now + lease,
            "next_try": now + max(lease * _RENEWED, _SOONEST),
            "tries": 0,
            "trouble": None,
        },
    )


def _denied(subscription: Subscription, question: Question, now: datetime) -> Verdict:
    if subscription.ending:
        return Verdict(answer="", ends=True)
    trouble = f"the hub denies us: {question.reason or 'it does not say why'}"
    return Verdict(
        answer="", changes={"lease_until": None, "next_try": now + _DENIED, "trouble": trouble}
    )
