"""Pure: the few words that we add to other people's news, in Vietnamese and English."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Messages:
    """All texts of our own, in one language."""

    language: str
    # before "dangcongsan.vn", an origin that a text names
    according_to: str
    # before the other sources that had an entry
    also_in: str
    # before entries that tell the same story
    related: str
    # before a picture's caption, and before whom it is from
    picture: str
    picture_from: str
    all_topics: str
    everything: str
    topics: str
    newest: str
    subscribe: str
    subscribe_all: str
    entries: str
    no_entries: str
    no_topics: str
    no_count: str
    updated: str
    source: str
    seen_at: str
    no_title: str
    # before the topics that an entry is in, and the reasons
    why: str
    # of {score}; of {threshold}
    score: str
    needed: str
    # in place of reasons: what put an entry into a topic where no words did
    by_source: str
    by_editor: str
    fields: dict[str, str]
    decimal: str
    skip: str
    explain_feeds: str
    # Monday first
    weekdays: tuple[str, ...]
    # of {weekday}, {day}, {month}, {year}
    long_date: str


VIETNAMESE = Messages(
    language="vi",
    according_to="Theo",
    also_in="Cũng có trên",
    related="Tin liên quan",
    picture="Ảnh",
    picture_from="Nguồn",
    all_topics="Tất cả chủ đề",
    everything="Tất cả tin",
    topics="Chủ đề",
    newest="Tin mới nhất",
    subscribe="Theo dõi",
    subscribe_all="Theo dõi tất cả (OPML)",
    entries="tin",
    no_entries="Chưa có tin nào.",
    no_topics="Chưa có chủ đề nào.",
    no_count="chưa đếm",
    updated="Cập nhật",
    source="Nguồn",
    seen_at="nguồn không ghi ngày; thấy lúc",
    no_title="nguồn không đặt tiêu đề",
    why="Vì sao có ở đây",
    score="tổng cộng {score} điểm",
    needed="cần từ {threshold} điểm",
    by_source="mọi tin của nguồn này đều vào chủ đề, theo cấu hình của trang",
    by_editor="biên tập viên xếp tin này vào chủ đề",
    fields={"title": "tiêu đề", "summary": "tóm tắt", "content": "nội dung", "source": "nguồn"},
    decimal=",",
    skip="Đến phần chính",
    explain_feeds="Chép một địa chỉ dưới đây vào trình đọc tin của bạn.",
    weekdays=("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"),
    long_date="{weekday}, {day}/{month}/{year}",
)

ENGLISH = Messages(
    language="en",
    according_to="According to",
    also_in="Also in",
    related="Related",
    picture="Picture",
    picture_from="Source",
    all_topics="All topics",
    everything="All news",
    topics="Topics",
    newest="Newest entries",
    subscribe="Subscribe",
    subscribe_all="Subscribe to all (OPML)",
    entries="entries",
    no_entries="No entries yet.",
    no_topics="No topics yet.",
    no_count="not counted",
    updated="Updated",
    source="Source",
    seen_at="undated by its source; seen at",
    no_title="untitled by its source",
    why="Why it is here",
    score="{score} points in all",
    needed="{threshold} needed",
    by_source="every entry of this source belongs here, by this site's settings",
    by_editor="an editor put it here",
    fields={"title": "title", "summary": "summary", "content": "content", "source": "source"},
    decimal=".",
    skip="Skip to the main part",
    explain_feeds="Copy one of these addresses into your feed reader.",
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    long_date="{weekday}, {year}-{month}-{day}",
)


def messages_for(language: str) -> Messages:
    """Give Vietnamese words to a Vietnamese site, and English ones to any other."""
    return VIETNAMESE if language.lower().split("-")[0] == "vi" else ENGLISH
