"""Evidence as readers meet it: its offsets hold in what is published, and pages show it."""

import json
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from render_samples import SITE, TOPICS, make_entry, make_feed

from feeds.model import Evidence
from feeds.parse.markup import sanitise
from feeds.render.html import render_topic_page
from feeds.render.jsonfeed import render_json
from feeds.render.marks import Mark, anchor, cut_up
from feeds.render.view import EntryView, TopicView
from feeds.text import headline, html_to_text, one_line
from feeds.topics.classify import classify
from feeds.topics.compiled import CompiledTopics
from tests.highlights import assert_offsets_hold, marked, text_of
from tests.topics_shipped import compiled

ENGLISH = replace(SITE, language="en")
TOPIC_TABLES: dict[str, dict[str, Any]] = {
    "russia": {
        "title": "Nga",
        "terms": {
            "vi": {"strong": ["Nga", "Cộng hòa Sakha", "Mát-xcơ-va"]},
            "en": {"strong": ["Moscow"], "weak": ["Kremlin"]},
            "ru": {"strong": ["Россия"], "stems": ["росси"]},
        },
    },
    "cold": {
        "title": "Rét <&> buốt",
        "terms": {"vi": {"strong": ["băng giá"], "weak": ["mùa đông"], "negative": ["kem lạnh"]}},
        "combine": [{"all": ["Nga", "mùa đông"], "within": 12, "weight": 1.0}],
    },
}


@cache
def topics() -> CompiledTopics:
    """Small topics with terms of every kind, compiled once."""
    return compiled(**TOPIC_TABLES)


def evidence(term: str, start: int, field: str = "summary", weight: float = 1.0) -> Evidence:
    return Evidence(term=term, field=field, start=start, end=start + len(term), weight=weight)


def in_topic(*pieces: Evidence, **changes: Any) -> TopicView:
    values = {"slug": "russia", "title": "Nga", "score": 1.0, "evidence": pieces, **changes}
    return TopicView(**values)


def published(title: str, summary: str, content: str, *, synthetic: bool = False) -> EntryView:
    """Classify an entry, and see it as it is published."""
    fields = {"title": "" if synthetic else title, "summary": summary}
    matches = classify(topics(), {**fields, "content": html_to_text(content)}, "vi")
    return make_entry(
        title=title,
        title_synthetic=synthetic,
        summary=summary,
        content=content,
        topics=tuple(
            in_topic(
                *anchor(match.evidence, title=title, summary=summary, content=content),
                slug=match.topic,
                title=str(TOPIC_TABLES[match.topic]["title"]),
                score=match.score,
            )
            for match in matches
        ),
    )


def read_json(*entries: EntryView) -> list[dict[str, Any]]:
    """Render entries as JSON Feed, and read them again."""
    rendered = render_json(make_feed(*entries))
    assert rendered.left_out == ()
    items: list[dict[str, Any]] = json.loads(rendered.body)["items"]
    return items


def article_of(entry: EntryView, **changes: Any) -> etree._Element:
    """Render a page with one entry, and give what it shows of that."""
    rendered = render_topic_page(make_feed(entry, **changes), TOPICS)
    assert rendered.left_out == ()
    return etree.fromstring(rendered.body).find(".//article")


WORDS = (
    "Nga", "NGA", "nước", "Mát-xcơ-va", "băng giá", "BĂNG GIÁ", "mùa đông", "kem lạnh", "Moscow",
    "Moscow's", "Kremlin", "России", "российский", "Cộng hòa Sakha", "Cô\u0323ng hòa Sakha", "😀",
    "e\u0301", "\u0301", "&amp;", "&", "<", ">", "\u00ad", "\u200b", "\ufffd", "\x85", "\n", "…",
    ".", "(", "–", "hôm", "qua",
)  # fmt: skip
LINES = st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join) | st.text(max_size=60)
MARKUP = st.lists(
    LINES | st.sampled_from(["<p>", "</p>", "<br>", "<b>", "</b>", "<li>", "<script>", "&nbsp;"]),
    max_size=12,
).map("".join)


@given(title=LINES, summary=LINES, markup=MARKUP, url=st.booleans(), synthetic=st.booleans())
def test_offsets_hold_in_what_is_published(
    title: str, summary: str, markup: str, url: bool, synthetic: bool
) -> None:
    """Whatever texts a source sent, each term stands where its evidence says, as it was found."""
    entry = published(
        one_line(title) or "Tin",
        one_line(summary),
        sanitise(markup) or "",
        synthetic=synthetic,
    )
    assert_offsets_hold(read_json(entry if url else replace(entry, url=None)))


@given(title=LINES, summary=LINES, markup=MARKUP)
def test_highlights_are_the_evidence(title: str, summary: str, markup: str) -> None:
    """Marks add nothing to a text and take nothing away, and every mark holds a term that counted.

    All evidence of the title and the summary is marked.
    """
    entry = published(one_line(title) or "Tin", one_line(summary), sanitise(markup) or "")
    plain = article_of(replace(entry, topics=())).find("div")
    shown = article_of(entry, slug="all").find("div")
    assert "".join(shown.itertext()) == "".join(plain.itertext())
    said = [(text, why) for text, why in marked(shown) if why]
    pieces = [piece for topic in entry.topics for piece in topic.evidence if piece.weight]
    assert all(any(piece.term in text for piece in pieces) for text, _ in said)
    for piece in pieces:
        if piece.field == "title" or (piece.field == "summary" and entry.summary):
            assert any(piece.term in text and f"“{piece.term}”" in why for text, why in said)


@given(
    text=st.text(max_size=40),
    spans=st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)), max_size=8),
)
def test_pieces_are_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    """Cutting up loses no letter; just what some mark covers is highlighted."""
    inside = [(start, min(start + size, len(text))) for start, size in spans if start < len(text)]
    pieces = cut_up(text, [Mark(start=start, end=end, why=f"{start}") for start, end in inside])
    assert "".join(piece.text for piece in pieces) == text
    covered = [bool(piece.why) for piece in pieces for _ in piece.text]
    assert covered == [any(a <= at < b for a, b in inside) for at in range(len(text))]


@pytest.mark.parametrize(
    ("piece", "expected"),
    [
        pytest.param(evidence("Nga", 4), (4, 7), id="as it was found"),
        pytest.param(evidence("Nga", 2), (4, 7), id="moved by cleaning"),
        pytest.param(evidence("Nga", 30), (21, 24), id="the nearest place"),
        pytest.param(evidence("Ngan", 15), None, id="a part of a word is no place"),
        pytest.param(evidence("Lào", 4), None, id="edited away"),
        pytest.param(evidence("Nga", 4, field="content"), (0, 3), id="in the content's text"),
        pytest.param(evidence("Nga", 4, field="another"), None, id="an unknown field"),
        pytest.param(evidence("", 4), None, id="nothing"),
    ],
)
def test_evidence_is_anchored(piece: Evidence, expected: tuple[int, int] | None) -> None:
    """Evidence moves to where the published text says its term, and goes where none does."""
    summary = "Tin Nga và (Ngang) – Nga"
    anchored = anchor((piece,), title="Tin", summary=summary, content="<p><b>Nga</b> nói</p>")
    assert [(found.start, found.end) for found in anchored] == ([expected] if expected else [])


def test_highlight_says_what_it_counts_for() -> None:
    """A mark tells topic, term and weight in words, for those who do not see its colour."""
    entry = make_entry(
        title="Tin Nga", topics=(in_topic(evidence("Nga", 4, field="title", weight=1.5)),)
    )
    assert marked(article_of(entry)) == [("Nga", "Nga: “Nga” +1,5")]
    assert marked(article_of(entry, site=ENGLISH)) == [("Nga", "Nga: “Nga” +1.5")]


def test_a_linked_title_stays_one_link() -> None:
    """Highlights stand within the link of a title, which reads as it did."""
    entry = make_entry(title="Tin Nga hay", topics=(in_topic(evidence("Nga", 4, field="title")),))
    link = article_of(entry).find("div/h3/a")
    assert text_of(link) == "Tin Nga hay"
    assert [mark.text for mark in link.iter("mark")] == ["Nga"]


def test_overlapping_evidence_is_one_highlight() -> None:
    """Terms that overlap are marked once, with what each of them counts for."""
    entry = make_entry(
        summary="Ở Liên bang Nga hôm nay",
        topics=(
            in_topic(evidence("Liên bang Nga", 2), evidence("Nga", 12, weight=0.5)),
            in_topic(evidence("bang Nga hôm", 7), slug="cold", title="Rét"),
        ),
    )
    why = "Nga: “Liên bang Nga” +1; Rét: “bang Nga hôm” +1; Nga: “Nga” +0,5"
    assert marked(article_of(entry, slug="all")) == [("Liên bang Nga hôm", why)]


def test_a_topics_page_shows_its_own_evidence() -> None:
    """On the page of a topic only what speaks for that topic is highlighted."""
    one, other = in_topic(evidence("Nga", 0)), in_topic(evidence("rét", 4), slug="cold")
    entry = make_entry(summary="Nga rét", topics=(one, other))
    assert [text for text, _ in marked(article_of(entry))] == ["Nga"]
    assert [text for text, _ in marked(article_of(entry, slug="cold"))] == ["rét"]
    assert [text for text, _ in marked(article_of(entry, slug="all"))] == ["Nga", "rét"]


def test_a_text_that_is_the_title_is_highlighted_there() -> None:
    """Where the summary repeats the title, its evidence is marked in the one text that is shown."""
    entry = make_entry(title="Tin Nga", summary="Tin Nga", topics=(in_topic(evidence("Nga", 4)),))
    assert [text for text, _ in marked(article_of(entry).find("div/h3"))] == ["Nga"]


def test_an_excerpt_is_highlighted_as_far_as_it_goes() -> None:
    """Of an entry without summary the beginning is shown, with the evidence that stands in it."""
    text = "Ở Nga, " + "một câu dài, " * 40 + "rồi Nga"
    cut = len(headline(text, 300)) - 1
    pieces = (
        evidence("Nga", 2),
        evidence("Nga", len(text) - 3),
        evidence(text[cut : cut + 3], cut),
    )
    entry = make_entry(
        summary="",
        content=f"<p>{text}</p>",
        topics=(in_topic(*(replace(each, field="content") for each in pieces)),),
    )
    assert [text for text, _ in marked(article_of(entry))] == ["Nga"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<script>alert(1)</script>", id="script"),
        pytest.param('"><mark onclick="x">', id="attribute"),
        pytest.param("{{7*7}}", id="template"),
    ],
)
def test_highlighted_text_of_others_stays_text(text: str) -> None:
    """Whatever a term or a topic's title holds is shown as it is, and makes no element."""
    entry = make_entry(
        title=f"Tin {text}",
        topics=(in_topic(evidence(text, 4, field="title"), title=text),),
    )
    article = article_of(entry)
    (shown,) = marked(article)
    assert shown[0] == text
    assert "alert" not in {name for mark in article.iter("mark") for name in mark.attrib}
    assert {name for mark in article.iter("mark") for name in mark.attrib} == {"title"}
    assert not list(article.iter("script"))


def because(topic: TopicView, **changes: Any) -> str:
    return text_of(article_of(make_entry(topics=(topic,)), **changes).find("details"))


@pytest.mark.parametrize(
    ("topic", "vietnamese", "english"),
    [
        pytest.param(
            in_topic(
                evidence("Nga", 11, field="title", weight=1.5),
                evidence("NGA", 4, weight=0.25),
                evidence("nga", 9, weight=0.25),
                evidence("kem", 0, weight=-0.5),
                evidence("Xô", 0, field="content", weight=3.0),
                score=4.5,
                threshold=1.0,
            ),
            "Nga: tổng cộng 4,5 điểm, cần từ 1 điểm “Xô” (nội dung): +3"
            " “Nga” (tiêu đề, tóm tắt ×2): +2 “kem” (tóm tắt): −0,5",
            "Nga: 4.5 points in all, 1 needed “Xô” (content): +3"
            " “Nga” (title, summary ×2): +2 “kem” (summary): −0.5",
            id="words",
        ),
        pytest.param(
            in_topic(placed_by="source", threshold=1.0),
            "Nga: mọi tin của nguồn này đều vào chủ đề, theo cấu hình của trang",
            "Nga: every entry of this source belongs here, by this site's settings",
            id="source",
        ),
        pytest.param(
            in_topic(placed_by="editor", threshold=1.0),
            "Nga: biên tập viên xếp tin này vào chủ đề",
            "Nga: an editor put it here",
            id="editor",
        ),
        pytest.param(
            in_topic(
                evidence("S-400", 4, weight=0.6), score=0.6, threshold=1.0, placed_by="editor"
            ),
            "Nga: biên tập viên xếp tin này vào chủ đề; tổng cộng 0,6 điểm, cần từ 1 điểm"
            " “S-400” (tóm tắt): +0,6",
            "Nga: an editor put it here; 0.6 points in all, 1 needed “S-400” (summary): +0.6",
            id="editor, with too few words",
        ),
    ],
)
def test_reasons_are_told_in_words(topic: TopicView, vietnamese: str, english: str) -> None:
    """Each term is told once, heaviest first, with its fields, its weight, the sum and the need."""
    assert because(topic) == f"Vì sao có ở đây {vietnamese}"
    assert because(topic, site=ENGLISH) == f"Why it is here {english}"
