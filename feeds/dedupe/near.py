"""Pure: near duplicates: one text in two renderings, edited lightly, cut short, or in an article.

QUALITY section 3, steps 4 and 5. A text is a near duplicate where nearly all of the shorter stands
in the longer and no fact differs. When in doubt, both stay.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from feeds.config.schema import Dedupe
from feeds.dedupe.align import align, similarity
from feeds.dedupe.changes import Change
from feeds.dedupe.contained import find_part, held_share
from feeds.dedupe.exact import ENOUGH_WORDS, Candidate, Found
from feeds.dedupe.facts import count_facts, find_changed_fact
from feeds.dedupe.glosses import is_gloss
from feeds.dedupe.laid import Laid, lay_side_by_side
from feeds.dedupe.texts import Difference, Judgement, Pair, Text
from feeds.dedupe.titles import (
    SHARED_TITLE,
    is_round_up,
    shared_title,
    titles_conflict,
    told_title,
)
from feeds.dedupe.words import Words, has_marks, shown, without_marks

# LCS / shorter; .93 finds 2 % more and harms .6 % more (QUALITY section 3)
THRESHOLD = 0.95
# of the words, that must be the same before anything is read as the same in another writing
LEAST_IN_COMMON = 0.55
# Names and numbers that both have tie them to one event: each makes up for some words that only
# one has, up to so much
LOWERED_BY_FACT = 0.02
MOST_LOWERED = 0.1
# Texts of such different lengths are a part and a whole
MUCH_LONGER = 1.4
ENOUGH_FOR_A_PART = 12
# of the part's phrases of three words
PART_SHARE = 0.8
# of the titles of a part and its whole; else, of the part's title in the whole's title or text
SHARED_BY_PART = 0.5
TOLD_PART = 0.8
# What stands in the middle of one text only, as a share of the shorter
MOST_ADDED = 0.3
# of a title, in the other's title or text, where the titles share hardly a word: less, and they are
# two angles
TOLD_TITLE = 0.6

# words that a whole text must have beyond its lead to tell anything, and the share of its phrases
# that another version of it keeps
ENOUGH_FOR_A_BODY = 40
SAME_BODY = 0.4

TOO_LITTLE = "too little in common"
_SHOWN = 200


def verify(one: Text, other: Text, *, threshold: float = THRESHOLD) -> Judgement:
    """Judge whether two entries are the same text; swapping them swaps the differences only."""
    judged = _compare(Pair(one, other, one.signature, other.signature), threshold)
    if judged.duplicate or judged.score >= threshold:
        return judged
    again = [_compare(pair, threshold) for pair in _in_full(one, other)]
    return max([judged, *again], key=lambda judgement: (judgement.duplicate, judgement.score))


def _in_full(one: Text, other: Text) -> list[Pair]:
    """Give the lead of each with the whole text of the other, where that is known."""
    pairs = []
    if other.full is not other.signature:
        pairs.append(Pair(one, other, one.signature, other.full))
    if one.full is not one.signature:
        pairs.append(Pair(one, other, one.full, other.signature))
    return pairs


def find_near(
    entry: Candidate,
    text: Text,
    others: Iterable[tuple[Candidate, Text]],
    settings: Dedupe,
) -> Found | None:
    """Find the entry that this one nearly repeats, the most alike first, then the first given.

    Only where the settings want near duplicates: within one origin, or across.
    """
    best: Found | None = None
    for candidate, known in others:
        same = candidate.origin == entry.origin
        if (settings.within_source if same else settings.across_sources) != "near":
            continue
        judged = verify(text, known, threshold=settings.threshold)
        if judged.duplicate and (best is None or judged.score > best.score):
            best = Found(kept=candidate.kept, reason=judged.reason, score=judged.score)
    return best


def _compare(pair: Pair, threshold: float) -> Judgement:
    mine, theirs = pair.mine, pair.theirs
    if min(len(mine), len(theirs)) < ENOUGH_WORDS:
        return Judgement(duplicate=False, reason="too few words", score=0.0)
    folded = has_marks(mine) != has_marks(theirs)
    if folded:
        pair = replace(pair, mine=without_marks(mine), theirs=without_marks(theirs), folded=True)
    if pair.mine.forms == pair.theirs.forms and pair.mine.rest == pair.theirs.rest:
        judged = Judgement(duplicate=True, reason="same-text", score=1.0)
    elif max(len(mine), len(theirs)) > MUCH_LONGER * min(len(mine), len(theirs)):
        judged = _as_part(pair)
    else:
        judged = _as_whole(pair, threshold)
    against = _other_entry(pair.one, pair.other) if judged.duplicate else None
    return replace(judged, duplicate=False, reason=against[:_SHOWN]) if against else judged


def _other_entry(one: Text, other: Text) -> str | None:
    """Say why entries may be different news although what was compared is the same."""
    told = frozenset(one.signature.forms).intersection(other.signature.forms)
    if titles_conflict(one.title, other.title, told):
        return _titles(one, other, "contradict")
    apart = shared_title(one.title, other.title) < SHARED_TITLE
    if apart and max(_told(one, other), _told(other, one)) < TOLD_TITLE:
        return _titles(one, other, "differ")
    return "the texts after it differ" if _go_on_differently(one, other) else None


def _go_on_differently(one: Text, other: Text) -> bool:
    """Tell whether a lead stands over two whole texts that have little else in common."""
    short, long = sorted((one, other), key=lambda text: len(text.full))
    if min(len(text.full) - len(text.signature) for text in (one, other)) < ENOUGH_FOR_A_BODY:
        return False
    return held_share(short.full, long.full) < SAME_BODY


def _titles(one: Text, other: Text, what: str) -> str:
    return f"the titles {what}: {one.title.text} / {other.title.text}"


def _as_whole(pair: Pair, threshold: float) -> Judgement:
    """Judge two texts of similar lengths."""
    if _have_little_in_common(pair) or not _go_on_alike(pair.mine.rest, pair.theirs.rest):
        in_common = similarity(align(pair.mine.forms, pair.theirs.forms))
        return Judgement(duplicate=False, reason=TOO_LITTLE, score=in_common)
    laid = lay_side_by_side(pair)
    score = _share(pair, laid.kept)
    against = _changed(pair, laid.changes)
    if against is None and score < threshold:
        too_little = score < threshold - _lowered(pair, laid.changes)
        against = TOO_LITTLE if too_little else None
    return _judge("near-text", score, pair, laid, against)


def _lowered(pair: Pair, changes: Sequence[Change]) -> float:
    """Give by how much less may be the same where facts tie two texts; headlines have no room."""
    if min(len(pair.mine), len(pair.theirs)) < ENOUGH_FOR_A_PART:
        return 0.0
    facts = count_facts(pair.mine, pair.theirs, changes)
    return min(MOST_LOWERED, LOWERED_BY_FACT * facts)


def _have_little_in_common(pair: Pair) -> bool:
    """Tell at a glance whether two texts can be the same: by their words in any order."""
    mine, theirs = set(pair.mine.forms), set(pair.theirs.forms)
    return len(mine & theirs) < LEAST_IN_COMMON * min(len(mine), len(theirs))


def _share(pair: Pair, kept: tuple[int, int]) -> float:
    """Give the share of one text that stands in the other; of two headlines, of the fuller."""
    shares = (kept[0] / len(pair.mine), kept[1] / len(pair.theirs))
    short = min(pair.mine, pair.theirs, key=len)
    enough = len(short) >= ENOUGH_FOR_A_PART or short.broken_off
    return min(1.0, max(shares) if enough else min(shares))


def _changed(pair: Pair, changes: Sequence[Change]) -> str | None:
    """Say why texts that are nearly the same say different things."""
    if sum(map(_added, changes)) > MOST_ADDED * min(len(pair.mine), len(pair.theirs)):
        return "too much stands in one only"
    return find_changed_fact(changes, folded=pair.folded)


def _judge(reason: str, score: float, pair: Pair, laid: Laid, against: str | None) -> Judgement:
    return Judgement(
        duplicate=against is None,
        reason=(against or reason)[:_SHOWN],
        score=score,
        differences=tuple(
            Difference(shown(pair.mine, *s.one)[:_SHOWN], shown(pair.theirs, *s.other)[:_SHOWN])
            for s in laid.written
            if s.kind != "equal"
        ),
    )


def _added(change: Change) -> int:
    """Count words that stand in the middle of one text only and are no fillers."""
    if change.place != "inner" or change.is_rendering or is_gloss(change):
        return 0
    return abs(change.mine.weight - change.theirs.weight)


def _go_on_alike(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Tell whether what lies beyond the words that are aligned is the same, as far as both go."""
    shorter = min(len(mine), len(theirs))
    return mine[:shorter] == theirs[:shorter]


def _as_part(pair: Pair) -> Judgement:
    """Judge two texts of which one is much longer."""
    if len(pair.mine) < len(pair.theirs):
        found = find_part(pair.mine, pair.theirs)
        short, entry, whole = pair.mine, pair.one, pair.other
        pair = replace(pair, theirs=found.words)
    else:
        found = find_part(pair.theirs, pair.mine)
        short, entry, whole = pair.theirs, pair.other, pair.one
        pair = replace(pair, mine=found.words)
    if found.share < PART_SHARE:
        return Judgement(duplicate=False, reason=TOO_LITTLE, score=found.share)
    laid = lay_side_by_side(pair)
    score = min(1.0, laid.kept[short is not pair.mine] / len(short))
    if len(short) < ENOUGH_FOR_A_PART:
        against: str | None = "too short to be a part"
    else:
        against = _other_news(short, entry, whole) or _changed(pair, laid.changes)
    return _judge("contained", score, pair, laid, against)


def _other_news(short: Words, entry: Text, whole: Text) -> str | None:
    """Say why a part may be other news than the whole: an item of a round-up, another angle."""
    if is_round_up(whole.title):
        return _titles(entry, whole, "show a round-up")
    told = (
        short.broken_off
        or shared_title(entry.title, whole.title) >= SHARED_BY_PART
        or _told(entry, whole) >= TOLD_PART
    )
    return None if told else _titles(entry, whole, "differ")


def _told(entry: Text, other: Text) -> float:
    return told_title(entry.title, other.title, other.signature, other.full)
