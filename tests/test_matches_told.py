"""Matches as `topics test` and `explain` tell them: what counted, what did not, and the sum."""

from pathlib import Path

import pytest

from tests.daemon import Desk, source
from tests.newsroom import Item
from tests.test_near_rounds import new_world, play

TOPICS = {
    "laos": {
        "title": "Lào",
        "territories": ["LA"],
        "terms": {"vi": {"weak": ["sông Mê Kông"], "negative": ["gió Lào"]}},
    },
    "china": {
        "title": "Trung Quốc",
        "terms": {"vi": {"strong": ["Trung Quốc"]}},
        "guards": {"vi": {"Trung Quốc": {"not_before": ["Biển"]}}},
    },
    "southeast": {"title": "Đông Nam Á", "territories": ["035"]},
}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, sources=[source("mot", "https://mot.example/rss")], topics=TOPICS)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param(
            "Vientiane mở hội",
            ["laos: belongs, 1 of 1", "  +1  'Vientiane' (summary 0-9)"],
            id="matched",
        ),
        pytest.param(
            "Mưa trên sông Mê Kông",
            ["laos: nearly, 0.6 of 1", "  +0.6  'sông Mê Kông' (summary 9-21)"],
            id="too little",
        ),
        pytest.param(
            "Chợ Lào Cai",
            [
                "laos: nearly, but all that matched was refused",
                "  refused: 'Lào' (summary 4-7): part of “Lào Cai”",
            ],
            id="refused",
        ),
        pytest.param("Chợ phiên", ["laos: nothing matched"], id="nothing"),
    ],
)
def test_topics_test_tells(desk: Desk, text: str, told: list[str]) -> None:
    """Each topic says whether the text belongs, nearly or not, with every term and its place."""
    lines = desk.run("topics", "test", text).out.splitlines()
    assert lines[: len(told)] == told


def test_a_term_that_counts_less_counts(desk: Desk) -> None:
    """A mere mention stands once, with its lower weight and the reason, and not as refused."""
    lines = desk.run("topics", "test", "Tòa nhà cao nhất Đông Nam Á").out.splitlines()
    (mention,) = [line for line in lines if "Đông Nam Á" in line]
    assert mention.startswith("  +0.4  'Đông Nam Á' (summary 17-27): counts less: ")


async def test_explain_tells_near_misses(desk: Desk) -> None:
    """Under each topic stands what speaks for it and what was refused, in it or nearly in it."""
    item = Item(id="urn:1", title="Vientiane và Lào Cai", text="Tàu ra Biển Trung Quốc.")
    await play(desk, new_world(), {"mot": [item]})
    (entry,) = desk.entries("--topic", "laos")
    told = [line.strip() for line in desk.run("explain", entry["id"]).out.splitlines()]
    laos = told.index("in laos, score 1.5 of 1:")
    assert told[laos + 1 : laos + 3] == [
        "+1.5  'Vientiane' (title 0-9)",
        "refused: 'Lào' (title 13-16): part of “Lào Cai”",
    ]
    near = told.index("not in china: nearly, but all that matched was refused")
    assert told[near + 1].startswith("refused: 'Trung Quốc' (summary ")
