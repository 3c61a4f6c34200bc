"""Pure: what the configuration says of a source, for whoever reads its documents."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class ParseHints:
    """How to read a document where the document itself does not say."""

    kind: Literal["feed", "page"] = "feed"
    # BCP 47 tag for entries that declare none
    language: str | None = None
    # IANA name for dates without a zone; UTC where None
    timezone: str | None = None
    # the operator's word on the encoding: only a byte order mark is stronger
    encoding: str | None = None
