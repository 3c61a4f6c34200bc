"""How well duplicates are told from news, on labelled pairs and on the project's own two pages."""

import itertools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from feeds.config.schema import Dedupe
from feeds.dedupe.evaluate import PairReport, evaluate_pairs, judge_pair
from feeds.model import RawDocument
from feeds.parse.document import parse_document
from feeds.parse.hints import ParseHints

LEAD = "Đoàn chuyên gia đến Bishkek hôm 5/6 để bàn về tuyến đường sắt mới nối 3 nước láng giềng"


def pair(other: str, label: str = "duplicate", **more: Any) -> dict[str, Any]:
    """Make a labelled pair with LEAD."""
    entries = {"a": {"title": "", "text": LEAD}, "b": {"title": "", "text": other}}
    return {"id": 1, "kind": "own", "label": label, **entries, **more}


@pytest.fixture(scope="module")
def report(shared: Path) -> PairReport:
    """Judge all labelled pairs."""
    lines = (shared / "labelled" / "dedup_pairs.jsonl").read_text("utf-8").splitlines()
    return evaluate_pairs([json.loads(line) for line in lines], Dedupe())


def test_figures(report: PairReport) -> None:
    """The promise of issue 3: precision .95, recall .88, at most 2 % of news lost."""
    assert report.precision >= 0.95
    assert report.recall >= 0.88
    assert report.harmful <= 0.02


@pytest.mark.parametrize(
    ("kind", "recall"),
    [
        pytest.param("verbatim", 1.0, id="verbatim"),
        pytest.param("k1-unicode", 1.0, id="unicode"),
        pytest.param("k2-tone", 1.0, id="tone"),
        pytest.param("k2-typography", 1.0, id="typography"),
        pytest.param("k3-truncated", 1.0, id="truncated"),
        pytest.param("k4-teaser-in-article", 1.0, id="teaser-in-article"),
        pytest.param("teaser-in-article", 1.0, id="real-teaser-in-article"),
        pytest.param("k8-no-diacritics", 1.0, id="no-diacritics"),
        pytest.param("k9-light-edit", 1.0, id="light-edit"),
        pytest.param("k11-english", 1.0, id="english"),
        pytest.param("k12-russian", 1.0, id="russian"),
        pytest.param("mined-A", 0.75, id="real-edits"),
        pytest.param("mined-B", 0.75, id="real-heavy-edits"),
    ],
)
def test_figures_of_duplicates(report: PairReport, kind: str, recall: float) -> None:
    """What a rendering does to a text is always seen through; what an editor does, mostly."""
    assert report.of_kind(kind).recall >= recall


@pytest.mark.parametrize(
    "kind", ["k5-facts-changed", "k6-template", "mined", "same-lead-diff-title", "same-tag"]
)
def test_figures_of_news(report: PairReport, kind: str) -> None:
    """Changed facts, templates with other values and other angles are never lost."""
    assert report.of_kind(kind).harmful == 0


def test_figures_of_stories(report: PairReport) -> None:
    """One story in two tellings is two entries: hardly any is merged."""
    assert report.stories <= 1


def test_seeds(project: Path) -> None:
    """The two pages hold one duplicate, the lead that the first teaser repeats, and no other."""
    entries = [entry for file in sorted((project / "seeds").glob("*.txt")) for entry in page(file)]
    assert len(entries) == 28
    found = [
        (one, other)
        for one, other in itertools.combinations(entries, 2)
        if judge_pair(one, other, Dedupe()).duplicate
    ]
    assert len(found) == 1
    assert found[0][0]["text"] == found[0][1]["text"]


def page(file: Path) -> list[Mapping[str, str]]:
    """Read the entries of a seed page."""
    raw = RawDocument(origin=file.name, body=file.read_bytes(), url=None)
    document = parse_document(raw, ParseHints(kind="page", language="vi"))
    return [
        {"title": "" if entry.title_synthetic else entry.title, "text": entry.summary}
        for entry in document.entries
    ]


@pytest.mark.parametrize(
    ("row", "duplicate", "reason"),
    [
        pytest.param(pair(f"TTO - {LEAD}"), True, "same-text", id="exact"),
        pytest.param(pair(LEAD.replace("bàn về", "bàn")), True, "near-text", id="near"),
        pytest.param(pair(LEAD.replace("3", "4")), False, "a number differs: 3 / 4", id="apart"),
    ],
)
def test_evaluate_shows_every_row(row: dict[str, Any], duplicate: bool, reason: str) -> None:
    """The report has every row with its verdict, its reason or what spoke against, and a score."""
    (shown,) = evaluate_pairs([row], Dedupe()).plain()["rows"]  # type: ignore[misc]
    assert shown.pop("score") > 0.9
    assert shown == {"id": 1, "label": "duplicate", "duplicate": duplicate, "reason": reason}


def test_evaluate_same_link() -> None:
    """Two entries of one address are one, whatever their texts."""
    links = {"url": "https://a.example/tin/1.html"}
    row = pair("Một lời khác hẳn ở cùng một địa chỉ, viết lại từ đầu đến cuối bài")
    row["a"] |= links
    row["b"] |= links
    (result,) = evaluate_pairs([row], Dedupe()).rows
    assert (result.duplicate, result.reason) == (True, "same-link")


@pytest.mark.parametrize("across", ["exact", "off"])
def test_evaluate_by_settings(across: str) -> None:
    """Where the settings want no near duplicates across sources, none is called so."""
    settings = Dedupe.model_validate({"across_sources": across})
    (result,) = evaluate_pairs([pair(LEAD.replace("bàn về", "bàn"))], settings).rows
    assert not result.duplicate


def test_evaluate_kinds() -> None:
    """The report counts by kind and label, and gives each kind a report of its own."""
    rows = [
        pair(LEAD),
        pair(LEAD, label="same-story"),
        pair("Tin khác", kind="else", label="other"),
    ]
    report = evaluate_pairs(rows, Dedupe())
    assert report.kinds == {
        ("else", "other"): (1, 0),
        ("own", "duplicate"): (1, 1),
        ("own", "same-story"): (1, 1),
    }
    assert report.stories == 1
    assert report.of_kind("own").precision == 0.5
    assert report.of_kind("else").harmful == 0


def test_evaluate_refuses_rows_without_texts() -> None:
    """A row that is no labelled pair is named."""
    with pytest.raises(ValueError, match="a row lacks label, b"):
        evaluate_pairs([{"id": 1, "a": {}}], Dedupe())
