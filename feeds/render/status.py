"""Pure: how the sources are, as a page in every language and as a feed for its operator."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape

from feeds.render.advice import advice_text
from feeds.render.atom import render_atom
from feeds.render.dates import rfc3339
from feeds.render.health import Strip, strip_of
from feeds.render.html import Frame, fill, frame_of
from feeds.render.interface import Interface, interface_of, interfaces_of
from feeds.render.messages import Messages
from feeds.render.tidy import tidy_line, tidy_site, tidy_source
from feeds.render.view import (
    EntryView,
    FeedView,
    IncidentView,
    SiteView,
    SourceStatus,
    StatusView,
)
from feeds.urls import safe_url

# the name of its documents
STATUS = "status"
# advice that can wait for what cannot: entries that are missed before what only costs a poll
_URGENCY = {"interval": 1, "sample": 1, "limited": 2, "moved": 3}
_STATES = ("failing", "gone", "held", "new", "disabled", "ok")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A time in machine form, and as people read it."""

    iso: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """A source as the page shows it."""

    title: str
    key: str
    url: str | None
    state: str
    state_name: str
    last_success: Moment | None
    next_poll: Moment | None
    # in words
    facts: tuple[str, ...]
    # why it is asked as often as it is, in English
    why: str
    message: str
    advice: str
    strip: Strip | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentLine:
    """An incident as the page shows it."""

    title: str
    message: str
    began: Moment
    ended: Moment | None
    lasts: bool


def render_status(view: StatusView) -> dict[str, bytes]:
    """Render the page in every language and the feed, by their paths."""
    safe = replace(view, site=tidy_site(view.site))
    pages = {
        interface.path(STATUS): _page(safe, interface) for interface in interfaces_of(safe.site)
    }
    return {**pages, f"{STATUS}.atom": _feed(safe)}


def status_paths(site: SiteView) -> frozenset[str]:
    """Name the documents that tell how the sources are."""
    return frozenset({f"{STATUS}.atom", *(each.path(STATUS) for each in interfaces_of(site))})


def _page(view: StatusView, interface: Interface) -> bytes:
    words = interface.words
    lines = [_source_line(source, view.now, interface) for source in view.sources]
    return fill(
        "status.html",
        interface,
        frame=_frame(view, interface),
        now=_moment(view.now, interface),
        summary=_summary(view, words),
        urgent=_most_urgent_first(view.sources, lines),
        hub_advice=_hub_advice(view, words),
        hub_trouble=tidy_line(view.hub_trouble or ""),
        sources=lines,
        failing=any(source.advice for source in view.sources),
        incidents=[_incident_line(incident, interface) for incident in view.incidents],
    )


def _hub_advice(view: StatusView, words: Messages) -> str:
    if view.hub_trouble is None:
        return ""
    return words.gettext(
        "The hub does not answer: subscribers hear of news only when they ask themselves. Check "
        "“hub” under [websub] in config.toml."
    )


def _most_urgent_first(
    sources: Sequence[SourceStatus], lines: Sequence[SourceLine]
) -> list[SourceLine]:
    """Give what asks for somebody's hand: what is lost first; what mends itself is no task."""
    ranked = [
        (_URGENCY.get(source.advice, 0), line)
        for source, line in zip(sources, lines, strict=True)
        if source.advice not in (None, "wait")
    ]
    return [line for _, line in sorted(ranked, key=lambda pair: pair[0])]


def _frame(view: StatusView, interface: Interface) -> Frame:
    """The feeds and topics may stand elsewhere than this page, so that they are named in full."""
    frame = frame_of(replace(view.site, search=False, status=False), interface, STATUS)
    opml = f"{view.public_url}/topics.opml"
    return replace(
        frame,
        home=f"{view.public_url}/{interface.folder}",
        opml=replace(frame.opml, href=opml, url=opml),
    )


def _moment(moment: datetime, interface: Interface) -> Moment:
    return Moment(iso=rfc3339(moment), text=interface.clock.date_and_time(moment))


def _moment_or_none(moment: datetime | None, interface: Interface) -> Moment | None:
    return None if moment is None else _moment(moment, interface)


def _moment_near(moment: datetime | None, now: datetime, interface: Interface) -> Moment | None:
    """Say a time without its day where that is the day of the page."""
    if moment is None:
        return None
    clock = interface.clock
    local = clock.local(moment)
    if local.date() != clock.local(now).date():
        return _moment(moment, interface)
    return Moment(iso=rfc3339(moment), text=interface.words.time(local))


def _summary(view: StatusView, words: Messages) -> str:
    """Say how many sources are how: `14 nguồn: 11 bình thường, 3 đang lỗi`."""
    total = len(view.sources)
    text = words.ngettext("%(number)s source", "%(number)s sources", total)
    counts = Counter(source.state for source in view.sources)
    parts = [
        f"{words.number(counts[state])} {state_name(state, words)}"
        for state in reversed(_STATES)
        if counts[state]
    ]
    return f"{text % {'number': words.number(total)}}: {', '.join(parts) or '-'}"


def _source_line(source: SourceStatus, now: datetime, interface: Interface) -> SourceLine:
    words = interface.words
    return SourceLine(
        title=tidy_line(source.title) or source.key,
        key=source.key,
        url=safe_url(source.url),
        state=source.state,
        state_name=state_name(source.state, words),
        last_success=_moment_near(source.last_success, now, interface),
        next_poll=_moment_near(source.next_poll, now, interface),
        facts=_facts(source, words),
        why=tidy_line(source.interval_why),
        message="" if source.state == "disabled" else tidy_line(source.message),
        advice=advice_text(source.advice, source.key, words),
        strip=strip_of(source.days, words),
    )


def _facts(source: SourceStatus, words: Messages) -> tuple[str, ...]:
    facts = [words.entries(source.entries)]
    if source.interval is not None and source.state != "disabled":
        every = words.gettext("asked every %(time)s")
        facts.append(every % {"time": words.duration(source.interval)})
    if source.failures and source.state != "disabled":
        failed = words.ngettext(
            "%(number)s failure in a row", "%(number)s failures in a row", source.failures
        )
        facts.append(failed % {"number": words.number(source.failures)})
    return tuple(facts)


def _incident_line(incident: IncidentView, interface: Interface) -> IncidentLine:
    return IncidentLine(
        title=incident_title(incident, interface.words),
        message=tidy_line(incident.message),
        began=_moment(incident.began, interface),
        ended=_moment_or_none(incident.ended, interface),
        lasts=incident.ended is None,
    )


def _feed(view: StatusView) -> bytes:
    interface = interface_of(view.site)
    words = interface.words
    feed = FeedView(
        site=replace(view.site, hub=None),
        slug=STATUS,
        id=f"tag:{view.site.authority}:feed/{STATUS}",
        title=f"{view.site.title}: {words.gettext('How the sources are')}",
        updated=view.updated,
        entries=tuple(_entry(incident, view.site, interface) for incident in view.incidents),
    )
    return render_atom(feed).body


def _entry(incident: IncidentView, site: SiteView, interface: Interface) -> EntryView:
    """Tell an incident once under one id; it changes when it is over."""
    words = interface.words
    message = tidy_line(incident.message)
    over = incident.ended is not None and incident.ended != incident.began
    title = incident_title(incident, words)
    lines = [message]
    if over and incident.ended is not None:
        title = words.gettext("Over: %(incident)s") % {"incident": title}
        until = words.gettext("From %(began)s until %(ended)s.")
        clock = interface.clock
        lines.append(
            until
            % {
                "began": clock.date_and_time(incident.began),
                "ended": clock.date_and_time(incident.ended),
            }
        )
    return EntryView(
        id=f"tag:{site.authority}:{STATUS}/{incident.number}",
        title=title,
        summary=" ".join(lines),
        content="".join(f"<p>{escape(line)}</p>" for line in lines),
        url=f"{site.base_url}/{STATUS}.html#{incident.source.key}",
        published=incident.began,
        published_precision="second",
        first_seen=incident.began,
        updated=incident.updated,
        source=replace(tidy_source(incident.source), updated=incident.updated),
    )


def incident_title(incident: IncidentView, words: Messages) -> str:
    """Say in a line what is the matter with a source."""
    match incident.kind:
        case "failing":
            text = words.gettext("%(source)s cannot be read")
        case "gone":
            text = words.gettext("%(source)s is gone")
        case "gap":
            text = words.gettext("%(source)s: news may have been missed")
        case _:
            text = words.gettext("%(source)s does something odd")
    return text % {"source": tidy_line(incident.source.title)}


def state_name(state: str, words: Messages) -> str:
    """Name a source's state."""
    match state:
        case "ok":
            return words.gettext("well")
        case "new":
            return words.gettext("not read yet")
        case "failing":
            return words.gettext("failing")
        case "held":
            return words.gettext("waiting for its server")
        case "gone":
            return words.gettext("gone")
        case _:
            return words.gettext("switched off")
