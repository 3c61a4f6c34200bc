"""Reads from the store how the sources are, as the values that status documents are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from feeds.advice import advise
from feeds.afterwards import held_until
from feeds.config.schema import SourceSettings
from feeds.incidents import FAILURES
from feeds.listing import source_notes, source_state
from feeds.publisher import BEGINNING, Publisher
from feeds.render.html import ASSETS, render_asset
from feeds.render.status import STATUS, render_status
from feeds.render.view import HealthView, IncidentView, SourceStatus, StatusView
from feeds.rhythm import usual_rhythm
from feeds.showing import source_view
from feeds.urls import redacted
from store import entries, health, sources, websub
from store.database import Connection, Store
from store.records import Source
from store.records_health import HealthDay, Incident

# days that are shown of each source
_DAYS = 30
# incidents in the feed and on the page
_INCIDENTS = 50


def public_status(store: Store, publisher: Publisher, now: datetime) -> dict[str, bytes]:
    """Render how the sources are, by path, to stand beside the feeds."""
    base_url = publisher.site().base_url
    with store.read() as connection:
        return render_status(status_view(connection, publisher, now, base_url))


def admin_status(
    store: Store, publisher: Publisher, now: datetime, base_url: str
) -> dict[str, bytes]:
    """Render how the sources are, with all that its pages load, to stand at `base_url` alone."""
    with store.read() as connection:
        view = status_view(connection, publisher, now, base_url)
    documents = render_status(view)
    assets = {name: render_asset(name) for name in ASSETS}
    return {**documents, **assets, "index.html": documents[f"{STATUS}.html"]}


def status_view(
    connection: Connection, publisher: Publisher, now: datetime, base_url: str
) -> StatusView:
    """Read how the sources are at a time."""
    configured = publisher.config.sources
    known = sources.load(connection, [settings.key for settings in configured])
    counts = entries.count_by_source(connection)
    holds = sources.held(connection)
    days = _last_days(now)
    did = health.days(connection, days[0].isoformat())
    site = publisher.site()
    asked = {settings.key for settings in configured if settings.enabled}
    told = [
        _incident_view(incident, known, publisher)
        for incident in health.newest(connection, _INCIDENTS)
        if incident.source in asked
    ]
    return StatusView(
        site=replace(site, base_url=base_url),
        public_url=site.base_url,
        now=now,
        updated=max((incident.updated for incident in told), default=BEGINNING),
        sources=tuple(
            _source_status(
                settings,
                known[settings.key],
                held_until(settings, known[settings.key], holds, now),
                counts.get(settings.key, 0),
                _days_of(did.get(settings.key, ()), days),
            )
            for settings in configured
        ),
        incidents=tuple(told),
        hub_trouble=_hub_trouble(connection, publisher),
    )


def _hub_trouble(connection: Connection, publisher: Publisher) -> str | None:
    """Give what our hub failed with last, where it failed as often as a source does to be told."""
    hub = publisher.config.websub.hub
    if hub is None:
        return None
    failing = [
        told
        for told in websub.announced(connection).values()
        if told.hub == hub and told.trouble and told.tries >= FAILURES
    ]
    return max(failing, key=lambda told: told.tries).trouble if failing else None


def _last_days(now: datetime) -> tuple[date, ...]:
    return tuple(now.date() - timedelta(days=ago) for ago in reversed(range(_DAYS)))


def _days_of(did: Sequence[HealthDay], days: Sequence[date]) -> tuple[HealthView, ...]:
    found = {day.day: day for day in did}
    return tuple(
        HealthView(day=day, polls=one.polls, failed=one.failed, entries=one.entries, gaps=one.gaps)
        if (one := found.get(day.isoformat()))
        else HealthView(day=day)
        for day in days
    )


def _source_status(
    settings: SourceSettings,
    source: Source,
    held: datetime | None,
    count: int,
    days: tuple[HealthView, ...],
) -> SourceStatus:
    state = source_state(settings, source, held)
    usual = source.interval_why in (None, usual_rhythm(0.0).why)
    return SourceStatus(
        key=settings.key,
        title=settings.title or source.title or settings.key,
        url=None if settings.is_folder else redacted(settings.url),
        state=state,
        entries=count,
        last_success=source.last_success,
        next_poll=source.next_due if settings.enabled else None,
        interval=source.interval,
        interval_why=None if usual else source.interval_why,
        failures=source.failures,
        message=_message(source),
        advice=advise(source, state, sum(day.gaps for day in days)),
        days=days,
    )


def _message(source: Source) -> str | None:
    lines = [source.error_message] if source.error_message else list(source.warnings)
    return "; ".join([*lines, *source_notes(source)]) or None


def _incident_view(
    incident: Incident, known: Mapping[str, Source], publisher: Publisher
) -> IncidentView:
    return IncidentView(
        number=incident.id,
        source=source_view(known[incident.source], publisher),
        kind=incident.kind,
        message=incident.message,
        began=incident.began,
        ended=incident.ended,
        updated=incident.updated,
    )
