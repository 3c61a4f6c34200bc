"""A short run of every fuzz target, and what longer runs found."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz import TARGETS, damaged

# target and input of every fault that was found, so that none comes back
FOUND: list[tuple[str, bytes]] = [
    # within the longest address before it was quoted, and beyond it after
    ("addresses", b"https://x.example/" + "ệ".encode() * 1000),
    # the port was spelled as a part of the last label
    ("addresses", "//bücher:80/".encode()),
    ("addresses", "//bücher:/x".encode()),
    # a bracket within a host that was spelled in ASCII
    ("addresses", "//büch[2001:db8::1]:80/x".encode()),
]


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


@pytest.mark.parametrize("name", TARGETS)
def test_damaged_documents(name: str) -> None:
    """No damage done to a document of ours breaks a promise."""
    check, samples = TARGETS[name]

    @settings(max_examples=100)
    @given(st.integers(0, 2**64))
    def fed(seed: int) -> None:
        check(damaged(samples, Random(seed)))

    fed()


@pytest.mark.parametrize("name", TARGETS)
def test_any_bytes(name: str) -> None:
    """No bytes whatever break a promise."""
    check, _ = TARGETS[name]

    @settings(max_examples=100)
    @given(
        st.binary(max_size=300)
        | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))
    )
    def fed(body: bytes) -> None:
        check(body)

    fed()


@pytest.mark.parametrize(("name", "body"), FOUND)
def test_found(name: str, body: bytes) -> None:
    """What was found once is mended."""
    TARGETS[name][0](body)
