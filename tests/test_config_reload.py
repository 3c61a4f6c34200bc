"""A changed config.toml is either right or refused: nothing between, and never a crash."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.config.edit import insert_sources
from feeds.config.keys import NewSource
from feeds.config.load import LoadedConfig, check_text, decode
from feeds.config.shipped import shipped_text
from feeds.errors import ConfigurationError, problem_line

FOLDER = Path("/srv/diemtin")
LINES = shipped_text().replace("\n#", "\n").splitlines(keepends=True)
MARKS = ("[", "]", "{", "}", '"', "'''", "=", "\n", "#", ",", ".", "\\", "\0", "é")
WORDS = ("[[sources]]", "[topics]", "key", "url", "true", "-1", "1e999", "nan", "0x", "1979-05-27")
LINES_OF_ITS_OWN = ("sources = 3", "password = {}", "topics = [[]]", "site.url.x = 1", "'99999d'")
PIECES = st.sampled_from((*MARKS, *WORDS, *LINES_OF_ITS_OWN))
NEW = NewSource(url="https://new.example/")


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A part of the shipped file with its comments opened, and pieces of TOML put anywhere."""
    start = draw(st.integers(0, len(LINES) - 1))
    text = "".join(LINES[start : start + draw(st.integers(1, 60))])
    if draw(st.booleans()):
        text = shipped_text()
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, len(text)))
        length = draw(st.integers(0, 30))
        text = text[:place] + draw(PIECES | st.text(max_size=5)) + text[place + length :]
    return text


def check(text: str) -> LoadedConfig | ConfigurationError:
    try:
        return check_text(text, "config.toml", FOLDER, {})
    except ConfigurationError as refused:
        return refused


@settings(max_examples=100)
@given(mutated())
def test_mutated_file_loads_or_is_refused(text: str) -> None:
    """A mutated file loads, or is refused with problems in its lines' order."""
    outcome = check(text)
    if isinstance(outcome, LoadedConfig):
        assert outcome.config.sources is not None
        return
    places = [problem.line or 0 for problem in outcome.problems]
    assert places
    assert places == sorted(places)
    assert max(places) <= text.count("\n") + 1
    assert all(problem_line("config.toml", problem) for problem in outcome.problems)


@settings(max_examples=100)
@given(mutated())
def test_mutated_file_that_loads_takes_a_source(text: str) -> None:
    """Whatever loads takes another source without a change to the rest, or says why not."""
    before = check(text)
    if isinstance(before, ConfigurationError):
        return
    try:
        changed = insert_sources(text, [("new-one", NEW)], "config.toml")
    except ConfigurationError:
        return
    after = check(changed)
    assert isinstance(after, LoadedConfig)
    assert after.config.sources[:-1] == before.config.sources
    assert after.config.topics == before.config.topics


@settings(max_examples=100)
@given(st.binary(max_size=200))
def test_any_bytes_load_or_are_refused(body: bytes) -> None:
    """Bytes of any kind are read, or refused with the reason."""
    try:
        text = decode(body, "config.toml")
    except ConfigurationError as refused:
        outcome: object = refused
    else:
        outcome = check(text)
    assert isinstance(outcome, LoadedConfig) or outcome.problems
