"""Whether we are offline ourselves, judged by how sources answer."""

import pytest

from feeds.errors import Blocked, PollError, Refused, Unreachable, Unreadable
from feeds.presence import (
    PAUSE,
    REMEMBERED,
    WINDOW,
    Attempt,
    Presence,
    after_attempt,
    is_silence,
    may_try,
    proves_nothing,
)


def after(
    *answers: tuple[str, bool], every: float = 1.0, known: Presence | None = None
) -> Presence:
    """Give what is known after sources were asked, each a host of its own name and an answer."""
    known = known or Presence()
    for number, (key, answered) in enumerate(answers):
        attempt = Attempt(host=key.split("/")[0], at=number * every, answered=answered)
        known = after_attempt(known, key, attempt)
    return known


def silent(*keys: str) -> list[tuple[str, bool]]:
    return [(key, False) for key in keys]


@pytest.mark.parametrize(
    ("answers", "offline"),
    [
        pytest.param(silent(*"abcde"), True, id="five-of-five"),
        pytest.param(silent(*"abcd"), False, id="too-few"),
        pytest.param(silent("a/1", "a/2", "a/3", "b/1", "b/2"), False, id="too-few-hosts"),
        pytest.param(silent("a", "a", "a", "b", "c"), False, id="each-source-once"),
        pytest.param([("x", True), *silent(*"abcde")], True, id="five-of-six"),
        pytest.param([("x", True), ("y", True), *silent(*"abcde")], False, id="five-of-seven"),
        pytest.param([("a", True), *silent(*"abcde")], True, id="the-last-answer-counts"),
    ],
)
def test_offline(answers: list[tuple[str, bool]], offline: bool) -> None:
    """We are offline when four fifths of at least five sources on three hosts are silent."""
    assert after(*answers).offline is offline


def test_long_ago_does_not_count() -> None:
    """What was asked long ago proves nothing of now."""
    assert not after(*silent(*"abcde"), every=WINDOW / 3).offline


def test_any_answer_ends_it() -> None:
    """One answer of any server, and we are online; the silence before counts no more."""
    online = after(*silent(*"abcde"), ("f", True), *silent("a"))
    assert not online.offline
    assert len(online.attempts) == 2


def test_little_is_remembered() -> None:
    """However many sources there are, few are looked at."""
    known = after(*((str(number), True) for number in range(200)), every=0.0)
    assert len(known.attempts) == REMEMBERED


def test_tries_are_gentle() -> None:
    """While offline, sources are tried now and then; online, at any time."""
    offline = Presence(offline=True, tried=100.0)
    assert [may_try(offline, 100.0 + wait) for wait in (0, PAUSE)] == [False, True]
    assert may_try(Presence(), 0.0)


@pytest.mark.parametrize(
    ("error", "silence", "nothing"),
    [
        pytest.param(None, False, False, id="answer"),
        pytest.param(Unreachable("", kind="dns"), True, False, id="dns"),
        pytest.param(Unreachable("", kind="timeout"), True, False, id="timeout"),
        pytest.param(Unreachable("", kind="tls"), False, False, id="tls"),
        pytest.param(Unreachable("", kind="timeout", http_status=200), False, False, id="stalled"),
        pytest.param(Refused("", http_status=500), False, False, id="500"),
        pytest.param(Unreadable(""), False, False, id="unreadable"),
        pytest.param(Blocked(""), False, True, id="blocked"),
        pytest.param(PollError("a bug"), False, True, id="bug"),
    ],
)
def test_what_errors_say(error: PollError | None, silence: bool, nothing: bool) -> None:
    """Only where no server said anything may the fault be ours."""
    assert (is_silence(error), proves_nothing(error)) == (silence, nothing)
