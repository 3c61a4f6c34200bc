"""The parse children: processes that may hang, die or be killed without harm to anything else."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from feeds.errors import PollError, Unreadable
from feeds.model import ParsedDocument, RawDocument
from feeds.parse.children import ParseChildren
from feeds.parse.hints import ParseHints

GOOD = (
    b'<rss version="2.0"><channel><title>F</title><item><guid>1</guid><title>Tin</title></item>'
    b"</channel></rss>"
)
# no filter of ours knows it, and feedparser needs quadratic time for it
ENDLESS = (
    b'<rss version="2.0"><channel>&oops;<item><author>a<!-- -->' + b"a" * 1_000_000 + b"</author>"
    b"</item></channel></rss>"
)

# seconds; starting a child takes many of them where much else is done
PATIENCE = 120.0

Open = Callable[..., ParseChildren]


@pytest_asyncio.fixture
async def opened() -> AsyncIterator[Open]:
    """Makes children and closes them when the test is over."""
    made: list[ParseChildren] = []

    def make(**settings: float) -> ParseChildren:
        made.append(ParseChildren(**{"wall": PATIENCE, **settings}))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for children in made:
        await children.close()


async def read(children: ParseChildren, body: bytes = GOOD, **hints: str) -> ParsedDocument:
    """Read a document in a child."""
    settings = ParseHints(kind="page" if hints.get("kind") == "page" else "feed")
    return await children.parse(RawDocument(body=body, url="https://e.example/f"), settings)


async def wait_until(condition: Callable[[], bool]) -> None:
    """Let the loop turn until something is so."""
    while not condition():  # noqa: ASYNC110 - the system tells nobody
        await asyncio.sleep(0.005)


def is_alive(process_id: int) -> bool:
    """Tell whether a process exists that has not ended (a zombie has)."""
    try:
        with open(f"/proc/{process_id}/stat", encoding="utf-8") as status:
            return status.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def environment_of(process_id: int) -> str:
    """Give what the system knows of a process's environment."""
    return Path(f"/proc/{process_id}/environ").read_text(encoding="utf-8")


def limits_of(process_id: int) -> dict[str, str]:
    """Give the soft limits that the system holds a process to, by its words for them."""
    lines = Path(f"/proc/{process_id}/limits").read_text(encoding="utf-8").splitlines()
    return {line[:26].strip(): line[26:].split()[0] for line in lines}


async def test_a_feed_and_a_page(opened: Open) -> None:
    """Feeds and pages are read in a child, with what the child warned of."""
    children = opened()
    assert children.process_ids == ()
    feed = await read(children, b"junk" + GOOD)
    assert [entry.title for entry in feed.entries] == ["Tin"]
    assert feed.warnings == ("text before the root was dropped",)
    page = await read(children, "Tiêu đề của bài\n\nĐoạn văn đầu tiên.\n".encode(), kind="page")
    assert page.kind.startswith("page:")
    assert len(children.process_ids) == 1


async def test_the_parent_stays_clean(opened: Open) -> None:
    """The daemon never loads the parsers of hostile documents."""
    code = "import sys, feeds.parse.children; print(*sys.modules, sep='\\n')"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE
    )
    loaded = (await process.communicate())[0].decode().split()
    assert process.returncode == 0
    assert not {"feedparser", "lxml", "nh3"} & set(loaded)


async def test_an_error_is_an_answer(opened: Open) -> None:
    """What cannot be read raises with its kind, and the child lives on."""
    children = opened()
    await read(children)
    before = children.process_ids
    for body, kind in ((b"", "empty"), (b"<html></html>", "not_a_feed"), (b"{", "parse")):
        with pytest.raises(Unreadable) as failure:
            await read(children, body)
        assert failure.value.kind == kind
    assert children.process_ids == before


async def test_killed_in_the_middle(opened: Open) -> None:
    """A child killed while it holds a document is replaced, and the document is read again."""
    children = opened()
    await read(children)
    (process_id,) = children.process_ids
    os.kill(process_id, signal.SIGSTOP)
    reading = asyncio.create_task(read(children))
    await asyncio.sleep(0.05)
    assert not reading.done()
    os.kill(process_id, signal.SIGKILL)
    assert len((await reading).entries) == 1
    assert children.process_ids != (process_id,)


async def test_killed_between_documents(opened: Open) -> None:
    """A child that died while it waited is replaced unnoticed."""
    children = opened()
    for _ in range(3):
        await read(children)
        (process_id,) = children.process_ids
        os.kill(process_id, signal.SIGKILL)
        await wait_until(lambda pid=process_id: not is_alive(pid))  # type: ignore[misc]
    assert len((await read(children)).entries) == 1


async def test_killed_again_and_again(opened: Open) -> None:
    """A document that ends two processes is given up; the next one is read."""
    children = opened(cpu=100.0, wall=100.0)
    reading = asyncio.create_task(read(children, ENDLESS))
    killed: set[int] = set()
    while not reading.done():
        for process_id in set(children.process_ids) - killed:
            os.kill(process_id, signal.SIGKILL)
            killed.add(process_id)
        await asyncio.sleep(0)
    with pytest.raises(Unreadable, match="two processes"):
        await reading
    assert len(killed) == 2
    assert len((await read(children)).entries) == 1


async def test_a_child_that_hangs(opened: Open) -> None:
    """What takes too long is given up and its process killed, and its place is free again."""
    children = opened(cpu=100.0, wall=0.5)
    for _ in range(2):
        with pytest.raises(Unreadable, match=r"more than 0\.5 seconds"):
            await read(children, ENDLESS)
        assert children.process_ids == ()


async def test_a_child_that_starts_slowly(
    opened: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A document's time begins when a child is ready: a start that takes long is not its fault."""
    interpreter = tmp_path / "never-ready"
    interpreter.write_text("#!/bin/sh\nexec sleep 600\n", encoding="ascii")
    interpreter.chmod(0o755)
    children = opened(wall=0.01, starting=0.5)
    with monkeypatch.context() as busy:
        busy.setattr(sys, "executable", str(interpreter))
        with pytest.raises(PollError, match="no parse child was ready") as failure:
            await read(children)
    assert not isinstance(failure.value, Unreadable)
    assert failure.value.kind == "internal"
    assert children.process_ids == ()


async def test_too_much_cpu(opened: Open) -> None:
    """The system ends a child that uses up its CPU; the loop turns all the while."""
    children = opened(cpu=1.0, wall=120.0)
    await read(children)
    reading = asyncio.create_task(read(children, ENDLESS))
    turns = 0
    while not reading.done():
        await asyncio.sleep(0.001)
        turns += 1
    with pytest.raises(Unreadable, match="seconds of CPU"):
        await reading
    assert turns > 10
    assert len((await read(children)).entries) == 1


async def test_cpu_counts_for_each_document(opened: Open) -> None:
    """A child's limit is for one document, not for its whole life."""
    children = opened(cpu=1.0, wall=120.0)
    items = b"".join(b"<item><guid>%d</guid><title>T</title></item>" % n for n in range(200))
    busy = GOOD.replace(b"<item>", b"&oops;" + items + b"<item>")
    for _ in range(60):
        assert len((await read(children, busy)).entries) == 201
    assert len(children.process_ids) == 1


async def test_too_much_memory(opened: Open) -> None:
    """A document for which memory is too small fails alone."""
    children = opened(memory=100 * 1024**2, cpu=100.0, wall=100.0)
    with pytest.raises(Unreadable, match="too much memory"):
        await read(children, GOOD.replace(b"Tin", "ệ".encode() * 7_000_000))
    assert len((await read(children)).entries) == 1


async def test_a_fresh_child_after_some_documents(opened: Open) -> None:
    """A child is let go after so many documents, and ends."""
    children = opened(most_documents=2)
    await read(children)
    (first,) = children.process_ids
    await read(children)
    await read(children)
    await wait_until(lambda: not is_alive(first))
    await wait_until(lambda: len(children.process_ids) == 1)
    assert children.process_ids != (first,)


async def test_several_at_once(opened: Open) -> None:
    """No more children than there are places, however many callers; each gets its own answer."""
    children = opened(count=2)
    bodies = [GOOD.replace(b"Tin", b"Tin %d" % number) for number in range(20)]
    found = await asyncio.gather(*(read(children, body) for body in bodies))
    assert [document.entries[0].title for document in found] == [f"Tin {n}" for n in range(20)]
    assert len(children.process_ids) == 2


async def test_one_hangs_and_the_other_goes_on(opened: Open) -> None:
    """While one child hangs the other reads on; the one is killed, its document alone is given up,
    and its place is taken by a fresh child."""
    children = opened(count=2, wall=4.0)
    while len(children.process_ids) < 2:
        await asyncio.gather(read(children), read(children))
    hanging, working = children.process_ids
    os.kill(hanging, signal.SIGSTOP)
    # each of the two places gets one of these, and the free one all that follow
    both = [asyncio.create_task(read(children)) for _ in range(2)]
    await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
    for _ in range(10):
        assert len((await read(children)).entries) == 1
    ended = await asyncio.gather(*both, return_exceptions=True)
    assert {type(one) for one in ended} == {ParsedDocument, Unreadable}
    assert "more than 4 seconds" in str(ended)
    assert not is_alive(hanging)
    assert children.process_ids == (working,)
    # a machine that is very busy may need longer than that to start a child
    while len(children.process_ids) < 2:
        await asyncio.gather(read(children), read(children), return_exceptions=True)
    assert working in children.process_ids


async def test_what_a_child_may(opened: Open) -> None:
    """A child opens few files, writes none, and has so much memory and no more."""
    children = opened()
    await read(children)
    (process_id,) = children.process_ids
    allowed = limits_of(process_id)
    assert allowed["Max open files"] == "16"
    assert allowed["Max file size"] == "0"
    assert allowed["Max core file size"] == "0"
    assert allowed["Max address space"] == str(1024**3)
    assert allowed["Max cpu time"] not in ("unlimited", "0")


async def test_a_child_that_has_grown(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """A child that has grown beyond its limit is let go after its document."""
    monkeypatch.setattr("feeds.parse.children.LARGEST", 1024)
    children = opened()
    assert len((await read(children)).entries) == 1
    await wait_until(lambda: not children.process_ids)


async def test_a_large_parent(opened: Open) -> None:
    """A child is not taken for large because the program that started it is."""
    ballast = bytearray(400 * 1024 * 1024)
    for place in range(0, len(ballast), 4096):
        ballast[place] = 1
    children = opened()
    await read(children)
    before = children.process_ids
    await read(children)
    assert children.process_ids == before


async def test_a_cancelled_caller(opened: Open) -> None:
    """A caller that goes away in the middle leaves no child with half a question."""
    children = opened()
    await read(children)
    (process_id,) = children.process_ids
    os.kill(process_id, signal.SIGSTOP)
    reading = asyncio.create_task(read(children))
    await asyncio.sleep(0.02)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    await wait_until(lambda: not is_alive(process_id))
    assert len((await read(children)).entries) == 1


async def test_close(opened: Open) -> None:
    """Closing ends every child, also one that hangs, and whoever waits for it."""
    children = opened(count=2)
    await asyncio.gather(read(children), read(children))
    process_ids = children.process_ids
    os.kill(process_ids[0], signal.SIGSTOP)
    os.kill(process_ids[1], signal.SIGSTOP)
    reading = asyncio.create_task(read(children))
    await asyncio.sleep(0.02)
    await children.close()
    with pytest.raises(PollError, match="stopped"):
        await reading
    await wait_until(lambda: not any(is_alive(process_id) for process_id in process_ids))
    with pytest.raises(PollError, match="any more"):
        await read(children)
    await children.close()


async def test_a_childs_signals_and_secrets(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C does not reach a child, and the daemon's environment does not either."""
    monkeypatch.setenv("DIEMTIN_SECRET", "hunter2")
    children = opened()
    await read(children)
    (process_id,) = children.process_ids
    assert "hunter2" not in environment_of(process_id)
    os.kill(process_id, signal.SIGINT)
    await read(children)
    assert children.process_ids == (process_id,)


async def test_a_child_ends_with_its_parent() -> None:
    """A child whose standard input ends goes away by itself."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "feeds.parse.child", "5", str(1024**3)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    process.stdin.close()
    assert await process.wait() == 0


async def test_prints_are_no_answers() -> None:
    """What a library prints, in Python or below it, does not get among the answers."""
    code = (
        "import os; from feeds.parse.child import take_standard_output as take\n"
        "answers = take(); print('noise', flush=True); os.write(1, b'noise')\n"
        "answers.write(b'answer'); answers.flush()"
    )
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", code),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert await process.communicate() == (b"answer", b"noise\nnoise")


def test_children_under_uvloop() -> None:
    """The daemon's other event loop does the same, also when a child dies."""
    uvloop = pytest.importorskip("uvloop")

    async def scenario() -> None:
        children = ParseChildren(wall=PATIENCE)
        await read(children)
        os.kill(children.process_ids[0], signal.SIGKILL)
        assert len((await read(children)).entries) == 1
        await children.close()

    uvloop.run(scenario())
