"""The fact guard: which small differences change the news, and which do not."""

import pytest

from feeds.dedupe.align import align
from feeds.dedupe.changes import find_changes
from feeds.dedupe.facts import find_changed_fact
from feeds.dedupe.words import Words, has_marks, read_words, without_marks

NO_TITLE = read_words("")


def guard(one: str, other: str, titles: tuple[Words, Words] = (NO_TITLE, NO_TITLE)) -> str | None:
    """Ask the guard about two sentences; they begin with a capital."""
    mine, theirs = (read_words(text[:1].upper() + text[1:]) for text in (one, other))
    folded = has_marks(mine) != has_marks(theirs)
    if folded:
        mine, theirs = without_marks(mine), without_marks(theirs)
    changes = find_changes(mine, theirs, titles, align(mine.forms, theirs.forms))
    return find_changed_fact(changes, folded=folded)


CHANGED = [
    # numbers
    pytest.param("xã có 5 hộ nghèo", "xã có 7 hộ nghèo", "number", id="number"),
    pytest.param("xã có năm hộ nghèo", "xã có 7 hộ nghèo", "number", id="number-in-words"),
    pytest.param("họp ngày 5/6 tại xã", "họp ngày 6/6 tại xã", "number", id="date"),
    pytest.param("họp lúc 8h tại xã", "họp lúc 9h tại xã", "number", id="hour"),
    pytest.param("lãi 2 triệu đồng mỗi vụ", "lãi 2 tỷ đồng mỗi vụ", "number", id="scale"),
    pytest.param("mất hàng chục con bò", "mất hàng trăm con bò", "number", id="scores"),
    pytest.param("xã thêm hộ nghèo mới", "xã thêm 3 hộ nghèo mới", "number", id="number-added"),
    pytest.param("the bank cut 2 branches", "the bank cut two hundred branches", "number", id="en"),
    pytest.param("mở bán bản 3.5rc1 cho mọi người", "mở bán bản 3.5beta1 cho mọi người", "number",
                 id="letters-of-a-version"),
    pytest.param("tăng 5% trong năm", "tăng 5 điểm trong năm", "number", id="percent"),
    # names
    pytest.param("đoàn từ Lào đến họp", "đoàn từ Thái Lan đến họp", "name", id="country"),
    pytest.param("gặp ông Nguyễn Văn An ở huyện", "gặp ông Nguyễn Văn Bình ở huyện", "name",
                 id="last-syllable"),
    pytest.param("Nga mở cửa khẩu ở phía ấy", "Anh mở cửa khẩu ở phía ấy", "name",
                 id="first-word-of-one-syllable"),
    pytest.param("Israel mở cửa khẩu ở phía ấy", "Jordan mở cửa khẩu ở phía ấy", "name",
                 id="first-word-foreign"),
    pytest.param("đoàn Triều Tiên đến họp", "đoàn Bắc Triều Tiên đến họp", "name",
                 id="direction-makes-another-name"),
    pytest.param("the minister met Tokayev in the city", "the minister met Berdimuhamedov in the "
                 "city", "name", id="english-name"),
    pytest.param("глава страны прибыл в Баку на встречу", "глава страны прибыл в Ереван на "
                 "встречу", "name", id="russian-name"),
    pytest.param("hội nghị mở ra tại thủ đô", "hội nghị mở ra tại Đà Lạt", "name",
                 id="name-for-a-word"),
    # the sense
    pytest.param("xã đã nhận tiền hỗ trợ", "xã không nhận tiền hỗ trợ", "sense", id="negation"),
    pytest.param("xã đã nhận tiền hỗ trợ", "xã chưa nhận tiền hỗ trợ", "sense", id="not-yet"),
    pytest.param("tòa nghe kháng cáo của họ", "tòa bác kháng cáo của họ", "sense", id="rejected"),
    pytest.param("họ tổ chức lễ hội hoa", "họ hoãn tổ chức lễ hội hoa", "sense", id="postponed"),
    pytest.param("the court has heard the appeal", "the court has not heard the appeal", "sense",
                 id="english-not"),
    pytest.param("the minister said that they met", "the minister denied that they met", "sense",
                 id="english-denied"),
    pytest.param("суд принял жалобу от них", "суд не принял жалобу от них", "sense",
                 id="russian-not"),
    pytest.param("chủ tịch xã thăm bà con", "phó chủ tịch xã thăm bà con", "sense", id="deputy"),
    # opposites
    pytest.param("giá gạo tăng trong tuần", "giá gạo giảm trong tuần", "opposite", id="up-down"),
    pytest.param("Hạ viện đã họp về việc này", "Thượng viện đã họp về việc này", "opposite",
                 id="chambers"),
    pytest.param("gió ở phía đông huyện đảo", "gió ở phía tây huyện đảo", "opposite", id="sides"),
    pytest.param("số ca mắc sáng nay ở huyện", "số ca mắc chiều nay ở huyện", "opposite",
                 id="times-of-day"),
    pytest.param("tàu sẽ rời bến cảng", "tàu đã rời bến cảng", "opposite", id="tense"),
    pytest.param("troops will leave before the talks", "troops will leave after the talks",
                 "opposite", id="english-before-after"),
    pytest.param("компания купила завод на юге", "компания продала завод на юге", "opposite",
                 id="russian-bought-sold"),
    # what only may be
    pytest.param("họ rời khỏi khối này", "họ có thể rời khỏi khối này", "only one", id="may"),
    pytest.param("cấm xe cũ trong xã", "đề xuất cấm xe cũ trong xã", "before turn", id="proposed"),
    pytest.param("họ bị phạt vì việc này", "họ sắp bị phạt vì việc này", "only one", id="soon"),
    pytest.param("the bloc admits the state to talks", "the bloc may admit the state to talks",
                 "only one", id="english-may"),
    # an ordinary word for another, a stage of a case, another person
    pytest.param("xã dựng chợ mới ven sông", "xã dựng đình mới ven sông", "a word", id="thing"),
    pytest.param("nạn nhân nằm ở trạm xá", "nạn nhân tử vong nằm ở trạm xá", "only one tells",
                 id="died"),
    pytest.param("ông Tư nhận đất ở bãi", "vợ ông Tư nhận đất ở bãi", "another person", id="wife"),
    pytest.param("bão số 5 vào đảo", "sau bão số 5 vào đảo", "before turn", id="after-it"),
    pytest.param("anh bị phạt 5 năm tù", "anh bị phạt 5 năm tù treo", "sense", id="suspended"),
    # a clause before
    pytest.param("quân đội rút khỏi đảo", "Hà Nội bác tin quân đội rút khỏi đảo", "before turn",
                 id="denied-before"),
    # a language whose negations are not known
    pytest.param("Präsident Tokajew hat am Montag die Basis eröffnet", "Präsident Tokajew hat am "
                 "Montag die Basis besucht", "a word", id="unknown-language"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "reason"), CHANGED)
def test_changed_fact(one: str, other: str, reason: str) -> None:
    """A changed number, name, sense, opposite or possibility is found, in both directions."""
    assert reason in (guard(one, other) or "nothing found")
    assert reason in (guard(other, one) or "nothing found")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("họ đã mở cửa khẩu", "họ vừa mở cửa khẩu", id="past-in-two-words"),
        pytest.param("mua ô tô cho đoàn", "mua ôtô cho đoàn", id="spaces"),
        pytest.param("cách xử lý rác", "cách xử lí rác", id="i-and-y"),
        pytest.param("xã có 1.213 hộ", "xã có 1213 hộ", id="groups-of-digits"),
        pytest.param("xã có ba hộ", "xã có 3 hộ", id="spelled-number"),
        pytest.param("xã có một hộ", "xã có 1 hộ", id="spelled-one"),
        pytest.param("họp ngày 6/4 tại xã", "họp ngày 6/4/2018 tại xã", id="year-left-out"),
        pytest.param("đoàn Việt Nam đến họp", "đoàn VN đến họp", id="acronym"),
        pytest.param("trường Đại học Luật họp", "trường ĐH Luật họp", id="acronym-of-two"),
        pytest.param("theo TP.HCM thì đúng", "theo Thành phố Hồ Chí Minh thì đúng", id="city"),
        pytest.param("đoàn Hoa Kỳ đến họp", "đoàn Mỹ đến họp", id="two-names-of-a-country"),
        pytest.param("yêu sách của Bắc Kinh ở đảo", "yêu sách của nước này ở đảo", id="pointer"),
        pytest.param("thăm Osh trong tuần", "thăm Osh (Kyrgyzstan) trong tuần", id="gloss"),
        pytest.param("theo ông Putin thì có", "theo ông Vladimir Putin thì có", id="first-name"),
        pytest.param("theo Tổng thống Putin thì đúng", "theo ông Putin thì đúng", id="role"),
        pytest.param("họp về giá điện ở huyện", "họp bàn về giá điện ở huyện", id="a-word-more"),
        pytest.param("bác sĩ đã khám cho họ", "các bác sĩ đã khám cho họ", id="harmless-compound"),
        pytest.param("không quân đã diễn tập", "lực lượng không quân đã diễn tập", id="air-force"),
        pytest.param("gặp nhau ở bến", "gặp nhau ở bến, theo Reuters", id="more-at-the-end"),
        pytest.param("gặp nhau ở bến", "Theo Reuters, gặp nhau ở bến", id="more-at-the-start"),
        pytest.param("tàu rời bến", "Họ không nói gì thêm. Tàu rời bến", id="sentence-before"),
        pytest.param("the two sides agreed to meet", "the two sides have agreed to meet", id="en"),
        pytest.param("Стороны говорили о встрече", "Стороны уже говорили о встрече", id="ru"),
        pytest.param("khoi dau o Viet Nam hom nay", "khởi đầu ở Việt Nam hôm nay", id="no-marks"),
    ],
)  # fmt: skip
def test_unchanged_fact(one: str, other: str) -> None:
    """Spelling, fillers, fuller names and text around it change no fact, in both directions."""
    assert guard(one, other) is None
    assert guard(other, one) is None


def test_name_that_the_title_has() -> None:
    """A name that an entry gives in its title is nothing new in the other's text."""
    titles = (read_words("Lũ lớn ở Gia Lai"), NO_TITLE)
    assert guard("lũ cuốn một cây cầu", "lũ tại Gia Lai cuốn một cây cầu", titles) is None
    assert guard("lũ cuốn một cây cầu", "lũ tại Gia Lai cuốn một cây cầu") is not None


def test_changed_fact_without_marks() -> None:
    """Where marks are missing on one side, the lists are looked up without them."""
    found = guard("xã đã nhận tiền hỗ trợ", "xa khong nhan tien ho tro")
    assert found is not None
    assert "sense" in found


def test_text_in_small_letters_hides_names() -> None:
    """Where nothing has a capital, any replaced word may be a name."""
    mine, theirs = read_words("đoàn từ lào đã đến họp"), read_words("đoàn từ nga đã đến họp")
    segments = align(mine.forms, theirs.forms)
    changes = find_changes(mine, theirs, (NO_TITLE, NO_TITLE), segments)
    assert find_changed_fact(changes) == "a name differs: lào / nga"


def test_reason_shows_both() -> None:
    """The reason names what differs as both texts have it."""
    assert guard("xã có 5 hộ nghèo", "xã có 7 hộ nghèo") == "a number differs: 5 / 7"
    assert guard("họ mở bến tàu", "họ không mở bến tàu") == "the sense differs: – / không"
