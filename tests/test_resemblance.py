"""Which entries are worth a close look: those that share phrases, the most alike first."""

from dataclasses import replace
from typing import Any

from feeds.config.schema import Dedupe
from feeds.dedupe.shingles import BUCKET_CAP
from feeds.judge import Surroundings, judge_all
from feeds.resemblance import Neighbours, phrases_of, text_of
from store.records import Entry
from tests.test_judge import entry
from tests.test_near_rounds import ARTICLE, LEAD, RETOLD, TEASER

OTHER = "Dàn nhạc trẻ tập luyện suốt đêm trong thư viện cổ, nơi bảo tàng trưng bày tranh thêu."


def told(number: int, title: str, text: str, **more: Any) -> Entry:
    """Make an entry that says this."""
    return entry(number, title=title, summary=text, **more)


ONE = told(1, TEASER.title, TEASER.text)
TWO = told(2, RETOLD.title, RETOLD.text)
LONG = told(3, ARTICLE.title, ARTICLE.text, content=ARTICLE.content)


def neighbours(*kept: Entry) -> Neighbours:
    """Take up entries, some of them as the store gives them."""
    rows = [(key, one.id) for one in kept[:1] for key in phrases_of(one)]
    found = Neighbours(rows, {one.id: one for one in kept[:1]})
    for one in kept[1:]:
        found.add(one)
    return found


def test_candidates() -> None:
    """Whoever shares a phrase is looked at, with most phrases first; an entry is not its own."""
    part = told(4, "Cháy tàu", " ".join(LEAD.split()[:14]))
    found = neighbours(part, ONE, TWO, told(5, "Nhạc", OTHER))
    assert [one.id for one in found.candidates(ONE)] == [2, 4]


def test_a_formula_is_no_resemblance() -> None:
    """What very many entries share is a formula of the trade: nobody is found by it."""
    many = [told(number, TEASER.title, LEAD) for number in range(10, 11 + BUCKET_CAP)]
    assert neighbours(*many).candidates(ONE) == []
    assert [one.id for one in neighbours(*many[:-1]).candidates(ONE)] == [*range(10, 18)]
    other = told(99, "Nhạc", OTHER)
    found = Neighbours(
        [(1, one.id) for one in many] + [(2, other.id)],
        {one.id: one for one in (*many, other)},
        {ONE.id: (1, 2)},
    )
    assert found.candidates(ONE) == [other]


def test_a_made_up_title_says_nothing() -> None:
    """A title that we made of the entry's words is no part of what is compared."""
    made = replace(ONE, title_synthetic=True)
    assert len(text_of(made).title) == 0
    assert len(text_of(ONE).title) > 0


def test_find() -> None:
    """The kept entry that says the same is found, unless the operator set it apart."""
    found = neighbours(ONE, told(5, "Nhạc", OTHER))
    repeated = found.find(TWO, Dedupe())
    assert repeated is not None
    assert (repeated.kept, repeated.reason) == (1, "near-text")
    assert found.find(TWO, Dedupe(), apart={1}) is None


def test_lengthen() -> None:
    """A kept entry is compared with the longer text that is shown for it."""
    _, _, *later = (ARTICLE.content or "").split("<p>")
    middle = told(6, ARTICLE.title, "".join(later).replace("</p>", " "))
    found = neighbours(ONE)
    assert found.find(middle, Dedupe()) is None
    found.lengthen(1, replace(LONG, summary=middle.summary))
    again = found.find(middle, Dedupe())
    assert again is not None
    assert again.kept == 1


def waiting(one: Entry, source: str) -> Entry:
    return replace(one, pending="new", source=source)


def test_an_article_takes_over() -> None:
    """The longer text is shown for the kept entry, which is found by its phrases from then on."""
    judged = judge_all(
        [waiting(ONE, "mot"), waiting(TWO, "hai"), waiting(LONG, "ba")], Surroundings(), Dedupe()
    )
    (kept,) = {one.duplicate_of for one in judged.verdicts} - {None}
    shown = {one.entry for one in judged.verdicts if one.duplicate_of is None}
    assert shown == {kept}
    assert kept == 3 or judged.taken_over == {kept: 3}
    assert judged.phrases.keys() == {kept}
