"""Guards: when a word that is a country's name means the country."""

import pytest

from tests.topics_shipped import belongs, compiled, guards, matches


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Nga tố Mỹ vi phạm thỏa thuận", id="first word"),
        pytest.param("Hôm nay Nga tố Mỹ vi phạm thỏa thuận", id="inside a sentence"),
        pytest.param("Tổng thống Nga thăm Trung Quốc", id="after an office"),
        pytest.param("Tổng thống Nga V.Putin lên đường", id="before an initial"),
        pytest.param("Ngoại trưởng Kim nói: Quân Nga sẽ rút", id="capital at a clause's start"),
        pytest.param("cuộc đàm phán Mỹ - Nga tại Geneva", id="after a country and a dash"),
        pytest.param("quan hệ Việt Nga thêm bền chặt", id="beside a country's short name"),
        pytest.param("hai nghệ sĩ hài Nga gọi điện cho Thủ tướng", id="after small letters"),
        pytest.param("tiêm kích Nga Su-35 cất cánh", id="before a numbered machine"),
        pytest.param("Hải quân và Viện Hàn lâm Khoa học Nga", id="end of an institution's name"),
        pytest.param("vòng chung kết World Cup Nga đã qua", id="after a word that only looks so"),
        pytest.param("kỷ niệm tháng Mười Nga", id="allowed wording"),
        pytest.param("Hải Quân Nga Tập Trận Ở Biển Đen", id="title case"),
        pytest.param("HẢI QUÂN NGA TẬP TRẬN Ở BIỂN ĐEN", id="capitals"),
        pytest.param("Bà Nga vừa trở lại nước Nga sau mười năm", id="a person and the country"),
    ],
)
def test_nga_the_country(text: str) -> None:
    """The syllable counts where nothing says that it is a name."""
    assert belongs(text) == ["russia"]


@pytest.mark.parametrize(
    ("text", "guard"),
    [
        pytest.param("Ca sĩ cho biết Phương Nga đã về", "Phương Nga", id="given name"),
        pytest.param("Theo chị Tuyết Nga thì giá tăng", "Tuyết Nga", id="given name, not listed"),
        pytest.param("Đại biểu Nguyễn Việt Nga phát biểu", "Việt Nga", id="country as middle name"),
        pytest.param("Ông chê người dân huyện Nga Sơn", "Nga Sơn", id="district"),
        pytest.param("Người dân Nga Thủy đi chợ", "Nga Thủy", id="a commune nobody listed"),
        pytest.param("Lâm Trịnh Nguyệt Nga xin lỗi dân", "Nguyệt Nga", id="Carrie Lam"),
        pytest.param("Sáng nay bà Nga ra chợ", "after “bà”", id="honorific"),
        pytest.param("Chị Nga cho biết giá rau tăng", "after “chị”", id="honorific, first word"),
        pytest.param("Nghe ca sĩ Nga hát cải lương", "after “ca sĩ”", id="profession of fame"),
        pytest.param("Nga, 66 tuổi, trú tại Hà Nội, bị lừa", "age", id="age behind a comma"),
        pytest.param("Nga (25 tuổi) bị bắt hôm qua", "age", id="age in a bracket"),
        pytest.param("Tàu Thường Nga-4 đáp xuống Mặt Trăng", "Thường Nga", id="myth and probe"),
        pytest.param("HOA HẬU PHƯƠNG NGA ĐƯỢC TẠI NGOẠI", "PHƯƠNG NGA", id="capitals"),
        pytest.param("DÂN HUYỆN NGA SƠN KÊU CỨU VÌ KHÓI", "NGA SƠN", id="district in capitals"),
        pytest.param(
            "Ca Sĩ Bích Nga Kể Chuyện Đời Mình", "Bích Nga", id="title case, listed syllable"
        ),
    ],
)
def test_nga_the_name(text: str, guard: str) -> None:
    """A name of a person or a place does not count, and the editor reads why."""
    assert belongs(text) == []
    assert any(guard in reason for reason in guards(text, "russia"))


@pytest.mark.parametrize("text", ["ngã ba đường", "đôi ngà voi", "con thiên nga", "Ngà và Ngã"])
def test_tone_marks_and_case_tell_words_apart(text: str) -> None:
    """Nga, nga, ngà and ngã are four words; only the first is a country."""
    assert matches(text) == {}


def test_bare_name_of_a_person_named_before() -> None:
    """Who was named in full is meant by the bare syllable too, unless a cue speaks against it."""
    text = "Đại gia kiện hoa hậu Phương Nga. Nga nói với tòa về hợp đồng."
    assert belongs(text) == []
    assert "the text names a person so" in guards(text, "russia")
    assert belongs("Phương Nga sang Nga du học hai năm") == ["russia"]
    assert belongs("Phương Nga gặp ông Putin, Nga mở cửa") == ["russia"]


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        pytest.param("Lào ghi nhận ba ca nhiễm", ["asean"], id="country"),
        pytest.param("Thủ tướng Lào Sonexay thăm Hà Nội", ["asean"], id="before a name"),
        pytest.param("Quan hệ đặc biệt Việt Nam - Lào", ["asean"], id="after a dash"),
        pytest.param("Xe khách lật ở Lào Cai", [], id="province"),
        pytest.param("XE KHÁCH LẬT Ở LÀO CAI", [], id="province in capitals"),
        pytest.param("Gió Lào thổi mạnh ở miền Trung", [], id="wind"),
        pytest.param("Cụ ông bán thuốc lào", [], id="tobacco"),
        pytest.param("Ông Nguyễn Văn Lào kể lại", [], id="person"),
    ],
)
def test_lao(text: str, topics: list[str]) -> None:
    """Laos is no province, wind, tobacco or person."""
    assert belongs(text) == topics


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        pytest.param("Thủ tướng Thái nói dùng mọi luật", ["asean"], id="office"),
        pytest.param("Nam diễn viên Thái gây sốt", ["asean"], id="profession"),
        pytest.param("Người Thái đổ xô mua vàng", ["asean"], id="people, first word"),
        pytest.param("Ông Thái cho biết", [], id="person"),
        pytest.param("Tập thể người Thái Nguyên", [], id="province after a cue"),
        pytest.param("Nghi lễ của người Thái ở Sơn La", [], id="people of Việt Nam"),
        pytest.param("Người Do Thái ở Israel", [], id="another people"),
        pytest.param("Tàu ra Thái Bình Dương", [], id="ocean"),
        pytest.param("CPTPP xuyên Thái Bình Dương", [], id="ocean in a treaty"),
        pytest.param("Thái tử Arab Saudi thăm Mỹ", [], id="crown prince"),
    ],
)
def test_a_syllable_that_is_mostly_something_else(text: str, topics: list[str]) -> None:
    """Such a syllable counts only after words of a positive list."""
    assert belongs(text) == topics


def test_two_syllables_after_a_surname_are_a_given_name() -> None:
    """`Trần Thị Thái Lan` is a person; `Thái Lan` is not."""
    assert belongs("Bác sĩ Trần Thị Thái Lan khám bệnh") == []
    assert belongs("Bác sĩ đến Thái Lan khám bệnh") == ["asean"]


def test_a_bank_called_southeast_asia() -> None:
    """A company's name that holds a region's name is not the region."""
    assert belongs("Ngân hàng Đông Nam Á báo lãi lớn") == []


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        pytest.param("Tong thong Nga tham Trung Quoc tuan toi", ["russia"], id="after an office"),
        pytest.param("Lien bang Nga va cac nuoc hop tac chat che", ["russia"], id="phrase"),
        pytest.param("Cac nuoc Dong Nam A ban ve chuyen di lai", ["asean"], id="region"),
        pytest.param("Putin noi ve gia dau trong cuoc hop bao", ["russia"], id="foreign name"),
        pytest.param("Chi Nga cho biet gia rau o cho tang manh", [], id="bare syllable"),
        pytest.param("Xe khach lat o Lao Cai trong dem qua", [], id="province"),
    ],
)
def test_text_without_marks(text: str, topics: list[str]) -> None:
    """Without marks a lone syllable could be any word; phrases and foreign names still count."""
    assert belongs(text) == topics


def test_a_syllable_counts_in_its_own_language_only() -> None:
    """`Nga` is a word of Albanian and a name in English; `Thai` is no word of Vietnamese."""
    assert belongs("Albanian: Nga Tirana me dashuri sot", language="sq") == []
    assert belongs("Police in Thai resort arrest three", language="en") == ["asean"]
    assert belongs("Đầm Thai ở huyện này rất rộng lớn") == []


def test_a_wrong_declared_language_is_not_believed() -> None:
    """Vietnamese letters say more than what a feed declares."""
    assert belongs("Nga tố Mỹ vi phạm thỏa thuận được ký", language="en") == ["russia"]


def test_lists_of_the_configuration() -> None:
    """Each list of a guard does what the configuration says."""
    topics = compiled(
        energy={
            "terms": {"vi": {"strong": ["dầu"]}},
            "guards": {
                "vi": {
                    "dầu": {"not_before": ["xoa"], "not_after": ["gội"], "allow": ["dầu gội đầu"]}
                }
            },
        },
        books={
            "terms": {"vi": {"strong": ["bìa"]}},
            "guards": {"vi": {"bìa": {"only_after": ["trang"], "only_before": ["sách"]}}},
        },
    )
    assert belongs("giá dầu tăng", topics=topics) == ["energy"]
    assert belongs("Dầu tăng giá", topics=topics) == ["energy"]
    assert belongs("xoa dầu nóng", topics=topics) == []
    assert belongs("mua dầu gội", topics=topics) == []
    assert belongs("mua dầu gội đầu", topics=topics) == ["energy"]
    assert belongs("trang bìa sách", topics=topics) == ["books"]
    assert belongs("trang bìa", topics=topics) == []
    assert belongs("bìa sách", topics=topics) == []


def test_case_can_be_switched_off() -> None:
    """With `case = false` a term counts in any case."""
    for case, expected in ((True, []), (False, ["aid"])):
        topics = compiled(
            aid={"terms": {"en": {"strong": ["Aid"]}}, "guards": {"en": {"Aid": {"case": case}}}}
        )
        assert belongs("foreign aid is cut", language="en", topics=topics) == expected


def test_the_name_rule_can_be_switched_off() -> None:
    """With `names = false` only the lists judge."""
    topics = compiled(
        russia={"territories": ["RU"], "guards": {"vi": {"Nga": {"names": False}}}},
    )
    assert belongs("hôm nay Tuyết Nga đã về", topics=topics) == ["russia"]


@pytest.mark.parametrize(
    ("text", "guard"),
    [
        pytest.param("Nga khai nhận đã lấy xe của hàng xóm", "before “khai”", id="deed"),
        pytest.param("Nga và chồng mở quán phở", "before “và chồng”", id="family after"),
        pytest.param("Công an khởi tố Nga về tội lừa đảo", "after “khởi tố”", id="the accused"),
        pytest.param("Hằng, Nga và Thu thân nhau từ bé", "in a row with “Hằng”", id="row of names"),
        pytest.param(
            "Nga, Hằng và Thu thân nhau từ bé", "in a row with “Hằng”", id="first in a row"
        ),
        pytest.param("Trộm vào nhà dân ở xã Nga", "after “xã”", id="commune"),
    ],
)
def test_what_only_people_and_villages_are(text: str, guard: str) -> None:
    """Deeds, family and company tell a person; the kind of a place tells a village."""
    assert belongs(text) == []
    assert any(guard in reason for reason in guards(text, "russia"))


@pytest.mark.parametrize(
    "text", ["Nga, Mỹ và Anh họp", "Nga và Hà Nội ký kết", "Nga, Hải quân Mỹ cùng tập trận"]
)
def test_a_row_of_states_is_no_row_of_names(text: str) -> None:
    """A neighbour that is a state, a city or an office is no given name."""
    assert belongs(text) == ["russia"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("Councilwoman Thai wins again, Thai says", "en", id="form of address"),
        pytest.param("Storm hits Florida, St. Petersburg loses power", "en", id="another city"),
        pytest.param(
            "Bão vào Florida, St. Petersburg mất điện", "vi", id="another city, told here"
        ),
        pytest.param("Burmese pythons spread in the swamp", "en", id="animal, plural"),
        pytest.param("Học sinh người Thái ở Mai Châu", "vi", id="people of Việt Nam"),
        pytest.param("Лавровый лист подорожал", "ru", id="no case of a surname"),
    ],
)
def test_what_has_the_same_name(text: str, language: str) -> None:
    """Persons, other cities, animals and words that begin alike are no countries."""
    assert belongs(text, language=language) == []


@pytest.mark.parametrize(
    ("text", "language", "topic"),
    [
        pytest.param("Лаврова встретили в аэропорту", "ru", "russia", id="genitive"),
        pytest.param("Встреча с Лавровым отложена", "ru", "russia", id="instrumental"),
        pytest.param("Russia's parliament votes today", "en", "russia", id="possessive"),
        pytest.param("Thai-Cambodian border closed", "en", "asean", id="hyphen"),
        pytest.param("US-Russian talks resume", "en", "russia", id="hyphen before"),
        pytest.param("St. Petersburg hosts a forum", "en", "russia", id="the city itself"),
    ],
)
def test_forms_of_names(text: str, language: str, topic: str) -> None:
    """Cases, possessives and hyphens leave a name what it is."""
    assert topic in belongs(text, language=language)
