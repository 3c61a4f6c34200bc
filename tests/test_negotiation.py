"""Content codings that a request asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.web.negotiation import choose_coding


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        pytest.param(None, "identity", id="nothing-said"),
        pytest.param("", "identity", id="empty"),
        pytest.param("gzip", "gzip", id="gzip"),
        pytest.param("x-gzip", "gzip", id="its-old-name"),
        pytest.param("GZip", "gzip", id="case"),
        pytest.param("deflate, gzip, zstd", "gzip", id="among-others"),
        pytest.param("gzip, deflate, br, zstd", "br", id="the-smaller-one"),
        pytest.param("gzip, br;q=0.9", "gzip", id="the-smaller-one-less-wanted"),
        pytest.param("br;q=0, *", "gzip", id="the-smaller-one-refused"),
        pytest.param("identity;q=0.8, br;q=0.8", "br", id="as-welcome-as-none"),
        pytest.param("gzip;q=0.5, deflate;q=1.0", "gzip", id="less-than-one-we-lack"),
        pytest.param("gzip ; q=0.001", "gzip", id="hardly"),
        pytest.param("gzip;q=0", "identity", id="refused"),
        pytest.param("gzip;q=0.000", "identity", id="refused-with-digits"),
        pytest.param("gzip;q=0, *", "identity", id="all-but-gzip"),
        pytest.param("*", "gzip", id="all"),
        pytest.param("*;q=0", "identity", id="none-at-all"),
        pytest.param("br", "br", id="only-the-smaller-one"),
        pytest.param("zstd", "identity", id="only-another"),
        pytest.param("identity, gzip;q=0.5", "identity", id="identity-preferred"),
        pytest.param("identity;q=0.5, gzip", "gzip", id="gzip-preferred"),
        pytest.param("identity;q=0", "identity", id="nothing-left-that-we-have"),
        pytest.param("gzip;q=nan", "identity", id="no-number"),
        pytest.param("gzip;q=2", "identity", id="beyond-one"),
        pytest.param("gzip;q=-1", "identity", id="below-zero"),
        pytest.param("gzip;q=", "identity", id="no-weight"),
        pytest.param("gzip;level=9", "identity", id="other-parameter"),
        pytest.param("notgzip, gzipped", "identity", id="similar-names"),
    ],
)
def test_choose_coding(accepted: str | None, chosen: str) -> None:
    """A coding is chosen only where it is asked for and nothing readable is preferred to it."""
    assert choose_coding(accepted) == chosen


def test_only_what_is_there_is_chosen() -> None:
    """A document that brotli does not make smaller is sent with gzip, or as it is."""
    assert choose_coding("gzip, br", ("gzip",)) == "gzip"
    assert choose_coding("gzip, br", ()) == "identity"


@given(st.text(alphabet="brgzip*identity;q=01.,- \t", max_size=60))
def test_any_field(accepted: str) -> None:
    """Whatever is sent, a coding is chosen only if the field names it; a star names gzip."""
    chosen = choose_coding(accepted)
    assert chosen != "gzip" or "gzip" in accepted or "*" in accepted
    assert chosen != "br" or "br" in accepted
