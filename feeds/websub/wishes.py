"""Pure: which subscriptions there should be, and what has to change for that."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from feeds.config.schema import Config
from feeds.web.answers import CALLBACKS
from feeds.websub.forms import WISH
from store.records_hubs import Subscription

# how often a hub is asked to end a subscription before its promise is left to run out
_FAREWELLS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A subscription that there should be; `base` is our callbacks' URL without the token."""

    source: str
    hub: str
    topic: str
    base: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What has to change: subscriptions to begin, and tokens of those to end or to forget."""

    begin: tuple[Subscription, ...] = ()
    end: tuple[str, ...] = ()
    forget: tuple[str, ...] = ()


def callback_base(callback_url: str) -> str:
    """Give the URL that callbacks begin with: the configured one, with /websub/ at its end."""
    return callback_url.rstrip("/").removesuffix(CALLBACKS.rstrip("/")) + CALLBACKS


def wishes_of(config: Config, declared: Mapping[str, tuple[str, str]]) -> list[Wish]:
    """Say what should be subscribed to; `declared` gives hub and self link by a source's key.

    Nothing without a callback URL, nothing for folders and disabled sources.
    """
    if config.websub.callback_url is None:
        return []
    base = callback_base(config.websub.callback_url)
    return [
        Wish(source=source.key, hub=hub, topic=topic, base=base)
        for source in config.sources
        if source.enabled and not source.is_folder
        if source.key in declared
        for hub, topic in (declared[source.key],)
    ]


def plan_changes(
    wishes: Sequence[Wish],
    kept: Sequence[Subscription],
    now: datetime,
    draw: Callable[[], str],
) -> Plan:
    """Hold what is kept against what should be; `draw` gives an unguessable text each time."""
    standing = {_wish_of(subscription) for subscription in kept if not subscription.ending}
    wanted = set(wishes)
    return Plan(
        begin=tuple(_begin(wish, now, draw) for wish in wishes if wish not in standing),
        end=tuple(one.token for one in kept if not one.ending and _wish_of(one) not in wanted),
        forget=tuple(one.token for one in kept if one.ending and _is_over(one, now)),
    )


def _wish_of(subscription: Subscription) -> Wish:
    return Wish(
        source=subscription.source,
        hub=subscription.hub,
        topic=subscription.topic,
        base=subscription.callback.removesuffix(subscription.token),
    )


def _begin(wish: Wish, now: datetime, draw: Callable[[], str]) -> Subscription:
    token = draw()
    return Subscription(
        token=token,
        source=wish.source,
        hub=wish.hub,
        topic=wish.topic,
        callback=wish.base + token,
        secret=draw(),
        next_try=now,
    )


def _is_over(subscription: Subscription, now: datetime) -> bool:
    """Tell whether a hub has nothing to say any more, or has been told often enough."""
    until = subscription.lease_until
    # a lease further off than any was noted by a clock that has been put back since
    promised = until is not None and now < until <= now + 4 * WISH
    return not promised or subscription.tries >= _FAREWELLS
