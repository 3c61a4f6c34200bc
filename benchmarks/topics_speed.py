"""How many teasers a second of processor time the shipped topics classify.

Run from the project's folder: python -m benchmarks.topics_speed
The teasers are written for this: two in four have nothing to find, one has a name to refuse, one is
full of evidence. That is harder than news: of random world news one in seven has a hit (QUALITY 4),
which is measured as well. Compare figures by the last line: other work on the machine slows both.
"""

import time
import tomllib
from collections.abc import Callable
from pathlib import Path

from feeds.config.schema import TopicSettings
from feeds.topics.classify import classify
from feeds.topics.compiled import CompiledTopics
from feeds.topics.rules import compile_topics
from feeds.topics.tokens import find_words

# forty words each
TEASERS = (
    "Tổng thống Nga Vladimir Putin ngày 10/1 cho biết liên quân do Nga dẫn đầu được điều đến "
    "Kazakhstan để giúp đối phó với bất ổn sẽ chỉ ở lại nước này trong thời gian có giới hạn.",
    "Chánh văn phòng Nhà Trắng hôm nay thông báo cho các nhân viên rằng quá trình chuyển giao "
    "quyền lực đã chính thức bắt đầu và mọi người cần giữ lại tất cả tài liệu của nhiệm kỳ.",
    "Hoa hậu Phương Nga được cho tại ngoại sau phiên tòa kéo dài ba ngày, luật sư của cô nói "
    "thân chủ sẽ sớm trở lại với công việc và không trả lời phỏng vấn của báo chí lúc này nữa.",
    "Giá vàng trong nước sáng nay tăng thêm hai trăm nghìn đồng mỗi lượng sau khi thị trường "
    "thế giới bật mạnh, người mua xếp hàng dài trước các cửa hiệu lớn ở trung tâm thành phố.",
)
# one in seven has a hit
NEWS = (TEASERS[0], *(TEASERS[1], TEASERS[3]) * 3)
ROUNDS = 400
# the best of so many counts: the others tell what else the machine did
TRIES = 9


def compile_shipped() -> CompiledTopics:
    """Compile the topics of the shipped config.toml."""
    file = Path(__file__).parent.parent / "config.toml"
    tables = tomllib.loads(file.read_text("utf-8"))["topics"]
    topics = {k: TopicSettings(**v) for k, v in tables.items() if isinstance(v, dict)}
    return compile_topics(topics, home_territory="VN")


def measure(work: Callable[[str], object], texts: tuple[str, ...]) -> float:
    """Give calls per second of processor time, the best of several tries."""
    best = 0.0
    for _ in range(TRIES):
        start = time.process_time()
        for _ in range(ROUNDS):
            for text in texts:
                work(text)
        best = max(best, ROUNDS * len(texts) / (time.process_time() - start))
    return best


def main() -> None:
    """Measure compiling, both mixes, each kind of teaser, and bare words for comparison."""
    start = time.process_time()
    compiled = compile_shipped()
    print(f"compiled in {time.process_time() - start:.2f} s, {len(compiled.terms)} terms")

    def work(text: str) -> object:
        return classify(compiled, {"summary": text}, "vi")

    print(f"all: {measure(work, TEASERS):,.0f} teasers per CPU second")
    print(f"as world news: {measure(work, NEWS):,.0f} teasers per CPU second")
    for text in TEASERS:
        print(f"{measure(work, (text,)):,.0f}  {len(text.split())} words  {text[:50]}…")
    print(f"only cutting into words: {measure(find_words, TEASERS):,.0f}")


if __name__ == "__main__":
    main()
