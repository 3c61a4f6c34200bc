"""WebSub's rules as values: what is announced, wished for, answered, and when a source is woken."""

import hmac
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stored import NOW

from feeds.config.schema import Config, SourceSettings, WebSub
from feeds.retrieve.links import HubLinks, read_hub_links
from feeds.websub.forms import back_off, publish_form, subscription_form
from feeds.websub.pings import due_announcements, is_announced, link_header
from feeds.websub.questions import REFUSED, Question, judge_question, read_question
from feeds.websub.signature import Signature
from feeds.websub.wakes import WAKES, Wake, judge_wake
from feeds.websub.wishes import callback_base, plan_changes, wishes_of
from store.records_hubs import Announcement, Subscription, Waking
from store.records_published import DocumentRow

HUB = "https://hub.example/"
TOPIC = "https://bao.example/feed"
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)

ASKED = Subscription(
    token="T",
    source="bao",
    hub=HUB,
    topic=TOPIC,
    callback="https://toi.example/websub/T",
    secret="s",
    asked=NOW - MINUTE,
    next_try=NOW,
    tries=3,
    trouble="no answer",
)
PROMISED = replace(ASKED, asked=NOW - 9 * DAY, lease_until=NOW + DAY, tries=0, trouble=None)
ENDING = replace(PROMISED, ending=True)


@pytest.mark.parametrize(
    ("lines", "hub", "self_link"),
    [
        pytest.param(['<//h/>; rel="hub"', f"<{TOPIC}>; rel=self"], "https://h/", TOPIC, id="two"),
        pytest.param([f'<//h/>; rel="hub", <{TOPIC}>; rel="self"'], "https://h/", TOPIC, id="one"),
        pytest.param(['<//h/>; title="a"; REL="next HUB"'], "https://h/", None, id="several-rels"),
        pytest.param(["<//h/>; rel=hub, <//g/>; rel=hub"], "https://h/", None, id="first-counts"),
        pytest.param(["<javascript:x>; rel=hub, <//g/>; rel=hub"], "https://g/", None, id="scheme"),
        pytest.param(["<https://u:p@h/>; rel=hub"], None, None, id="user-part"),
        pytest.param(["</h>; rel=next"], None, None, id="other"),
        pytest.param(["https://h/; rel=hub", "<<<>;;;", ""], None, None, id="malformed"),
    ],
)  # fmt: skip
def test_link_headers(lines: list[str], hub: str | None, self_link: str | None) -> None:
    """The first usable hub and self link of Link headers count, resolved against the answer."""
    assert read_hub_links(lines, TOPIC) == HubLinks(hub=hub, self_link=self_link)


@given(st.lists(st.text('<>;,"= relhubf/:', max_size=200), max_size=5))
def test_any_link_header_is_read(lines: list[str]) -> None:
    """Whatever stands in a Link header, reading it gives usable addresses or nothing."""
    links = read_hub_links(lines, TOPIC)
    for url in (links.hub, links.self_link):
        assert url is None or url.startswith(("http://", "https://"))


def document(path: str, digest: str = "1") -> DocumentRow:
    return DocumentRow(path=path, digest=digest, content_digest="", updated=NOW, modified=NOW)


@pytest.mark.parametrize(
    ("path", "announced"),
    [
        ("all.atom", True), ("all.rss", True), ("all.json", True), ("source/tin.atom", True),
        ("all.html", False), ("topics.opml", False), ("style.css", False),
        ("archive/all/2026-11.atom", False),
    ],
)  # fmt: skip
def test_what_is_announced(path: str, announced: bool) -> None:
    """Only what people subscribe to is announced, and names its hub."""
    assert is_announced(path) is announced
    header = link_header(HUB, "https://toi.example/", f"/{path}")
    named = f'<{HUB}>; rel="hub", <https://toi.example/{path}>; rel="self"'
    assert header == (named if announced else None)
    assert link_header(None, "https://toi.example", f"/{path}") is None


def test_due_announcements() -> None:
    """What the hub does not know is due: new bytes, a new hub; what failed waits for its time."""
    told = {
        "same.atom": Announcement(path="same.atom", hub=HUB, digest="1"),
        "changed.atom": Announcement(path="changed.atom", hub=HUB, digest="0"),
        "moved.atom": Announcement(path="moved.atom", hub="https://old.example/", digest="1"),
        "later.atom": Announcement(path="later.atom", hub=HUB, next_try=NOW + MINUTE, tries=1),
        "again.atom": Announcement(path="again.atom", hub=HUB, next_try=NOW, tries=1),
    }
    names = [*told, "new.atom", "page.html"]
    due = due_announcements({name: document(name) for name in names}, told, HUB, NOW)
    assert [row.path for row, _ in due] == ["again.atom", "changed.atom", "moved.atom", "new.atom"]
    assert {before.hub for _, before in due} == {HUB}


def test_forms() -> None:
    """A publisher's form fits every known hub; a subscriber's asks for a lease and signatures."""
    assert publish_form(TOPIC) == {
        "hub.mode": "publish", "hub.url": TOPIC, "hub.topic": TOPIC,
    }  # fmt: skip
    common = {"hub.topic": TOPIC, "hub.callback": ASKED.callback}
    assert subscription_form(ASKED) == {
        **common, "hub.mode": "subscribe", "hub.lease_seconds": "864000", "hub.secret": "s",
    }  # fmt: skip
    assert subscription_form(ENDING) == {**common, "hub.mode": "unsubscribe"}


def test_back_off() -> None:
    """Tries are a minute apart, then ever twice as long, up to six hours; hubs may ask for more."""
    assert [back_off(tries) / MINUTE for tries in (1, 2, 3, 99)] == [1, 2, 4, 360]
    assert back_off(1, 600) == 10 * MINUTE
    assert back_off(1, 10**9) == DAY


@pytest.mark.parametrize(
    ("written", "base"),
    [
        ("https://toi.example", "https://toi.example/websub/"),
        ("https://toi.example/", "https://toi.example/websub/"),
        ("https://toi.example/websub/", "https://toi.example/websub/"),
        ("https://toi.example/tin/websub", "https://toi.example/tin/websub/"),
    ],
)
def test_callback_base(written: str, base: str) -> None:
    """The configured address may name the site or the path; callbacks are the same."""
    assert callback_base(written) == base


def config(callback: str | None = "https://toi.example", **bao: object) -> Config:
    sources = (
        SourceSettings(key="bao", url=TOPIC, **bao),  # type: ignore[arg-type]
        SourceSettings(key="trang", url="file:seeds/"),
        SourceSettings(key="khac", url="https://khac.example/feed"),
    )
    return Config(websub=WebSub(callback_url=callback), sources=sources)


def draws() -> Callable[[], str]:
    numbers = count()
    return lambda: f"draw{next(numbers)}"


def test_a_subscription_is_begun_once() -> None:
    """A source that declares hub and self link gets a subscription of its own, and keeps it."""
    declared = {"bao": (HUB, TOPIC), "trang": (HUB, TOPIC), "gone": (HUB, TOPIC)}
    wishes = wishes_of(config(), declared)
    begun = plan_changes(wishes, (), NOW, draws()).begin
    assert [(one.source, one.hub, one.topic) for one in begun] == [("bao", HUB, TOPIC)]
    assert begun[0].callback == f"https://toi.example/websub/{begun[0].token}"
    assert begun[0].token != begun[0].secret
    assert plan_changes(wishes, begun, NOW, draws()) == plan_changes((), (), NOW, draws())


@pytest.mark.parametrize(
    ("changed", "declared", "begins"),
    [
        pytest.param(config(enabled=False), {"bao": (HUB, TOPIC)}, 0, id="disabled"),
        pytest.param(Config(), {"bao": (HUB, TOPIC)}, 0, id="removed"),
        pytest.param(config(None), {"bao": (HUB, TOPIC)}, 0, id="no-callback"),
        pytest.param(config("https://moi.example"), {"bao": (HUB, TOPIC)}, 1, id="callback"),
        pytest.param(config(), {"bao": ("https://hub2.example/", TOPIC)}, 1, id="hub"),
        pytest.param(config(), {"bao": (HUB, "https://bao.example/2")}, 1, id="self"),
        pytest.param(config(), {}, 0, id="no-hub-any-more"),
    ],
)
def test_a_subscription_ends(
    changed: Config, declared: dict[str, tuple[str, str]], begins: int
) -> None:
    """What is not wanted any more ends, and is told to the hub while it has promised something."""
    plan = plan_changes(wishes_of(changed, declared), (PROMISED,), NOW, draws())
    assert plan.end == ("T",)
    assert len(plan.begin) == begins
    assert plan_changes((), (ENDING,), NOW, draws()).forget == ()
    for over in (
        replace(ENDING, lease_until=None),
        replace(ENDING, lease_until=NOW),
        replace(ENDING, lease_until=NOW + 999 * DAY),
        replace(ENDING, tries=5),
    ):
        assert plan_changes((), (over,), NOW, draws()).forget == ("T",)


@pytest.mark.parametrize(
    ("query", "question"),
    [
        pytest.param(
            "hub.mode=subscribe&hub.topic=https%3A%2F%2Fx%2F&hub.challenge=a%20b&hub.lease_seconds=9",
            Question(mode="subscribe", topic="https://x/", challenge="a b", lease=9), id="whole",
        ),
        pytest.param("hub.mode=denied&hub.topic=t&hub.reason=a%00%0Ab",
                     Question(mode="denied", topic="t", reason="a b"), id="reason"),
        pytest.param("hub.mode=m&hub.topic=t&hub.lease_seconds=" + "9" * 5000,
                     Question(mode="m", topic="t", lease=999_999_999), id="absurd-lease"),
        pytest.param("hub.mode=m&hub.topic=t&hub.lease_seconds=%D9%A3",
                     Question(mode="m", topic="t"), id="foreign-digits"),
        pytest.param("hub.mode=m&hub.topic=t&hub.topic=u", None, id="twice"),
        pytest.param("hub.topic=t", None, id="no-mode"),
        pytest.param("hub.mode=m", None, id="no-topic"),
        pytest.param("&".join(f"a{n}=" for n in range(99)), None, id="too-many"),
        pytest.param("", None, id="nothing"),
    ],
)  # fmt: skip
def test_questions_are_read(query: str, question: Question | None) -> None:
    """A query is read whole or not at all; numbers are bounded and words are one line."""
    assert read_question(query) == question


@given(st.text(max_size=300))
def test_any_query_is_read(query: str) -> None:
    """No query is too odd to be read as a question or as none."""
    question = read_question(query)
    if question is not None:
        assert judge_question(ASKED, question, NOW).answer in (None, "")


def subscribe(**said: object) -> Question:
    values = {"mode": "subscribe", "topic": TOPIC, "challenge": "c", "lease": 864000, **said}
    return Question(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("lease", "until", "renewed"),
    [
        pytest.param(864000, 10 * DAY, 8 * DAY, id="usual"),
        pytest.param(1, timedelta(seconds=1), 5 * MINUTE, id="short"),
        pytest.param(10**9, 30 * DAY, 24 * DAY, id="absurd"),
    ],
)
def test_a_confirmed_subscription(lease: int, until: timedelta, renewed: timedelta) -> None:
    """A confirmation is echoed and renewed before it ends, neither too often nor never."""
    verdict = judge_question(ASKED, subscribe(lease=lease), NOW)
    assert verdict.answer == "c"
    assert verdict.changes == {
        "lease_until": NOW + until, "next_try": NOW + renewed, "tries": 0, "trouble": None,
    }  # fmt: skip


def test_a_confirmation_that_nobody_asked_for() -> None:
    """A replayed confirmation prolongs nothing, and brings nothing back that has ended."""
    assert judge_question(PROMISED, subscribe(), NOW).answer == "c"
    assert judge_question(PROMISED, subscribe(), NOW).changes == {}
    assert judge_question(PROMISED, subscribe(), NOW + 2 * DAY) == REFUSED
    assert judge_question(replace(ASKED, asked=None), subscribe(), NOW) == REFUSED
    assert judge_question(ENDING, subscribe(), NOW) == REFUSED


def test_a_hub_that_denies_us() -> None:
    """A denied subscription is told to the operator, and asked for again after a day."""
    verdict = judge_question(PROMISED, Question(mode="denied", topic=TOPIC, reason="full"), NOW)
    assert verdict.answer == ""
    assert verdict.changes["lease_until"] is None
    assert verdict.changes["next_try"] == NOW + DAY
    assert "full" in str(verdict.changes["trouble"])
    assert judge_question(PROMISED, Question(mode="denied", topic="t"), NOW) == REFUSED


def test_an_end_is_confirmed_only_where_it_is_wanted() -> None:
    """Nobody else can end a subscription at its hub."""
    question = subscribe(mode="unsubscribe")
    assert judge_question(PROMISED, question, NOW) == REFUSED
    verdict = judge_question(ENDING, question, NOW)
    assert (verdict.answer, verdict.ends) == ("c", True)


@given(
    st.sampled_from(["sha1", "sha256", "sha384", "sha512"]),
    st.binary(max_size=99),
    st.integers(0, 99),
)
def test_signatures(method: str, body: bytes, cut: int) -> None:
    """What was signed under the secret is right in any pieces, and nothing else is."""
    claimed = f"{method}={hmac.new(b'key', body, method).hexdigest()}"
    for secret, sent in (("key", body), ("other", body), ("key", body + b"x")):
        signature = Signature.read(claimed, secret)
        assert signature is not None
        signature.feed(sent[:cut])
        signature.feed(sent[cut:])
        assert signature.is_right() is ((secret, sent) == ("key", body))


@pytest.mark.parametrize(
    "header", [None, "", "sha1=", "sha1=zz", "md5=" + "0" * 40, "sha999=" + "0" * 40, "0" * 40, "é"]
)
def test_no_signature(header: str | None) -> None:
    """What is no signature of a known method is none at all."""
    assert Signature.read(header, "key") is None


WAKING = Waking(
    token="T", source="bao", pushed=NOW, wakes=WAKES, last_polled=NOW - 10 * MINUTE,
    leased_until=None, changed=NOW - DAY,
)  # fmt: skip


@pytest.mark.parametrize(
    ("said", "wake"),
    [
        pytest.param({}, Wake(asks=True, left=1), id="at-once"),
        pytest.param({"last_polled": None}, Wake(asks=True, left=1), id="never-polled"),
        pytest.param({"last_polled": NOW - 4 * MINUTE}, None, id="within-the-floor"),
        pytest.param({"last_polled": NOW + DAY}, Wake(asks=True, left=1), id="clock-put-back"),
        pytest.param({"leased_until": NOW + MINUTE}, None, id="being-polled"),
        pytest.param({"leased_until": NOW - MINUTE}, Wake(asks=True, left=1), id="lease-over"),
        pytest.param({"wakes": 1}, Wake(asks=True, left=0), id="brought-nothing"),
        pytest.param({"wakes": 1, "changed": NOW}, Wake(asks=False, left=0), id="brought-news"),
    ],
)
def test_wakes(said: dict[str, object], wake: Wake | None) -> None:
    """A pushed source is asked at once within its floor, and once more where that was too early."""
    waking = replace(WAKING, **said)  # type: ignore[arg-type]
    assert judge_wake(waking, NOW, 5 * MINUTE) == wake
