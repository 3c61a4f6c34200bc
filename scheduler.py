"""The daemon: a clock that ticks, signals that stop or reload it, and an ordered end.

APScheduler only ticks; what is due stands in the store, so that a restart changes nothing.
"""

import asyncio
import logging
import signal
from collections.abc import Callable
from contextlib import AsyncExitStack

from feeds.app import Installation, adopt, open_outside, open_workshop
from feeds.clock import Round, keep_ticking, make_clock, start_clock
from feeds.config.load import load_config, refuse_emptied
from feeds.errors import ConfigurationError
from feeds.front import Front
from feeds.reclassify import older_than
from feeds.rounds import poll_folders
from feeds.serving import take_up_published
from feeds.shelves import feed_slugs
from feeds.soundness import Soundness, least_free
from feeds.tend import Caretaker
from feeds.watching import changes_of, until_saved
from feeds.web.metrics import Measure, Metrics, watch_lag
from feeds.web.server import WebServer
from feeds.web.shelf import Shelf
from feeds.websub.subscriber import Subscriber
from store import documents, sources
from store.errors import StoreTrouble
from store.locks import lock

log = logging.getLogger("diemtin.daemon")

# seconds between two looks at what is due, and between two publications
TICK = 1
FRESHEN = 2
# seconds between two looks at what hubs are to be told and asked
HUBS = 2
# seconds between two batches of entries to which changed rules are applied
RECLASSIFY = 1
# seconds between two batches of an older program's entries that come into the search index
FILL = 1
# seconds between two accounts of how the sources are
STATUS = 5
# seconds between two looks at whether the disk has room and the clock ticks
WATCH = 10
# seconds between two clean-ups
FORGET = 6 * 3600
# seconds for which a store may be held by a command that asks whether a daemon runs
PATIENCE = 0.5
# seconds for running polls, and for open connections, when stopping: 10 together with the rest
POLLS_END = 3.0
SERVING_END = 3.0


class AddressTaken(Exception):
    """The web server cannot listen where config.toml says."""


def run(installation: Installation) -> None:
    """Run until SIGTERM or SIGINT.

    Raises StoreLocked where another daemon holds the store, and AddressTaken where another
    program listens on our address.
    """
    held = lock(installation.store.url, patience=PATIENCE)
    try:
        with asyncio.Runner(loop_factory=_event_loop()) as runner:
            runner.run(_run(installation))
    finally:
        held.release()


def _event_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Take the faster event loop where there is one (SPEED 2.6)."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


async def _run(installation: Installation) -> None:
    async with AsyncExitStack() as stack:
        await Daemon(installation, stack).run()


class Daemon:
    """One running daemon: serves first what was published before, then brings it up to date."""

    def __init__(self, installation: Installation, stack: AsyncExitStack) -> None:
        self._installation = installation
        self._stack = stack
        self._shelf = Shelf()
        # documents that only the operators' listener serves
        self._status = Shelf()
        self._metrics = Metrics()
        self._front = Front(installation)
        self._stop = asyncio.Event()
        self._not_ready: str | None = "the first round is not done"
        self._soundness = Soundness(self._free)
        self._scheduler = make_clock(self._metrics)
        # the network client and parse children of the configuration in force
        self._outside = AsyncExitStack()
        # held by the first round and by each reload, so that they come one after another
        self._turn = asyncio.Lock()

    async def run(self) -> None:
        """Start from the store upwards, tick until told to stop, and end in order."""
        self._free_sources()
        await self._hire()
        # before anybody can see that we serve: a stop that comes at once is a stop in order
        self._listen()
        await self._open_doors()
        beside = [
            asyncio.create_task(endless)
            for endless in (
                self._watch(),
                keep_ticking(self._scheduler),
                watch_lag(self._metrics),
                self._keep_watch(),
            )
        ]
        try:
            await self._work()
        finally:
            for task in beside:
                task.cancel()
            await self._end()

    async def _end(self) -> None:
        """End in order: no new polls, running ones finish, what they brought is published."""
        log.info("stopping")
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        await self._caretaker.drain(POLLS_END)
        await self._caretaker.freshen(at_once=True)
        await self._web.stop(SERVING_END)
        await self._outside.aclose()
        self._free_sources()
        log.info("stopped")

    def _rounds(self) -> tuple[Round, ...]:
        """List what comes round while the daemon runs."""
        caretaker = self._caretaker
        return (
            Round(work=self._start_polls, seconds=TICK),
            Round(work=caretaker.freshen, seconds=FRESHEN),
            Round(work=caretaker.reclassify, seconds=RECLASSIFY),
            Round(work=caretaker.announce, seconds=HUBS),
            Round(work=self._attend_hubs, seconds=HUBS),
            Round(work=caretaker.forget, seconds=FORGET),
            Round(work=self._tell_status, seconds=STATUS),
            Round(work=self._front.renew, seconds=FRESHEN),
            Round(work=self._fill, seconds=FILL),
        )

    def _free_sources(self) -> None:
        """Let go of sources that a daemon had claimed: no other one runs on this store."""
        with self._installation.store.write() as connection:
            sources.release_all(connection)

    async def _hire(self) -> None:
        """Make those who do the work."""
        workshop = await self._stack.enter_async_context(open_workshop(self._installation))
        self._caretaker = Caretaker(
            workshop, self._shelf, self._metrics, self._status, lambda: self._soundness.is_full
        )
        self._subscriber = Subscriber(workshop.exchange())
        await self._subscriber.load()

    async def _open_doors(self) -> None:
        """Serve what was published before."""
        self._web = self._server()
        take_up_published(self._installation, self._shelf)
        try:
            await self._web.start()
        except OSError as taken:
            raise AddressTaken(str(taken)) from taken
        log.info("serving url=%s admin=%s", self._web.public_url, self._web.admin_url)
        for slug in feed_slugs(self._installation.config):
            log.info("subscribe to %s/%s.atom", self._web.public_url, slug)

    async def _work(self) -> None:
        """Begin, then let the clock tick until told to stop, which ends the beginning as well."""
        beginning = asyncio.create_task(self._begin())
        stopping = asyncio.create_task(self._stop.wait())
        await asyncio.wait((beginning, stopping), return_when=asyncio.FIRST_COMPLETED)
        if beginning.done():
            await beginning
            await stopping
        else:
            beginning.cancel()
            await asyncio.gather(beginning, return_exceptions=True)

    async def _begin(self) -> None:
        async with self._turn:
            await self._first_round()
        # what changed before the file was watched
        await self._reload()

    async def _first_round(self) -> None:
        """Publish folders before any network source is waited for, then start the clock."""
        self._soundness.look()
        if not self._soundness.is_full:
            await poll_folders(self._caretaker.workshop)
            await self._caretaker.workshop.publish(everything=True)
        await self._caretaker.freshen()
        await self._front.renew()
        self._not_ready = None
        log.info("ready: folders are read and published")
        await self._tell_status()
        await self._tell_of_older()
        start_clock(self._scheduler, self._rounds())

    async def _start_polls(self) -> None:
        self._soundness.beat()
        await self._caretaker.start_polls()

    def _free(self) -> int:
        return least_free(self._installation.written_folders)

    async def _keep_watch(self) -> None:
        """Look now and then at what would keep us from work; apart from the clock that may stop."""
        while True:
            await asyncio.sleep(WATCH)
            if not self._scheduler.running:
                self._soundness.beat()
            self._soundness.look()
            self._metrics.record(Measure(degraded=len(self._soundness.reasons())))

    async def _tell_status(self) -> None:
        await self._caretaker.tell_status(self._web.admin_url)

    async def _fill(self) -> None:
        await self._front.fill(self._caretaker.workshop.writer)

    def _server(self) -> WebServer:
        serve = self._installation.config.serve
        return WebServer(
            self._shelf,
            host=serve.host,
            port=serve.port,
            admin_host=serve.admin_host,
            admin_port=serve.admin_port,
            ready=lambda: self._not_ready,
            degraded=self._soundness.reasons,
            metrics=self._metrics,
            receive=self._subscriber.answer,
            status=self._status,
            freshness=self._front.freshness,
            searches=self._front.searches,
        )

    async def _attend_hubs(self) -> None:
        await self._subscriber.attend()
        self._metrics.record(Measure(websub=self._subscriber.take_counts()))

    def _listen(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop.set)
        loop.add_signal_handler(signal.SIGHUP, self._reload_soon)

    def _reload_soon(self) -> None:
        self._reloading = asyncio.create_task(self._reload())

    async def _watch(self) -> None:
        """Reload when config.toml changes."""
        async for _ in changes_of(self._installation.loaded.path.absolute()):
            await self._reload()

    async def _reload(self) -> None:
        """Put a changed configuration into force whole, or report it and keep the old one."""
        async with self._turn:
            try:
                await self._take_over()
            except (ConfigurationError, StoreTrouble) as wrong:
                log.error("config.toml is not taken over:\n%s", wrong)

    async def _take_over(self) -> None:
        standing = self._installation.loaded
        await until_saved(standing.path)
        loaded = load_config(standing.path)
        if loaded.digest == standing.digest:
            return
        refuse_emptied(standing, loaded)
        changed = adopt(loaded, self._installation.store)
        _warn_of_restart(self._installation, changed)
        await self._replace(changed)
        log.info("config.toml is taken over")
        await self._tell_of_older()

    async def _replace(self, changed: Installation) -> None:
        self._scheduler.pause()
        await self._caretaker.drain(POLLS_END)
        replaced, self._outside = self._outside, AsyncExitStack()
        outside = await self._outside.enter_async_context(open_outside(changed))
        self._caretaker.workshop = self._caretaker.workshop.under(changed, outside)
        self._subscriber.exchange = self._caretaker.workshop.exchange()
        await replaced.aclose()
        self._installation = changed
        self._front.adopt(changed)
        with changed.store.write() as connection:
            documents.mark_stale(connection, feed_slugs(changed.config))
        self._scheduler.resume()

    async def _tell_of_older(self) -> None:
        """Say how many entries are still in the topics that earlier rules put them into."""
        now = self._installation
        older = await asyncio.to_thread(now.store.ask, lambda c: older_than(c, now.rulebook))
        if not older.entries:
            return
        if now.config.reclassify == "auto":
            log.info("%s; they are reclassified in the background", older.line())
        else:
            log.info(
                "%s; `diemtin reclassify` applies those in force, "
                "`diemtin reclassify --dry-run` shows what would move",
                older.line(),
            )


def _warn_of_restart(before: Installation, after: Installation) -> None:
    for name in ("store", "serve"):
        if getattr(before.config, name) != getattr(after.config, name):
            log.warning("[%s] changed: it is taken over at the next start", name)
