"""The composition root: the only place that chooses implementations and puts them together."""

import asyncio
import random
import secrets
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from os import environ
from pathlib import Path

from feeds import samples
from feeds.adding import Tried, find_feed
from feeds.config.load import (
    LoadedConfig,
    load_config,
    publish_folder,
    source_folder,
    store_url,
)
from feeds.config.schema import Config, SourceSettings
from feeds.config.secrets import plain_secret, with_secrets
from feeds.model import Retrieved, Unchanged, Validators
from feeds.parse.children import ParseChildren
from feeds.polling import Outside, Poller
from feeds.publish import publish
from feeds.publisher import Publisher
from feeds.retrieve.files import read_folder
from feeds.retrieve.http import HttpRetriever
from feeds.retrieve.targets import HttpRequest
from feeds.rulebook import Rulebook, make_rulebook
from feeds.settle import Rules, settle_all
from feeds.timing import JITTER
from feeds.topics.classify import classify
from feeds.topics.rules import CompiledTopics, compile_topics
from feeds.urls import recognisable
from feeds.websub.announcing import announce, waiting
from feeds.websub.exchange import Exchange
from feeds.writer import Writer
from store import classified, meta, sources
from store.database import Store, open_store
from store.engine import is_sqlite, sqlite_path
from store.records import Source

# the year is part of every tag: URI and never moves (RFC 4151)
_FIRST_YEAR = 2026


def program_version() -> str:
    """Give the version of this program."""
    try:
        return version("diemtin")
    except PackageNotFoundError:
        return "0+checkout"


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """A configuration with its store, ready for any command."""

    loaded: LoadedConfig
    store: Store
    authority: str
    topics: CompiledTopics
    rulebook: Rulebook

    @property
    def config(self) -> Config:
        """Give the configuration."""
        return self.loaded.config

    @property
    def public_folder(self) -> Path:
        """Give the folder of published files."""
        return publish_folder(self.config, self.loaded.folder)

    @property
    def written_folders(self) -> tuple[Path, ...]:
        """Give the folders whose disks must have room: published files, and a store that is one."""
        url = self.store.url
        return (self.public_folder, *((sqlite_path(url).parent,) if is_sqlite(url) else ()))

    def publisher(self) -> Publisher:
        """Give who publishes."""
        return Publisher(config=self.config, authority=self.authority)

    def rules(self) -> Rules:
        """Give what entries are settled by."""
        return Rules(
            config=self.config,
            classify=partial(classify, self.topics),
            digest=self.rulebook.digest,
        )


def open_installation(path: Path) -> Installation:
    """Read a configuration and open its store, whose schema is brought up to date.

    Raises ConfigurationError and StoreTrouble.
    """
    loaded = load_config(path)
    return adopt(loaded, open_store(store_url(loaded.config, loaded.folder)))


def adopt(loaded: LoadedConfig, store: Store) -> Installation:
    """Put a configuration into force on an open store."""
    config = loaded.config
    compiled = compile_topics(config.topics, home_territory=config.site.home_territory)
    rulebook = make_rulebook(compiled, config)
    with store.write() as connection:
        sources.sync(connection, {one.key: recognisable(one.url) for one in config.sources})
        authority = config.site.authority or meta.keep_first(
            connection, "authority", f"diemtin-{secrets.token_hex(8)}.invalid"
        )
        classified.keep_rulebook(connection, rulebook.digest, rulebook.topics)
    return Installation(
        loaded=loaded,
        store=store,
        authority=authority if "," in authority else f"{authority},{_FIRST_YEAR}",
        topics=compiled,
        rulebook=rulebook,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """All that a running program works with; one event loop, one writer, some children."""

    installation: Installation
    writer: Writer
    outside: Outside
    poller: Poller

    async def settle(self) -> frozenset[int]:
        """Judge and classify what waits; gives the entries that proved to be duplicates."""
        settled = await self.writer.call(
            lambda: settle_all(
                self.installation.store, self.installation.rules(), self.outside.now()
            )
        )
        return settled.duplicates()

    async def publish(
        self, *, everything: bool = False, later: Collection[str] = ()
    ) -> tuple[str, ...]:
        """Publish what is stale and not to come later; gives the paths whose bytes changed."""
        return await asyncio.to_thread(
            publish,
            self.installation.store,
            self.installation.publisher(),
            self.installation.public_folder,
            self.outside.now(),
            everything=everything,
            later=later,
        )

    async def announce(self, seconds: float) -> int:
        """Tell our hub of what is published, within a time; gives how many documents still wait.

        For commands that publish without a daemon, where files are served by somebody else as soon
        as they are in place. A daemon beside us serves them in its own time, and tells the hub
        itself.
        """
        if self.installation.config.websub.hub is None or self.installation.store.is_tended():
            return 0
        exchange = self.exchange()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await announce(exchange, lambda path, digest: True)
        return await waiting(exchange)

    def exchange(self) -> Exchange:
        """Give what talking with hubs needs."""
        return Exchange(
            config=self.installation.config,
            store=self.installation.store,
            writer=self.writer,
            post=self.outside.post,
            now=self.outside.now,
        )

    def under(self, installation: Installation, outside: Outside) -> "Workshop":
        """Give the same workshop under a changed configuration."""
        poller = Poller(installation.config, installation.authority, outside, self.writer)
        return replace(self, installation=installation, outside=outside, poller=poller)


@asynccontextmanager
async def open_workshop(installation: Installation) -> AsyncIterator[Workshop]:
    """Start what polling needs, and end it in order: network, children, writer."""
    config = installation.config
    writer = Writer(installation.store)
    async with open_outside(installation) as outside:
        poller = Poller(config, installation.authority, outside, writer)
        try:
            yield Workshop(installation=installation, writer=writer, outside=outside, poller=poller)
        finally:
            await asyncio.to_thread(writer.close)


@asynccontextmanager
async def open_outside(installation: Installation) -> AsyncIterator[Outside]:
    """Start the network client and the parse children of a configuration."""
    config, folder = installation.config, installation.loaded.folder
    async with _open_tools(config) as (retriever, children):
        yield Outside(
            fetch=partial(_fetch, retriever, folder),
            read_pages=partial(_read_pages, folder, config.fetch.max_body),
            parse=children.parse,
            now=utc_now,
            draw=draw,
            keep=partial(samples.keep_sample, samples_folder(folder)),
            post=retriever.post_form,
        )


@asynccontextmanager
async def _open_tools(config: Config) -> AsyncIterator[tuple[HttpRetriever, ParseChildren]]:
    retriever = HttpRetriever(config.fetch, user_agent=user_agent(config))
    children = ParseChildren(
        count=config.parse.children, cpu=config.parse.cpu, memory=config.parse.memory
    )
    try:
        yield retriever, children
    finally:
        await retriever.close()
        await children.close()


def samples_folder(folder: Path) -> Path:
    """Give the folder of what could not be parsed; `folder` is that of config.toml."""
    return folder / samples.FOLDER


def publish_stale(installation: Installation) -> tuple[str, ...]:
    """Publish what a command changed; gives the paths whose bytes changed.

    A daemon that runs beside it serves them.
    """
    return publish(
        installation.store, installation.publisher(), installation.public_folder, utc_now()
    )


async def announce_published(installation: Installation, seconds: float) -> int:
    """Do what `Workshop.announce` does, for a command that has no workshop."""
    async with open_workshop(installation) as workshop:
        return await workshop.announce(seconds)


async def try_source(config: Config, url: str) -> Tried:
    """Find a feed at a URL and read it once; nothing is stored. Raises PollError."""
    async with _open_tools(config) as (retriever, children):
        return await find_feed(
            url, lambda where: retriever.retrieve(HttpRequest(url=where)), children.parse
        )


def user_agent(config: Config) -> str:
    """Say who asks: name, version, and where to find us."""
    return config.fetch.user_agent or f"diemtin/{program_version()} (+{config.site.base_url})"


def utc_now() -> datetime:
    """Give the time of the system's clock."""
    return datetime.now(UTC)


def draw() -> float:
    """Draw a number that keeps sources from being polled all at once."""
    return random.uniform(-JITTER, JITTER)  # noqa: S311  # not for secrets


async def _fetch(
    retriever: HttpRetriever, folder: Path, settings: SourceSettings, source: Source
) -> Retrieved | Unchanged:
    return await retriever.retrieve(http_request(with_secrets(settings, folder, environ), source))


def http_request(settings: SourceSettings, source: Source) -> HttpRequest:
    """Make the request for a source whose secrets are resolved."""
    headers = tuple((name, plain_secret(value)) for name, value in settings.headers.items())
    return HttpRequest(
        url=settings.url,
        moved_to=source.asked_url,
        validators=Validators(etag=source.etag, last_modified=source.last_modified),
        username=settings.username,
        password=None if settings.password is None else plain_secret(settings.password),
        headers=headers,
        tls_verify=settings.tls_verify,
        timeout=settings.timeout,
    )


async def _read_pages(
    folder: Path, limit: int, settings: SourceSettings, _source: Source
) -> Retrieved:
    return await asyncio.to_thread(read_folder, source_folder(settings, folder), limit=limit)


def unknown_keys(installation: Installation, keys: Sequence[str]) -> list[str]:
    """Give those of some names that are no source's key."""
    known = {source.key for source in installation.config.sources}
    return [key for key in keys if key not in known]
