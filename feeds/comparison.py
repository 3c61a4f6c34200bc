"""Pure: what `explain` shows of a duplicate: both texts, where they differ, what decided."""

from dataclasses import dataclass, replace

from feeds.dedupe.near import verify
from feeds.dedupe.texts import Judgement, Text
from feeds.resemblance import text_of
from store.records import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two entries side by side, as they are judged now."""

    one: Entry
    other: Entry
    judgement: Judgement

    def plain(self) -> dict[str, object]:
        """Give the comparison as JSON prints it."""
        return {
            "id": self.other.tag,
            "title": self.other.title,
            "duplicate": self.judgement.duplicate,
            "reason": self.judgement.reason,
            "score": round(self.judgement.score, 4),
            "texts": [_shown(text_of(self.one)), _shown(text_of(self.other))],
            "differences": [
                {"this": difference.one, "that": difference.other}
                for difference in self.judgement.differences
            ],
        }


def _shown(text: Text) -> str:
    return text.signature.text


def compare_entries(one: Entry, other: Entry, threshold: float) -> Comparison:
    """Compare two entries by their own texts, whoever's are shown for them."""
    one, other = own(one), own(other)
    judgement = verify(text_of(one), text_of(other), threshold=threshold)
    return Comparison(one=one, other=other, judgement=judgement)


def own(entry: Entry) -> Entry:
    """Give an entry with its own text."""
    if entry.own_text is None:
        return entry
    told = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in entry.own_text.items()
    }
    return replace(entry, **told)  # type: ignore[arg-type]  # the names are fields of Entry
