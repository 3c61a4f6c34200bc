"""Light edits by another desk: other writings, known synonyms and moves change no news."""

from itertools import combinations

import pytest

from feeds.dedupe.near import verify
from feeds.dedupe.opposites import OPPOSITES
from feeds.dedupe.synonyms import SYNONYMS
from feeds.dedupe.texts import Judgement, read_text
from feeds.dedupe.units import read_units
from feeds.dedupe.words import read_words


def compare(one: str, other: str) -> Judgement:
    """Compare two leads without titles."""
    return verify(read_text(title="", lead=one), read_text(title="", lead=other))


BRIDGE = (
    "Tỉnh Yên Bái chi 1,2 tỷ đồng để dựng lại cây cầu treo ở xã Púng Luông sau trận lũ, nhằm giúp "
    "hơn 800 nghìn lượt người qua suối mỗi năm"
)
MILL = (
    "Sở Nông nghiệp Hậu Giang cho biết sản lượng dứa của vùng Cầu Đúc vụ này đạt mức cao nhất "
    "trong 6 năm nhờ mưa đến sớm"
)
FUND = (
    "Latvia's pension fund, the country's biggest, will sell its stakes in six mining firms after "
    "an audit"
)
RAIL = (
    "Президент Киргизии Садыр Жапаров открыл новый участок железной дороги к озеру Иссык-Куль, "
    "на который ушло 1,5 млн тонн щебня"
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(BRIDGE, BRIDGE.replace("1,2 tỷ", "1.200 triệu"), id="scale"),
        pytest.param(BRIDGE, BRIDGE.replace("800 nghìn", "800.000"), id="thousands"),
        pytest.param(BRIDGE, BRIDGE.replace("nhằm", "để").replace("sau", "sau khi có"), id="to"),
        pytest.param(BRIDGE, BRIDGE.replace("hơn 800", "trên 800"), id="more-than"),
        pytest.param(BRIDGE, BRIDGE[:84] + " [...] Đọc tiếp", id="read-on"),
        pytest.param(BRIDGE, BRIDGE[: BRIDGE.index("0 nghìn")] + "...", id="cut-in-a-number"),
        pytest.param(
            MILL,
            MILL.removeprefix("Sở Nông nghiệp Hậu Giang cho biết ").replace("sản", "Sản")
            + ", Sở Nông nghiệp Hậu Giang cho hay",
            id="who-says-it-moved",
        ),
        pytest.param(MILL, MILL.replace("6 năm", "sáu năm"), id="number-in-words"),
        pytest.param(FUND, FUND.replace("six", "6"), id="english-number"),
        pytest.param(
            FUND,
            FUND.replace(", the country's biggest,", " – the country’s biggest –").replace(
                "after", "following"
            ),
            id="english-dashes",
        ),
        pytest.param(RAIL, RAIL.replace("Президент Киргизии ", ""), id="russian-office"),
        pytest.param(RAIL, RAIL.replace("1,5 млн", "1,5 миллиона"), id="russian-scale"),
    ],
)
def test_verify_light_edit(one: str, other: str) -> None:
    """What another desk writes otherwise without saying otherwise is the same news."""
    assert compare(one, other).duplicate
    assert compare(other, one).duplicate


def test_verify_number_elsewhere() -> None:
    """A sum that moved within its sentence, or that the other title tells, is no other sum."""
    one = "Quán ăn ở phố Tân Định bị phạt vì thu của hai khách Lào 700 nghìn đồng cho bữa sáng"
    other = "Quán ăn ở phố Tân Định bị phạt vì thu 700.000 đồng của hai khách Lào cho bữa sáng"
    assert compare(one, other).duplicate
    bare = read_text(title="Bữa sáng 700.000 đồng", lead=one.replace(" 700 nghìn đồng", ""))
    assert verify(bare, read_text(title="", lead=one)).duplicate
    assert not compare(one, one.replace(" 700 nghìn đồng", "")).duplicate


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("họ cho biết vậy", "họ cho hay vậy", id="reporting"),
        pytest.param("rồi về nhà", "sau đó về nhà", id="then"),
        pytest.param("kể từ những năm 1850", "kể từ thập niên 1850", id="decade"),
        pytest.param("trên 50 người", "hơn 50 người", id="above"),
        pytest.param("19 tỷ USD", "19 tỉ đô la", id="dollars"),
        pytest.param("chạy sau 24 giờ", "chạy sau 24 tiếng đồng hồ", id="hours"),
    ],
)
def test_read_units_alike(one: str, other: str) -> None:
    """Two ways to say one thing have one key."""
    assert read_units(read_words(one)).keys == read_units(read_words(other)).keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("tìm kiếm họ", "tìm thấy họ", id="searched-and-found"),
        pytest.param("trên núi", "hơn núi", id="on-is-not-more"),
        pytest.param("những năm qua", "thập niên qua", id="years-are-no-decade"),
        pytest.param("tăng 5 triệu", "tăng lên 5 triệu", id="by-and-to"),
        pytest.param("bị khởi tố", "bị bắt giữ", id="stages-of-a-case"),
        pytest.param("ở Hiện Đa", "ở hiện nay Đa", id="capitals-are-names"),
    ],
)
def test_read_units_apart(one: str, other: str) -> None:
    """What only looks like one thing keeps its own key."""
    assert read_units(read_words(one)).keys != read_units(read_words(other)).keys


def groups() -> dict[str, list[str]]:
    """Give the members of each group of synonyms."""
    found: dict[str, list[str]] = {}
    for phrases in SYNONYMS.values():
        for phrase, group in phrases:
            found.setdefault(group, []).append("_".join(phrase))
    return found


def test_synonyms_are_no_opposites() -> None:
    """No two members of one group are opposites, and no phrase is in two groups."""
    members = [member for group in groups().values() for member in group]
    assert len(members) == len(set(members))
    opposed = {
        frozenset((one, other))
        for line in OPPOSITES
        for first, second in combinations(line, 2)
        for one in first
        for other in second
    }
    for group in groups().values():
        assert not {frozenset(pair) for pair in combinations(group, 2)} & opposed
