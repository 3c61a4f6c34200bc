"""Pure: what an entry or a text matched in a topic, in lines for people."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

# a match, a piece of evidence or a blocked term, as JSON prints them
Plain = Mapping[str, Any]

# how the reason begins of a term that counts, but less than it would elsewhere
_LESS = "counts less: "


def verdict_on(match: Plain) -> str:
    """Say what a match came to; a near miss scored too little, or all that it had was refused."""
    total = f"{match['score']:g} of {match['threshold']:g}"
    if match["belongs"]:
        return f"belongs, {total}"
    if match["score"] > 0:
        return f"nearly, {total}"
    if match["evidence"]:
        return f"does not belong, {total}"
    if match["blocked"]:
        return "nearly, but all that matched was refused"
    return "nothing matched"


def piece_lines(evidence: Sequence[Plain], blocked: Sequence[Plain]) -> Iterator[str]:
    """Tell each term with its weight and place, why it counts less, and what was refused and why.

    Offsets count code points within the field.
    """
    reasons = {_place(piece): piece["guard"] for piece in blocked}
    counted = {_place(piece) for piece in evidence}
    for piece in evidence:
        if piece["field"] == "source":
            yield f"{piece['weight']:+g}  for the source {piece['term']}"
            continue
        reason = reasons.get(_place(piece), "")
        less = f": {reason}" if reason.startswith(_LESS) else ""
        yield f"{piece['weight']:+g}  {piece['term']!r} ({_place(piece)}){less}"
    for piece in blocked:
        if _place(piece) not in counted:
            refused = "" if piece["guard"].startswith(_LESS) else "refused: "
            yield f"{refused}{piece['term']!r} ({_place(piece)}): {piece['guard']}"


def _place(piece: Plain) -> str:
    return f"{piece['field']} {piece['start']}-{piece['end']}"
