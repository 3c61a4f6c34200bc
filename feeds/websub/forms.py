"""Pure: what hubs are sent, and when again; WebSub sections 5.1 and 6."""

from collections.abc import Mapping
from datetime import timedelta

from store.records_hubs import Subscription

# what we ask for; hubs give what they like, most of them 5 to 10 days
WISH = timedelta(days=10)
# after the first failure, and the longest that doubling comes to
_FIRST = timedelta(minutes=1)
_LONGEST = timedelta(hours=6)

Form = Mapping[str, str]


def publish_form(url: str) -> Form:
    """Say that one of our documents changed.

    The recommendation leaves the form open: pubsubhubbub.appspot.com and superfeedr read
    `hub.url`, others `hub.topic`; all of them pass over what they do not know.
    """
    return {"hub.mode": "publish", "hub.url": url, "hub.topic": url}


def subscription_form(subscription: Subscription) -> Form:
    """Ask for a subscription, or for its end."""
    form = {
        "hub.mode": "unsubscribe" if subscription.ending else "subscribe",
        "hub.topic": subscription.topic,
        "hub.callback": subscription.callback,
    }
    if subscription.ending:
        return form
    lease = str(int(WISH.total_seconds()))
    return {**form, "hub.lease_seconds": lease, "hub.secret": subscription.secret}


def back_off(tries: int, retry_after: int | None = None) -> timedelta:
    """Say how long a hub is left alone after so many tries in a row: a minute, doubled, six hours.

    `retry_after` is what it asked for, in seconds; up to a day of it is followed.
    """
    wait = min(_FIRST * (1 << min(max(tries - 1, 0), 16)), _LONGEST)
    asked = timedelta(seconds=min(retry_after or 0, 86400))
    return max(wait, asked)
