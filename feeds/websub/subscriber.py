"""I/O: our subscriptions at the hubs of sources: asked for, renewed, ended, and listened to.

A push is believed only to say that there is news: its source is asked for it, within its floor.
"""

import asyncio
import logging
import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from feeds.errors import PollError
from feeds.urls import redacted
from feeds.web.answers import NOT_FOUND, Answer, plain_answer
from feeds.web.receiving import BodyTooLarge, BodyTooLate, Delivery
from feeds.websub.exchange import Exchange
from feeds.websub.forms import back_off, subscription_form
from feeds.websub.questions import Verdict, judge_question, read_question
from feeds.websub.signature import Signature
from feeds.websub.wakes import WAKES, judge_wake
from feeds.websub.wishes import plan_changes, wishes_of
from store import websub
from store.database import Connection
from store.records_hubs import Subscription

log = logging.getLogger("diemtin.websub")

# bytes of chance in a token, and in a secret
_CHANCE = 32
# hubs that are asked at once
_AT_ONCE = 8
# pushes that one hub may send at once
_MOST_BODIES = 4

_NOBODY = plain_answer(404, "Not found\n", closes=True)
_TAKEN = plain_answer(202, "", closes=True)
_TOO_LARGE = plain_answer(413, "This is more than we take\n", closes=True)
_TOO_LATE = plain_answer(408, "This took too long\n", closes=True)
_TOO_MANY = plain_answer(503, "One at a time\n", closes=True)


class Subscriber:
    """Keeps up with the hubs of sources; `exchange` is replaced where the configuration is."""

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange
        # all subscriptions by token, as the store has them: a stranger's guess costs no look there
        self._known: dict[str, Subscription] = {}
        self._receiving: Counter[str] = Counter()
        self._counts: Counter[str] = Counter()

    async def load(self) -> None:
        """Read what is kept, before the first hub can ask."""
        self._take_over(await self.exchange.read(websub.subscriptions))

    def take_counts(self) -> Mapping[str, int]:
        """Give what happened since this was asked last: pushes taken and refused, hubs failed."""
        counts, self._counts = self._counts, Counter()
        return counts

    async def attend(self) -> None:
        """Begin and end subscriptions, ask hubs that are due, and wake sources that were pushed."""
        if self.exchange.config.websub.callback_url is None and not self._known:
            return
        await self._follow_plan()
        await self._wake()
        now = self.exchange.now()
        due = [known for known in self._known.values() if known.next_try <= now]
        due.sort(key=lambda known: known.next_try)
        await asyncio.gather(*(self._ask(known) for known in due[:_AT_ONCE]))

    async def _follow_plan(self) -> None:
        exchange, now = self.exchange, self.exchange.now()
        wishes = wishes_of(exchange.config, await exchange.read(websub.declared))
        kept = tuple(self._known.values())
        plan = plan_changes(wishes, kept, now, lambda: secrets.token_urlsafe(_CHANCE))
        if not (plan.begin or plan.end or plan.forget):
            return

        def write(connection: Connection) -> list[Subscription]:
            websub.add(connection, plan.begin)
            websub.drop(connection, plan.forget)
            for token in plan.end:
                ending = {"ending": True, "next_try": now, "tries": 0, "wakes": 0}
                websub.change(connection, token, ending)
            return websub.subscriptions(connection)

        self._take_over(await exchange.writer.write(write))

    def _take_over(self, kept: list[Subscription]) -> None:
        self._known = {subscription.token: subscription for subscription in kept}

    async def _change(self, known: Subscription, changes: Mapping[str, object]) -> None:
        """Write some columns, and know them at once."""
        await self.exchange.writer.write(lambda c: websub.change(c, known.token, changes))
        if known.token in self._known:
            standing = self._known[known.token]
            self._known[known.token] = replace(standing, **changes)  # type: ignore[arg-type]

    async def _ask(self, known: Subscription) -> None:
        """Ask a hub; that we did is written first, because some confirm before they answer."""
        now = self.exchange.now()
        tries = known.tries + 1
        await self._change(known, {"asked": now, "tries": tries, "next_try": now + back_off(tries)})
        try:
            await self.exchange.post(known.hub, subscription_form(known))
        except PollError as trouble:
            await self._note_trouble(known, tries, trouble)

    async def _note_trouble(self, known: Subscription, tries: int, trouble: PollError) -> None:
        self._counts["unreachable"] += 1
        again = self.exchange.now() + back_off(tries, trouble.retry_after)
        await self._change(known, {"trouble": str(trouble)[:500], "next_try": again})
        log.warning(
            "hub not asked source=%s hub=%s tries=%d error=%r",
            known.source,
            redacted(known.hub),
            tries,
            str(trouble),
        )

    async def answer(self, delivery: Delivery) -> Answer | None:
        """Answer what was sent to a callback; everything else there is not found."""
        known = self._known.get(delivery.token)
        if delivery.method == "GET":
            return NOT_FOUND if known is None else await self._confirm(known, delivery.query)
        return _NOBODY if known is None else await self._listen(known, delivery)

    async def _confirm(self, known: Subscription, query: str) -> Answer:
        question = read_question(query)
        if question is None:
            return NOT_FOUND
        verdict = judge_question(known, question, self.exchange.now())
        if verdict.answer is None:
            log.warning(
                "hub refused source=%s hub=%s mode=%.20r",
                known.source,
                redacted(known.hub),
                question.mode,
            )
            return NOT_FOUND
        await self._carry_out(known, verdict, question.mode)
        return plain_answer(200, verdict.answer)

    async def _carry_out(self, known: Subscription, verdict: Verdict, mode: str) -> None:
        if verdict.ends:
            await self.exchange.writer.write(lambda c: websub.drop(c, [known.token]))
            self._known.pop(known.token, None)
        elif verdict.changes:
            await self._change(known, verdict.changes)
        log.info("hub heard source=%s hub=%s mode=%s", known.source, redacted(known.hub), mode)

    async def _listen(self, known: Subscription, delivery: Delivery) -> Answer:
        """Take a push; a wrong signature gets no other answer than a right one (WebSub 7.1)."""
        if self._receiving[known.token] >= _MOST_BODIES:
            return _TOO_MANY
        self._receiving[known.token] += 1
        try:
            is_right = await self._is_signed(known, delivery)
        except BodyTooLarge:
            return self._refused(known, "too large", _TOO_LARGE)
        except BodyTooLate:
            return self._refused(known, "too late", _TOO_LATE)
        finally:
            self._receiving[known.token] -= 1
            self._receiving += Counter()
        if not is_right:
            return self._refused(known, "not signed by its hub", _TAKEN)
        await self._take_push(known)
        return _TAKEN

    async def _is_signed(self, known: Subscription, delivery: Delivery) -> bool:
        fetch = self.exchange.config.fetch
        signature = Signature.read(delivery.signature, known.secret)
        async for piece in delivery.pieces(fetch.max_body, fetch.timeout):
            if signature is not None:
                signature.feed(piece)
        return signature is not None and signature.is_right()

    def _refused(self, known: Subscription, reason: str, answer: Answer) -> Answer:
        self._counts["refused"] += 1
        log.debug("push refused source=%s: %s", known.source, reason)
        return answer

    async def _take_push(self, known: Subscription) -> None:
        """Note that there is news, once until the source is asked for it."""
        self._counts["pushed"] += 1
        standing = self._known.get(known.token)
        if standing is None or standing.ending or standing.wakes >= WAKES:
            return
        await self._change(standing, {"pushed": self.exchange.now(), "wakes": WAKES})
        log.info("pushed source=%s", known.source)
        await self._wake()

    async def _wake(self) -> None:
        """Let sources be asked that were pushed, as far as their floor allows."""
        if not any(known.wakes for known in self._known.values()):
            return
        now = self.exchange.now()
        floor = timedelta(seconds=self.exchange.config.schedule.floor)
        left = await self.exchange.writer.write(lambda c: _wake_sources(c, now, floor))
        for token, wakes in left.items():
            if token in self._known:
                self._known[token] = replace(self._known[token], wakes=wakes)


def _wake_sources(connection: Connection, now: datetime, floor: timedelta) -> dict[str, int]:
    """Make pushed sources due; gives how often each is still to be asked, by its token."""
    left: dict[str, int] = {}
    for waking in websub.waking(connection):
        wake = judge_wake(waking, now, floor)
        if wake is None:
            continue
        if wake.asks:
            websub.make_due(connection, waking.source, now)
        websub.change(connection, waking.token, {"wakes": wake.left})
        left[waking.token] = wake.left
    return left
