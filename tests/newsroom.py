"""Feeds as their publishers write them: some items in any of the three syntaxes."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from random import Random
from xml.sax.saxutils import escape

# of whose words every item says others, so that no two are alike by chance
_STORY = """
mùa gặt sớm bến cảng đóng băng dàn nhạc trẻ tập luyện suốt đêm thư viện cổ mở cửa đón khách
đoàn tàu chở than chạy chậm ngoài thung lũng nhà khoa học đo mực nước hồ sâu bảo tàng trưng
bày tranh thêu người nuôi ong kể về rừng thông vận động viên trượt tuyết nghỉ thi đấu chợ
phiên vùng núi bán len dạ kỹ sư sửa cầu treo giáo viên dạy cờ vua họa sĩ vẽ tường sân bay
"""

_CONTENT = "http://purl.org/rss/1.0/modules/content/"

MORNING = datetime(2026, 11, 3, 1, 30, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Item:
    """One item of a feed; what is None is not written."""

    id: str | None = None
    title: str
    text: str
    link: str | None = None
    published: datetime | None = None
    # HTML; written in RSS alone
    content: str | None = None


def news(number: int | str, **other: object) -> Item:
    """Write an item like no other, about Russia; `other` says what is to be different."""
    values: dict[str, object] = {
        "id": f"urn:tin:{number}",
        "title": f"Bản tin {number} từ nước Nga: {_words(number, 5)}",
        "text": f"Ở Nga hôm nay {_words(f'{number} kể', 20)}.",
        "link": f"https://tin.example/bai-{number}.html",
        **other,
    }
    return Item(**values)  # type: ignore[arg-type]


def _words(seed: object, count: int) -> str:
    return " ".join(Random(str(seed)).sample(_STORY.split(), count))


def _element(name: str, text: str | None, attributes: str = "") -> str:
    return "" if text is None else f"<{name}{attributes}>{escape(text)}</{name}>"


def rss(items: Sequence[Item], title: str = "Báo Tin") -> str:
    """Write items as RSS 2.0."""
    rows = "".join(
        "<item>"
        + _element("title", item.title)
        + _element("link", item.link)
        + _element("guid", item.id, ' isPermaLink="false"')
        + _element("description", item.text)
        + _element("content:encoded", item.content, f' xmlns:content="{_CONTENT}"')
        + _element("pubDate", None if item.published is None else format_datetime(item.published))
        + "</item>\n"
        for item in items
    )
    head = f"<title>{escape(title)}</title><link>https://tin.example/</link>"
    return (
        f'<rss version="2.0"><channel>{head}<description>Tin</description>\n{rows}</channel></rss>'
    )


def atom(items: Sequence[Item], title: str = "Báo Tin") -> str:
    """Write items as Atom."""
    rows = "".join(
        "<entry>"
        + _element("id", item.id)
        + _element("title", item.title)
        + (f'<link href="{escape(item.link)}"/>' if item.link else "")
        + _element("summary", item.text)
        + _element("published", None if item.published is None else item.published.isoformat())
        + _element("updated", (item.published or MORNING).isoformat())
        + "</entry>\n"
        for item in items
    )
    head = f"<id>urn:bao</id><title>{escape(title)}</title><updated>{MORNING.isoformat()}</updated>"
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{head}\n{rows}</feed>'


def jsonfeed(items: Sequence[Item], title: str = "Báo Tin") -> str:
    """Write items as JSON Feed 1.1."""
    rows = [
        {
            "id": item.id,
            "title": item.title,
            "url": item.link,
            "summary": item.text,
            "content_text": item.text,
            "date_published": item.published and item.published.isoformat(),
        }
        for item in items
    ]
    kept = [{name: value for name, value in row.items() if value is not None} for row in rows]
    version = "https://jsonfeed.org/version/1.1"
    return json.dumps({"version": version, "title": title, "items": kept}, ensure_ascii=False)


Write = Callable[..., str]

SYNTAXES: Mapping[str, tuple[Write, str]] = {
    "rss": (rss, "application/rss+xml"),
    "atom": (atom, "application/atom+xml"),
    "json": (jsonfeed, "application/feed+json"),
}
