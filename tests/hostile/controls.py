"""Ten well-behaved feeds, each with one new item every time: nothing may hold them up."""

from typing import Any

from tests.hostile.row import Row
from tests.loopback import Answer, Handler
from tests.newsroom import SYNTAXES, news

COUNT = 10
# items that stand in a document at once
_WINDOW = 12


def item_of(key: str, number: int) -> Any:
    """Give an item of a control feed; numbers count from 1, and none has a date."""
    return news(f"{key}-{number}")


def _growing(key: str, syntax: str) -> Handler:
    write, media_type = SYNTAXES[syntax]

    def answer(request: Any) -> Answer:
        newest = request.loopback.net.count_items(key)
        oldest = max(1, newest - _WINDOW + 1)
        items = [item_of(key, number) for number in range(newest, oldest - 1, -1)]
        return 200, {"Content-Type": media_type}, write(items, title=f"Báo {key}").encode()

    return answer


def _row(number: int) -> Row:
    # Atom needs a date, and what has none is the newest of all that we publish
    syntax = ("rss", "json")[number % 2]
    key = f"control-{number}"
    return Row(
        key=key,
        does=f"Behaves well, as {syntax}, and has one new item every time.",
        answer=_growing(key, syntax),
        server="controls",
        entries=6,
        outcome="ok",
        updated=0,
    )


ROWS = tuple(_row(number) for number in range(COUNT))
