"""Pure: what goes over the pipe between the daemon and its parse children; the home of msgspec.

A frame is a fixed head of two lengths, a JSON part, and raw bytes that no JSON has to carry.
"""

import struct
from dataclasses import replace
from typing import TypeVar

import msgspec

from feeds.errors import ErrorKind
from feeds.model import ParsedDocument, RawDocument
from feeds.parse.hints import ParseHints

# bytes of JSON in an answer; RELIABILITY table 2.2
LONGEST_ANSWER = 8 * 1024 * 1024

# lengths of the JSON part and of the raw part, bytes, big-endian
HEAD = struct.Struct(">II")

# an empty frame, which no answer is: what a child says first
READY = HEAD.pack(0, 0)

_Shape = TypeVar("_Shape")


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A document to read, without its body, which follows as raw bytes."""

    document: RawDocument
    hints: ParseHints


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """Why a document could not be read."""

    kind: ErrorKind
    message: str


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One of document and failure; `resident` is the child's largest size so far, bytes."""

    document: ParsedDocument | None = None
    failure: Failure | None = None
    resident: int = 0


def encode_question(raw: RawDocument, hints: ParseHints) -> bytes:
    """Write a whole frame: the document's body stands behind the JSON as it is."""
    header = msgspec.json.encode(Question(document=replace(raw, body=b""), hints=hints))
    return HEAD.pack(len(header), len(raw.body)) + header + raw.body


def decode_question(header: bytes, body: bytes) -> tuple[RawDocument, ParseHints]:
    """Read what `encode_question` wrote; raises ValueError."""
    question = _decode(header, Question)
    return replace(question.document, body=body), question.hints


def encode_answer(answer: Answer) -> bytes:
    """Write a whole frame; what would be too long loses the full texts, summaries stay."""
    encoded = msgspec.json.encode(answer)
    if len(encoded) > LONGEST_ANSWER and answer.document is not None:
        shorter = _without_contents(answer.document)
        encoded = msgspec.json.encode(msgspec.structs.replace(answer, document=shorter))
    if len(encoded) > LONGEST_ANSWER:
        failure = Failure(kind="too_large", message="what was read is more than 8 MiB")
        encoded = msgspec.json.encode(Answer(failure=failure, resident=answer.resident))
    return HEAD.pack(len(encoded), 0) + encoded


def decode_answer(encoded: bytes) -> Answer:
    """Read what `encode_answer` wrote; raises ValueError."""
    return _decode(encoded, Answer)


def _decode(encoded: bytes, shape: type[_Shape]) -> _Shape:
    try:
        return msgspec.json.decode(encoded, type=shape)
    except msgspec.MsgspecError as error:
        raise ValueError(f"no frame of ours: {error}") from error


def _without_contents(document: ParsedDocument) -> ParsedDocument:
    entries = tuple(replace(entry, content="") for entry in document.entries)
    note = "the full texts are more than 8 MiB and were left out"
    return replace(document, entries=entries, warnings=(*document.warnings, note))
