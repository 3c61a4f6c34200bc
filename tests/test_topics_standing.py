"""Asides: what the place of a name in its text says of whether the text is about it."""

import pytest

from feeds.topics.standing import ASIDE_WEIGHT
from tests.topics_shipped import belongs, compiled, matches


def reasons(text: str, topic: str, *, title: str = "", language: str = "vi") -> str:
    match = matches(text, title=title, language=language)[topic]
    return "; ".join(blocked.guard for blocked in match.blocked)


@pytest.mark.parametrize(
    ("title", "text", "topic", "language", "reason"),
    [
        pytest.param(
            "Hãng xe thu hồi hai triệu chiếc",
            "Lỗi nằm ở hệ thống phanh. Năm ngoái hãng cũng bị nhắc nhở ở Pháp và ở Indonesia.",
            "asean", "vi", "neither in the title nor in the first sentence", id="second sentence",
        ),
        pytest.param(
            "Đức tăng chi quốc phòng",
            "Berlin cho rằng ngân sách mới cần thiết để răn đe Nga trong mười năm tới.",
            "russia", "vi", "in the middle of a sentence", id="object in the middle",
        ),
        pytest.param(
            "Ảnh đẹp trong tuần",
            "Mặt trời mọc sau những ngọn tháp của một ngôi đền cổ (Myanmar) phủ sương.",
            "asean", "vi", "in the middle of a sentence", id="in a bracket",
        ),
        pytest.param(
            "Rovers name new manager",
            "The former defender, who once coached a club from Uzbekistan, signs for two years.",
            "central-asia", "en", "past or background (“once”)", id="once",
        ),
        pytest.param(
            "Польша закупит танки", "Сделка идёт на фоне новых заявлений России о границе.",
            "russia", "ru", "на фоне", id="background",
        ),
        pytest.param(
            "Kim ngạch hạt điều tăng mạnh",
            "Các khách hàng như Mỹ, Đức, Canada, Nga đều mua nhiều hơn năm trước.",
            "russia", "vi", "one of 4 in a row of states", id="row",
        ),
        pytest.param(
            "Đội bóng chốt lịch tập huấn",
            "Thầy trò sẽ bay sang Qatar hoặc Malaysia vào tháng sau.",
            "asean", "vi", "one of several that could be meant", id="one or the other",
        ),
        pytest.param(
            "Bốn nước được khen",
            "Thụy Sĩ dẫn đầu, kế đó Đan Mạch, Canada cũng tốt, còn điểm của trẻ em Lào thấp hơn.",
            "asean", "vi", "one of 4 states in the text", id="one of many",
        ),
    ],
)  # fmt: skip
def test_an_aside_counts_less(
    title: str, text: str, topic: str, language: str, reason: str
) -> None:
    """A single sign that the title does not name needs a place that makes it the subject."""
    assert belongs(text, title=title, language=language) == []
    assert reason in reasons(text, topic, title=title, language=language)


@pytest.mark.parametrize(
    ("title", "text", "topic", "language"),
    [
        pytest.param(
            "Lũ cuốn trôi cầu", "Chính quyền địa phương cho biết mưa suốt đêm ở Lào làm nước dâng.",
            "asean", "vi", id="scene",
        ),
        pytest.param(
            "Một bộ trưởng từ chức",
            "Sau nhiều tuần bị chỉ trích, chính phủ Kazakhstan thay người.",
            "central-asia", "vi", id="actor",
        ),
        pytest.param(
            "Two held after ferry fire",
            "Divers found the wreck a day later, and Thai police took two men.",
            "asean", "en", id="actor after the name",
        ),
        pytest.param(
            "Giá khí đốt tăng vọt", "Sau một tuần đàm phán không kết quả, Nga khóa van đường ống.",
            "russia", "vi", id="begins a clause",
        ),
        pytest.param(
            "Người mẹ trẻ sinh ba", "Người Malaysia thích thú với câu chuyện của cô.",
            "asean", "vi", id="at the beginning",
        ),
        pytest.param(
            "Thỏa thuận mới", "Nga, Trung Quốc, Iran và Ấn Độ ký một thỏa thuận về tàu biển.",
            "russia", "vi", id="leads its row",
        ),
        pytest.param(
            "Họp về nguồn nước",
            "Các bộ trưởng của Kazakhstan, Uzbekistan, Tajikistan và Trung Quốc họp.",
            "central-asia", "vi", id="a row of its own states",
        ),
        pytest.param(
            "Nga nói gì", "Đức, Pháp, Anh, Nga cùng họp. Báo chí bình luận nhiều.",
            "russia", "vi", id="in the title",
        ),
        pytest.param(
            "Cháy nhà hàng trong đêm", "Lửa lan rất nhanh. Mười người chết ở tỉnh Chonburi.",
            "asean", "vi", id="the only scene, if late",
        ),
        pytest.param(
            "Chuyện lạ", "Đoàn đi từ sáng. Họ tới Viêng Chăn buổi tối rồi gặp bộ trưởng Lào.",
            "asean", "vi", id="two signs",
        ),
        pytest.param(
            "Chuyện lạ", "Đoàn đi từ sáng. Hàng của Lào đẹp. Ai cũng khen hàng Lào.",
            "asean", "vi", id="it comes back",
        ),
        pytest.param(
            "", "Cuộc họp kéo dài. Các bên bàn về an ninh và đề nghị của nhóm nước Nga.",
            "russia", "vi", id="without a title",
        ),
    ],
)  # fmt: skip
def test_a_subject_counts_wherever_it_stands(
    title: str, text: str, topic: str, language: str
) -> None:
    """The scene, an actor, a beginning, the title, or a second sign make a subject."""
    assert topic in belongs(text, title=title, language=language)


def test_an_aside_is_still_told() -> None:
    """The weaker weight stands among the evidence, so that an editor sees a near miss."""
    match = matches("Lỗi ở phanh. Hãng bị Pháp và Lào phạt.", title="Hãng xe thu hồi xe")["asean"]
    assert match.score == ASIDE_WEIGHT
    assert [each.term for each in match.evidence] == ["Lào"]


def test_abbreviations_end_no_sentence() -> None:
    """A full stop behind an initial or a short abbreviation goes on with the sentence."""
    text = "Ông J. Smith của St. Mary và TP. Paris gặp lãnh đạo Kazakhstan"
    assert belongs(text, title="Cuộc gặp") == ["central-asia"]


def test_topics_without_territories_know_no_asides() -> None:
    """Subjects that are no territories are named once, and late, often enough."""
    topics = compiled(energy={"terms": {"vi": {"strong": ["dầu mỏ"]}}})
    assert belongs("Tin vui. Giá của dầu mỏ tăng.", title="Kinh tế", topics=topics) == ["energy"]


@pytest.mark.parametrize(
    ("title", "text", "language"),
    [
        pytest.param(
            "Tiền đạo vắng trong trận gặp Lào", "Tuyển Việt Nam mất một trụ cột.", "vi", id="match"
        ),
        pytest.param("Hút du khách Nga đến Nha Trang", "Khách sạn kín phòng.", "vi", id="visitors"),
        pytest.param("Russian tourists return to Goa", "Flights resume.", "en", id="tourists"),
        pytest.param("", "Ông từng du học Nga rồi về quê mở xưởng gốm.", "vi", id="studies"),
        pytest.param("", "The chef, who trained in Moscow, opens in Lima.", "en", id="training"),
    ],
)
def test_people_from_and_in_a_country_are_mentions(title: str, text: str, language: str) -> None:
    """Where visitors come from, where somebody learned, and whom the home team meets."""
    assert belongs(text, title=title, language=language) == []
    found = matches(text, title=title, language=language)
    assert all(
        any(blocked.guard.startswith("counts less") for blocked in match.blocked)
        for match in found.values()
    )
    assert found
