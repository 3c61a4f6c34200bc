"""What passes between the program and the processes that read documents."""

from feeds.model import ParsedDocument, ParsedEntry, ParsedSource
from feeds.parse.wire import HEAD, LONGEST_ANSWER, Answer, decode_answer, encode_answer

LONG = "ư" * 128 * 1024


def answered(entry: ParsedEntry, count: int) -> Answer:
    """Give what arrives of an answer with so many entries; its frame keeps to the limit."""
    document = ParsedDocument(kind="rss2.0", source=ParsedSource(), entries=(entry,) * count)
    frame = encode_answer(Answer(document=document, resident=1))
    length, _ = HEAD.unpack(frame[: HEAD.size])
    assert length == len(frame) - HEAD.size <= LONGEST_ANSWER
    return decode_answer(frame[HEAD.size :])


def test_an_answer_is_whole() -> None:
    """An answer within the limit of RELIABILITY 2.2 arrives as it was."""
    document = answered(ParsedEntry(title="Tin", content=LONG), 20).document
    assert document is not None
    assert [entry.content for entry in document.entries] == [LONG] * 20


def test_a_long_answer_loses_the_full_texts() -> None:
    """What would be too long arrives without its full texts."""
    document = answered(ParsedEntry(title="Tin", summary="ngắn", content=LONG), 40).document
    assert document is not None
    assert {(entry.summary, entry.content) for entry in document.entries} == {("ngắn", "")}


def test_an_answer_that_stays_too_long() -> None:
    """What is too long all the same is an error that says so."""
    answer = answered(ParsedEntry(title="Tin", summary=LONG), 40)
    assert answer.document is None
    assert answer.failure is not None
    assert answer.failure.kind == "too_large"
