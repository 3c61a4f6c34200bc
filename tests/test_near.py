"""Near duplicates: one text in two renderings is found, and news that only looks alike is not."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.config.schema import Dedupe
from feeds.dedupe.exact import Candidate
from feeds.dedupe.near import MOST_LOWERED, TOO_LITTLE, find_near, verify
from feeds.dedupe.texts import Judgement, read_text
from feeds.text import fold

LEAD = (
    "Đoàn chuyên gia của Ngân hàng Á - Âu đến Bishkek hôm 5/6 để bàn về tuyến đường sắt mới nối 3 "
    "nước láng giềng, dự án được Kyrgyzstan chờ đợi suốt 20 năm qua, theo thông cáo của chính phủ"
)
BODY = (
    "Trưởng đoàn nói các bên đã xem bản đồ của những đoạn hầm khó nhất. Vòng bàn thảo sau diễn "
    "ra ở Tashkent vào mùa thu, khi kết quả khoan thăm dò đã có đủ. Người dân ở các bản dọc tuyến "
    "mong có việc làm, còn giới vận tải mong đường đi ra biển ngắn hơn một tuần."
)
ENGLISH = (
    "Central bank officials from three neighbouring states met in Osh on 5 June to discuss a rail "
    "link that Kyrgyzstan has awaited for 20 years, the government said in a statement"
)
RUSSIAN = (
    "Делегация банка прибыла в Бишкек 5 июня, чтобы обсудить новую железную дорогу между тремя "
    "соседними странами, которую в Киргизии ждут уже 20 лет, сообщили в правительстве"
)
LEADS = (LEAD, ENGLISH, RUSSIAN)


def compare(
    one: str, other: str, titles: tuple[str, str] = ("", ""), full: tuple[str, str] = ("", "")
) -> Judgement:
    """Compare two leads."""
    return verify(
        read_text(title=titles[0], lead=one, full=full[0]),
        read_text(title=titles[1], lead=other, full=full[1]),
    )


@pytest.mark.parametrize(
    ("rendered", "reason"),
    [
        pytest.param(LEAD, "same-text", id="itself"),
        pytest.param(LEAD.upper(), "same-text", id="capitals"),
        pytest.param(LEAD.lower(), "same-text", id="small-letters"),
        pytest.param(unicodedata.normalize("NFD", LEAD), "same-text", id="decomposed"),
        pytest.param(LEAD.replace("5/6", "05-06"), "same-text", id="date"),
        pytest.param(fold(LEAD), "same-text", id="without-marks"),
        pytest.param(f"TTO - {LEAD}", "same-text", id="prefix"),
        pytest.param(f"{LEAD}. (Theo Reuters)", "same-text", id="credit"),
        pytest.param(f"{LEAD}, Reuters đưa tin", "near-text", id="credit-in-words"),
        pytest.param(f"Osh, 6/6 (Reuters) - {LEAD}", "near-text", id="dateline"),
        pytest.param(LEAD.replace("để bàn", "để thảo luận"), "near-text", id="another-word"),
        pytest.param(LEAD.replace("Ngân hàng Á - Âu", "ngân hàng này"), "near-text", id="pointer"),
        pytest.param(LEAD.replace(" qua,", ","), "near-text", id="a-word-less"),
        pytest.param(" ".join(LEAD.split()[:20]) + "…", "contained", id="cut-short"),
        pytest.param(LEAD[:110] + "...", "contained", id="cut-within-a-word"),
        pytest.param(f"{LEAD}. {BODY}", "contained", id="in-an-article"),
        pytest.param(fold(f"{LEAD}. {BODY}"), "contained", id="in-an-article-without-marks"),
    ],
)
def test_verify_rendering(rendered: str, reason: str) -> None:
    """A rendering of a text is its duplicate, and the reason says in what way."""
    judged = compare(LEAD, rendered)
    assert (judged.duplicate, judged.reason) == (True, reason)
    assert judged.score >= 0.9


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        pytest.param(LEAD.replace("3 nước", "4 nước"), "a number differs: 3 / 4", id="number"),
        pytest.param(LEAD.replace("5/6", "6/6"), "a number differs: 5/6 / 6/6", id="date"),
        pytest.param(
            LEAD.replace("Bishkek", "Astana"), "a name differs: Bishkek / Astana", id="name"
        ),
        pytest.param(
            LEAD.replace("được Kyrgyzstan", "không được Kyrgyzstan"),
            "the sense differs: – / không",
            id="negation",
        ),
        pytest.param(
            LEAD.replace("đến Bishkek", "có thể đến Bishkek"),
            "only one says that it is so: – / có thể",
            id="possibility",
        ),
        pytest.param(LEAD.replace("Á - Âu", "Á - Phi"), "a name differs: Âu / Phi", id="bank"),
        pytest.param(BODY, TOO_LITTLE, id="other-news"),
        pytest.param("Đoàn chuyên gia đến Bishkek", "too few words", id="too-short"),
        pytest.param(
            f"{LEAD.replace('20 năm', '30 năm')}. {BODY}",
            "a number differs: 20 / 30",
            id="number-in-an-article",
        ),
        pytest.param("", "too few words", id="empty"),
    ],
)
def test_verify_other_news(other: str, reason: str) -> None:
    """What changes a fact is other news, and the judgement names the fact."""
    judged = compare(LEAD, other)
    assert (judged.duplicate, judged.reason) == (False, reason)


TITLE = "Bàn về tuyến đường sắt mới qua Kyrgyzstan"


@pytest.mark.parametrize(
    ("title", "lead", "duplicate"),
    [
        pytest.param(TITLE, LEAD, True, id="same"),
        pytest.param("Tuyến đường sắt mới qua Kyrgyzstan: vòng đầu", LEAD, True, id="alike"),
        pytest.param("", LEAD, True, id="none"),
        pytest.param("Chuyên gia ngân hàng đến Bishkek", LEAD, True, id="told-by-the-text"),
        pytest.param("Bàn về tuyến đường sắt mới qua Tajikistan", LEAD, True, id="a-name-is-told"),
        pytest.param("Vì sao dân bản mong có tàu", LEAD, True, id="one-is-told"),
        pytest.param("Điểm tin sáng 6/6: đường sắt", f"{LEAD}. {BODY}", False, id="round-up"),
        pytest.param("Vì sao dân bản mong có tàu", f"{LEAD}. {BODY}", True, id="part-is-told"),
    ],
)  # fmt: skip
def test_verify_titles(title: str, lead: str, duplicate: bool) -> None:
    """Titles over one text may differ in words, but not in what the news is."""
    assert compare(LEAD, lead, titles=(TITLE, title)).duplicate is duplicate


def test_verify_another_angle() -> None:
    """Titles that share nothing, and that the text tells nothing of, stand over different news."""
    judged = compare(LEAD, LEAD, titles=("Giá cà phê lên cao", "Vì sao dân bản mong có tàu"))
    assert not judged.duplicate
    assert judged.reason.startswith("the titles differ: ")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Thưởng cao nhất 111 triệu", "Thưởng cao nhất 600 triệu", id="numbers"),
        pytest.param("Tàu lạ ở Hoàng Sa hôm nay", "Tàu lạ ở Trường Sa hôm nay", id="names"),
        pytest.param("Giá thép tăng lần nữa", "Giá thép giảm lần nữa", id="opposites"),
    ],
)
def test_verify_titles_that_contradict(one: str, other: str) -> None:
    """A lead that a series reuses stands over different news: the titles tell."""
    judged = compare(LEAD, LEAD, titles=(one, other))
    assert not judged.duplicate
    assert judged.reason.startswith("the titles contradict: ")


def test_verify_lead_in_whole_text() -> None:
    """A teaser is found in the whole text of an entry whose own summary is another."""
    summary = "Một tuyến đường sắt xuyên núi đang được bàn lại sau nhiều năm nằm trên giấy tờ"
    judged = compare(summary, LEAD, full=(f"{summary}. {LEAD}. {BODY}", ""))
    assert (judged.duplicate, judged.reason) == (True, "contained")
    assert not compare(summary, LEAD).duplicate


def test_verify_one_lead_over_two_articles() -> None:
    """Parts of a series open alike: where both whole texts are known, they must go on alike."""
    words = [f"{word} {place}" for place, word in enumerate(fold(BODY).split())]
    assert not compare(LEAD, LEAD, full=(f"{LEAD}. {BODY}", f"{LEAD}. {' '.join(words)}")).duplicate
    assert compare(LEAD, LEAD, full=(f"{LEAD}. {BODY}", f"{LEAD}. {BODY} Hết.")).duplicate


@pytest.mark.parametrize(
    ("other", "duplicate"),
    [
        pytest.param("Nghị viện Osh họp phiên đầu tiên sau bầu…", True, id="cut"),
        pytest.param("Nghị viện Osh họp phiên đầu tiên sau cuộc bầu cử", False, id="more"),
    ],
)
def test_verify_headlines(other: str, duplicate: bool) -> None:
    """A headline with more words is another headline, unless somebody cut one of them."""
    judged = compare("Nghị viện Osh họp phiên đầu tiên sau bầu cử mùa thu", other)
    assert judged.duplicate is duplicate


def test_verify_threshold() -> None:
    """The threshold is the share of one text that must stand in the other."""
    one, other = (
        read_text(title="", lead=f"{LEAD}, rất kỹ lưỡng"),
        read_text(title="", lead=LEAD.replace("đến Bishkek", "cùng đoàn tùy tùng đến Bishkek")),
    )
    assert not verify(one, other, threshold=1.0 + MOST_LOWERED).duplicate
    assert verify(one, other, threshold=0.95).duplicate


def test_differences_show_both() -> None:
    """What differs is given as it stands in each text."""
    judged = compare(LEAD, f"{LEAD.replace('để bàn', 'để thảo luận')}, Reuters đưa tin")
    shown = [(difference.one, difference.other) for difference in judged.differences]
    assert shown == [("bàn", "thảo luận"), ("", "Reuters đưa tin")]


@given(st.sampled_from(LEADS), st.data())
def test_changing_a_number_always_blocks(lead: str, data: st.DataObject) -> None:
    """Whichever number is changed: it is other news."""
    number = data.draw(st.sampled_from(list(re.finditer(r"\d+", lead))))
    value = data.draw(st.integers(1, 999).map(str).filter(lambda value: value != number[0]))
    changed = lead[: number.start()] + value + lead[number.end() :]
    assert not compare(lead, changed).duplicate


@pytest.mark.parametrize(
    ("lead", "negation"),
    [
        pytest.param(LEAD, "không", id="vi"),
        pytest.param(LEAD, "chưa", id="vi-not-yet"),
        pytest.param(ENGLISH, "not", id="en"),
        pytest.param(RUSSIAN, "не", id="ru"),
    ],
)
@given(data=st.data())
def test_adding_a_negation_always_blocks(lead: str, negation: str, data: st.DataObject) -> None:
    """Wherever within a text a negation is put: it says something else."""
    words = lead.split()
    place = data.draw(st.integers(1, len(words) - 1))
    assert not compare(lead, " ".join([*words[:place], negation, *words[place:]])).duplicate


@given(st.sampled_from(LEADS), st.integers(14, 24), st.sampled_from(["", "…", " ...", " [...]"]))
def test_truncation_is_found(lead: str, words: int, ending: str) -> None:
    """A text cut at a word is a duplicate of the whole, with and without an ellipsis."""
    assert compare(lead, " ".join(lead.split()[:words]) + ending).duplicate


@given(
    st.sampled_from(LEADS),
    st.sampled_from(["", "TTO - ", "(VTC News) - ", "[Video] ", "VOV.VN – "]),
    st.sampled_from(
        ["", ".", "./.", "...", " (Theo Reuters)", ". Ảnh: AFP", " >>> Xem thêm: Khác"]
    ),
)
def test_frame_changes_nothing(lead: str, prefix: str, credit: str) -> None:
    """An outlet's name before a text and its credit after it change nothing."""
    assert compare(lead, f"{prefix}{lead}{credit}").reason == "same-text"


WORD = st.sampled_from(
    [*LEAD.split(), "không", "Astana", "7/8", "bị", "của", "có", "thể", "–", "("]
)
TEXT = st.lists(WORD, max_size=60).map(" ".join)


@given(TEXT, TEXT, TEXT, TEXT)
def test_verify_is_symmetric(one: str, other: str, title: str, full: str) -> None:
    """Which of two entries came first changes neither the verdict nor the score."""
    first, second = read_text(title=title, lead=one), read_text(title="", lead=other, full=full)
    forward, back = verify(first, second), verify(second, first)
    assert (forward.duplicate, forward.score) == (back.duplicate, back.score)
    assert 0 <= forward.score <= 1


@given(st.sampled_from(LEADS), st.lists(st.integers(0, 20), max_size=4))
def test_verify_edits_is_symmetric(lead: str, places: list[int]) -> None:
    """The same holds for texts that are nearly the same."""
    words = lead.split()
    edited = " ".join(word for place, word in enumerate(words) if place not in places)
    forward, back = compare(lead, edited), compare(edited, lead)
    assert (forward.duplicate, forward.score) == (back.duplicate, back.score)


@given(st.text(min_size=1))
def test_text_is_a_duplicate_of_itself(text: str) -> None:
    """Any text with enough words is a duplicate of itself."""
    judged = compare(text, text)
    assert judged.duplicate or judged.reason == "too few words"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("một hai ba bốn " * 60_000, id="refrain"),
        pytest.param(" ".join(f"từ{place}" for place in range(60_000)), id="words"),
        pytest.param("không " * 100_000, id="one-word"),
    ],
)
def test_verify_long_texts(text: str) -> None:
    """Texts of a megabyte are compared, and what differs far beyond the start is seen."""
    assert compare(text, text).duplicate
    assert not compare(f"{text} 5 nước", f"{text} 7 nước").duplicate
    assert compare(" ".join(text.split()[:300]), text).duplicate


ENTRY = Candidate(origin="b", title="", kept=3)


def kept(text: str, **settings: str) -> int | None:
    """Look for a near duplicate of LEAD among one of another source and one of the same."""
    others = [
        (Candidate(origin="b", title="", kept=1), read_text(title="", lead=text)),
        (Candidate(origin="a", title="", kept=2), read_text(title="", lead=f"{text}, AFP viết")),
    ]
    wanted = Dedupe.model_validate(settings)
    found = find_near(ENTRY, read_text(title="", lead=LEAD), others, wanted)
    return found.kept if found else None


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        pytest.param({}, 2, id="across-by-default"),
        pytest.param({"within_source": "near"}, 1, id="within-too"),
        pytest.param({"across_sources": "exact"}, None, id="exact-across"),
        pytest.param({"across_sources": "off"}, None, id="off"),
    ],
)
def test_find_near_by_settings(settings: dict[str, str], expected: int | None) -> None:
    """Near duplicates are looked for across sources, and within one only where one asks for it."""
    assert kept(LEAD, **settings) == expected


def test_find_near_nothing() -> None:
    """Where nothing is alike nothing is found."""
    assert kept(BODY) is None
