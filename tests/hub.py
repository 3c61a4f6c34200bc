"""A WebSub hub as a process of its own: what the recommendation asks of hubs, and no more.

It validates nothing, verifies the intent of subscribers by a GET with a challenge, fetches a topic
when it is published, and distributes it with Link headers and, where a secret was given, with a
signature; what is not taken is sent again twice. It keeps everything in memory.
"""

import asyncio
import hashlib
import hmac
import secrets
import signal
import sys
import time
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp import web
from yarl import URL

_RETRIES = (0.2, 0.5)


@dataclass(frozen=True)
class Promise:
    """One subscription that its subscriber confirmed."""

    secret: str | None
    ends: float


class Hub:
    """The hub itself, in its own process."""

    def __init__(self, *, lease: int, method: str) -> None:
        self.lease = lease
        self.method = method
        self.url = ""
        self.events: list[dict[str, Any]] = []
        self.promises: dict[tuple[str, str], Promise] = {}
        self.tasks: set[asyncio.Task[None]] = set()

    async def receive(self, request: web.Request) -> web.Response:
        """Take a form; what it leads to comes after the answer, as the recommendation says."""
        form = {name: str(value) for name, value in (await request.post()).items()}
        mode = form.get("hub.mode")
        if request.content_type != "application/x-www-form-urlencoded":
            return web.Response(status=415)
        if mode in ("subscribe", "unsubscribe"):
            if not {"hub.callback", "hub.topic"} <= form.keys():
                return web.Response(status=400, text="a parameter is missing")
            self._begin(self.verify(mode, form))
            return web.Response(status=202)
        if mode == "publish" and (form.get("hub.url") or form.get("hub.topic")):
            topic = form.get("hub.url") or form["hub.topic"]
            self.events.append({"event": "published", "topic": topic})
            self._begin(self.distribute(topic))
            return web.Response(status=204)
        return web.Response(status=400, text="this mode is not known")

    def _begin(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def verify(self, mode: str, form: dict[str, str]) -> None:
        """Ask the subscriber whether it was he (section 5.3)."""
        topic, callback = form["hub.topic"], form["hub.callback"]
        challenge = secrets.token_hex(20)
        wished = int(form.get("hub.lease_seconds", self.lease))
        asked = {"hub.mode": mode, "hub.topic": topic, "hub.challenge": challenge}
        lease = min(wished, self.lease)
        if mode == "subscribe":
            asked["hub.lease_seconds"] = str(lease)
        async with (
            aiohttp.ClientSession() as session,
            session.get(URL(callback).update_query(asked)) as answer,
        ):
            echoed = 200 <= answer.status < 300 and await answer.text() == challenge
        self.events.append(
            {"event": mode if echoed else "unconfirmed", "topic": topic, "callback": callback,
             "secret": form.get("hub.secret"), "status": answer.status}
        )  # fmt: skip
        if echoed and mode == "subscribe":
            promise = Promise(form.get("hub.secret"), time.monotonic() + lease)
            self.promises[topic, callback] = promise
        elif echoed:
            self.promises.pop((topic, callback), None)

    async def distribute(self, topic: str) -> None:
        """Fetch a topic and send it to everybody who was promised it (section 7)."""
        async with aiohttp.ClientSession() as session:
            async with session.get(topic) as answer:
                body = await answer.read()
                kind = answer.headers.get("Content-Type", "application/octet-stream")
                links = answer.headers.getall("Link", [])
            self.events.append(
                {"event": "fetched", "topic": topic, "status": answer.status, "links": links,
                 "text": body.decode()}
            )  # fmt: skip
            for (wanted, callback), promise in list(self.promises.items()):
                if wanted == topic and time.monotonic() < promise.ends:
                    await self.send(session, topic, callback, promise, kind, body)

    async def send(
        self,
        session: aiohttp.ClientSession,
        topic: str,
        callback: str,
        promise: Promise,
        kind: str,
        body: bytes,
    ) -> None:
        """Send a body to one subscriber, again where he did not take it."""
        headers = {"Content-Type": kind, "Link": f'<{self.url}>; rel=hub, <{topic}>; rel="self"'}
        if promise.secret is not None:
            mac = hmac.new(promise.secret.encode(), body, self.method).hexdigest()
            headers["X-Hub-Signature"] = f"{self.method}={mac}"
        for pause in (*_RETRIES, 0.0):
            async with session.post(callback, data=body, headers=headers) as answer:
                status = answer.status
            self.events.append({"event": "distributed", "topic": topic, "status": status})
            if 200 <= status < 300:
                return
            await asyncio.sleep(pause)


async def serve(lease: int, method: str) -> None:
    """Run until asked to stop; the first line of standard output is the hub's URL."""
    assert method in hashlib.algorithms_available
    hub = Hub(lease=lease, method=method)
    app = web.Application()
    app.router.add_post("/", hub.receive)
    app.router.add_get("/told", lambda request: _told(hub))
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    hub.url = f"http://127.0.0.1:{port}/"
    sys.stdout.write(f"{hub.url}\n")
    sys.stdout.flush()
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await stop.wait()
    await runner.cleanup()


async def _told(hub: Hub) -> web.Response:
    return web.json_response(hub.events)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), sys.argv[2]))
