"""Light edits by another desk: other writings, known synonyms and moves change no news."""

from itertools import combinations

import pytest

from feeds.dedupe.abbreviations import ABBREVIATIONS
from feeds.dedupe.near import verify
from feeds.dedupe.opposites import OPPOSITES
from feeds.dedupe.synonyms import SYNONYMS, Filed
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


def groups(filed: Filed) -> dict[str, list[str]]:
    """Give the members of each group of synonyms."""
    found: dict[str, list[str]] = {}
    for phrases in filed.values():
        for phrase, group in phrases:
            found.setdefault(group, []).append("_".join(phrase))
    return found


@pytest.mark.parametrize("filed", [SYNONYMS, ABBREVIATIONS], ids=["synonyms", "abbreviations"])
def test_synonyms_are_no_opposites(filed: Filed) -> None:
    """No two members of one group are opposites, and no phrase is in two groups."""
    members = [member for group in groups(filed).values() for member in group]
    assert len(members) == len(set(members))
    opposed = {
        frozenset((one, other))
        for line in OPPOSITES
        for first, second in combinations(line, 2)
        for one in first
        for other in second
    }
    for group in groups(filed).values():
        assert not {frozenset(pair) for pair in combinations(group, 2)} & opposed


# one lead by two desks
DESKS = (
    (
        "Theo kế hoạch, cầu Rạch Miễu 2 được thông xe vào tháng 9, giúp giảm ùn tắc "
        "trên quốc lộ 60 qua Bến Tre và Tiền Giang.",
        "Dự kiến cầu Rạch Miễu 2 sẽ được thông xe trong tháng 9, giúp giảm ùn tắc trên "
        "QL60 qua Bến Tre và Tiền Giang.",
    ),
    (
        "Mặc dù trời mưa to, hơn 2.000 khán giả vẫn đến sân Lạch Tray cổ vũ đội nhà "
        "trong trận gặp Hà Nội FC tối 5/10.",
        "Dù mưa lớn, hơn 2000 người xem vẫn tới sân Lạch Tray cổ vũ đội nhà ở trận đấu "
        "gặp Hà Nội FC tối 5-10.",
    ),
    (
        "Tài xế xe khách mất lái lao xuống ruộng ở Quảng Bình, 12 hành khách may mắn "
        "thoát nạn, sáng 2/5.",
        "Sáng 2/5, tài xế xe khách mất lái lao xuống ruộng ở Quảng Bình, 12 hành khách "
        "may mắn thoát nạn.",
    ),
    (
        "UBND TP.HCM vừa yêu cầu các sở, ngành rà soát toàn bộ công trình trường học "
        "đang chậm tiến độ trước ngày 30-11.",
        "Ủy ban nhân dân thành phố Hồ Chí Minh yêu cầu các sở ngành rà soát tất cả công"
        " trình trường học đang bị chậm tiến độ trước 30/11.",
    ),
    (
        "Ngọn lửa bùng lên tại một kho vải ở thành phố Izmir, Thổ Nhĩ Kỳ, khiến 5 công "
        "nhân mắc kẹt trong nhiều giờ.",
        "Ngọn lửa bùng lên tại một kho vải ở Izmir khiến 5 công nhân bị kẹt trong nhiều"
        " giờ đồng hồ.",
    ),
    (
        "Giá thuê văn phòng hạng A ở Hà Nội tăng lên 38 USD mỗi m2, theo báo cáo quý "
        "III của một công ty tư vấn.",
        "Theo báo cáo quý III của một công ty tư vấn, giá thuê văn phòng hạng A tại Hà "
        "Nội tăng lên 38 USD/m2.",
    ),
    (
        "Bộ GD-ĐT cho biết kỳ thi tốt nghiệp THPT năm 2026 sẽ diễn ra trong hai ngày 11"
        " và 12/6 trên cả nước.",
        "Bộ Giáo dục và Đào tạo thông tin, kỳ thi tốt nghiệp trung học phổ thông năm "
        "2026 diễn ra vào 2 ngày 11 và 12/6 trên toàn quốc.",
    ),
    (
        "Giới chức Nhật Bản ngày 4/11 cho biết đã bắn hạ 12 con gấu xuất hiện gần "
        "trường học ở tỉnh Akita trong tháng qua.",
        "Ngày 4-11, giới chức Nhật cho hay đã bắn hạ 12 con gấu xuất hiện gần các "
        "trường học ở Akita trong tháng qua.",
    ),
    (
        "Reuters — The Danish shipping group Maersk will resume sailings through the "
        "Suez Canal in early January, it said on Friday.",
        "Danish shipping group Maersk will resume sailings through the Suez Canal in "
        "early January, the company said on Friday.",
    ),
    (
        "Kênh đào dài 74 km nối Phnom Penh với biển ở Kep, dự kiến hoàn thành vào năm "
        "2028, Thủ tướng Hun Manet nói.",
        "Thủ tướng Hun Manet cho biết kênh đào dài 74km nối Phnom Penh với biển tại "
        "tỉnh Kep dự kiến hoàn tất năm 2028.",
    ),
    (
        "Lực lượng chức năng tìm thấy thi thể hai thuyền viên mất tích trong vụ chìm "
        "tàu cá ở vùng biển Côn Đảo hôm 7/11.",
        "Cơ quan chức năng đã tìm thấy thi thể 2 thuyền viên mất tích trong vụ chìm tàu"
        " cá tại vùng biển Côn Đảo ngày 7/11.",
    ),
)


@pytest.mark.parametrize(("one", "other"), DESKS)
def test_verify_two_desks(one: str, other: str) -> None:
    """Short forms, glosses of names, units with per, and what moved in its sentence are no news."""
    assert compare(one, other).duplicate
    assert compare(other, one).duplicate


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param(
            "Từ 15h chiều nay, chợ đầu mối Túy Loan tạm dừng nhận hàng để phun thuốc khử khuẩn",
            "Chợ đầu mối Túy Loan tạm dừng nhận hàng để phun thuốc khử khuẩn từ 15h chiều nay",
            True,
            id="hour-moved",
        ),
        pytest.param(
            "Hội đồng giải tán với 100% phiếu thuận trong kỳ họp cuối ở thị trấn Sìn Hồ",
            "Hội đồng giải tán với số phiếu thuận 100% trong kỳ họp cuối ở thị trấn Sìn Hồ",
            True,
            id="percentage-moved",
        ),
        pytest.param(
            "Trước ngày 5/8, người nuôi cá lồng ở hồ Thác Bà phải dỡ hết bè nổi theo lệnh của xã",
            "Người nuôi cá lồng ở hồ Thác Bà phải dỡ hết bè nổi theo lệnh của xã sau ngày 5/8",
            False,
            id="before-and-after",
        ),
        pytest.param(
            "Ngày 5/8, tàu Hải Âu rời cảng Dung Quất. Cơ quan cảng vụ đã cấp phép cho tàu kéo ra",
            "Tàu Hải Âu rời cảng Dung Quất. Cơ quan cảng vụ ngày 5/8 đã cấp phép cho tàu kéo ra",
            False,
            id="day-of-another-sentence",
        ),
        pytest.param(
            "Tổ công tác mời ông Lý Páo Dìn làm chứng thay cho trưởng bản Sín Chải trong vụ đất",
            "Tổ công tác mời trưởng bản Sín Chải làm chứng thay cho ông Lý Páo Dìn trong vụ đất",
            False,
            id="persons-changed-places",
        ),
    ],
)
def test_verify_moved(one: str, other: str, same: bool) -> None:
    """A time or a share may stand elsewhere in its sentence; a person may not."""
    assert compare(one, other).duplicate is same


GLOSSED = "Nhà khảo cổ tìm thấy 9 đồng bạc cổ ở ngoại ô Valencia khi đào móng một nhà máy nước"


@pytest.mark.parametrize(
    ("gloss", "same"),
    [
        pytest.param("Valencia, Tây Ban Nha", True, id="country-after-a-comma"),
        pytest.param("Valencia (Tây Ban Nha)", True, id="country-in-brackets"),
        pytest.param("thành phố Valencia", True, id="what-it-is"),
        pytest.param("Valencia và Bồ Đào Nha", False, id="another-place"),
        pytest.param("Murcia, Valencia, Bồ Đào Nha", False, id="a-list-goes-on"),
        pytest.param("Nam Valencia", False, id="a-part-of-it"),
        pytest.param("Murcia, Tây Ban Nha", False, id="another-name"),
    ],
)
def test_verify_gloss(gloss: str, same: bool) -> None:
    """Where a place lies and what it is changes nothing; another place does."""
    assert compare(GLOSSED, GLOSSED.replace("Valencia", gloss)).duplicate is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("ông Lò Văn Pành", "đồng chí Lò Văn Pành", True, id="comrade"),
        pytest.param("bà Lò Thị Pành", "đồng chí Lò Thị Pành", True, id="comrade-of-a-woman"),
        pytest.param("ông Lò Pành", "bà Lò Pành", False, id="man-and-woman"),
        pytest.param("ông Lò Pành", "vợ ông Lò Pành", False, id="wife"),
    ],
)
def test_verify_address(one: str, other: str, same: bool) -> None:
    """How a person is addressed changes nothing, as long as it is the same person."""
    text = "Dân bản Huổi Toóng bầu {} làm người giữ rừng chung trong ba năm tới của cả xã"
    assert compare(text.format(one), text.format(other)).duplicate is same
