"""A process that reads hostile documents and may be killed: questions in, answers out.

Started by `feeds.parse.children` as `python -m feeds.parse.child CPU MEMORY`: seconds of CPU for
one document, bytes of address space. Writes READY once it can take questions, and ends when its
standard input does. Whatever happens to one document is an answer; only a limit of the system or a
fault of a library ends the process.
"""

import os
import resource
import signal
import sys
from typing import BinaryIO

from feeds.errors import ErrorKind, PollError
from feeds.parse.document import parse_document
from feeds.parse.wire import HEAD, READY, Answer, Failure, decode_question, encode_answer
from feeds.text import one_line

_OPEN_FILES = 16
_LONGEST_MESSAGE = 300


def main() -> None:
    """Answer questions until standard input ends."""
    cpu, memory = float(sys.argv[1]), int(sys.argv[2])
    answers = take_standard_output()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit(resource.RLIMIT_AS, memory)
    _limit(resource.RLIMIT_NOFILE, _OPEN_FILES)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    answers.write(READY)
    answers.flush()
    serve(sys.stdin.buffer, answers, cpu)


def serve(questions: BinaryIO, answers: BinaryIO, cpu: float) -> None:
    """Answer each question in turn; the system ends what needs more than `cpu` seconds for one."""
    while len(head := questions.read(HEAD.size)) == HEAD.size:
        header_length, body_length = HEAD.unpack(head)
        header = questions.read(header_length)
        body = questions.read(body_length)
        if len(header) + len(body) < header_length + body_length:
            return
        _allow_cpu(cpu)
        answers.write(encode_answer(answer_question(header, body)))
        answers.flush()


def answer_question(header: bytes, body: bytes) -> Answer:
    """Read one document; never raises."""
    try:
        raw, hints = decode_question(header, body)
        return Answer(document=parse_document(raw, hints), resident=_resident())
    except PollError as error:
        failure = _failure(error.kind, str(error))
    except MemoryError:
        failure = _failure("parse", "reading it takes too much memory")
    except RecursionError:
        failure = _failure("parse", "it is nested too deep")
    except Exception as error:
        failure = _failure("internal", f"{type(error).__name__}: {error}")
    return Answer(failure=failure, resident=_resident())


def _failure(kind: ErrorKind, message: str) -> Failure:
    return Failure(kind=kind, message=one_line(message)[:_LONGEST_MESSAGE])


def take_standard_output() -> BinaryIO:
    """Keep standard output for answers; what libraries print goes to standard error."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return answers


def _limit(which: int, value: int) -> None:
    """Lower a limit; one that is lower already stays."""
    _, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(which, (value, value))


def _allow_cpu(seconds: float) -> None:
    """Let the process use so many seconds more than it has used, in whole seconds."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 1
    if hard != resource.RLIM_INFINITY:
        soft = min(soft, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _resident() -> int:
    """Give the bytes of memory in use now; 0 where the system does not say.

    Not `ru_maxrss`: that begins with the size of whoever started the process, so that the children
    of a large daemon would all be too large from their first document on.
    """
    try:
        with open("/proc/self/statm", encoding="ascii") as pages:
            return int(pages.read().split()[1]) * resource.getpagesize()
    except OSError:
        return 0


if __name__ == "__main__":
    main()
