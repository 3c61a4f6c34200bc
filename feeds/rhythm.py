"""Pure: how often a source is asked, by what it does, in words that an operator can check.

Two figures count, both measured and both a line to explain: the share of a document's items that
were there before, as Media Cloud's rss-fetcher takes it (FIELD 4.12), and how long a source has had
nothing new, by CommaFeed's table (FIELD 4.10).
"""

from dataclasses import dataclass

DAY = 86400.0

# what a poll's interval is multiplied by
AFTER_GAP = 0.5
AFTER_MANY = 0.75
AFTER_FEW = 1.25
# shares of new items: more than MANY shortens the interval, less than FEW lets it grow again
MANY = 2 / 3
FEW = 1 / 3
# the interval never falls below this part of the usual one
SHORTEST = 1 / 8
# days without anything new, and the part of the ceiling that is waited at the least then
SILENCE = ((30, 1.0), (14, 0.5), (7, 0.25))
# fewer items prove nothing
ENOUGH = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What a source showed in one document: its items, and how many of them were new."""

    items: int
    new: int

    @property
    def is_gap(self) -> bool:
        """Tell whether nothing was left of the document before: items between may be lost."""
        return self.new == self.items >= ENOUGH


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """What is known of a source when its next interval is chosen; durations in seconds."""

    # as config.toml says, within its floor and ceiling
    usual: float
    floor: float
    ceiling: float
    # the interval until now; None where there was none
    before: float | None = None
    # None where no document was read, and where there is none to hold it against
    window: Window | None = None
    # since something was new; None where nothing ever was
    silent: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """An interval in seconds, and why it is that, for a person."""

    interval: float
    why: str


def usual_rhythm(usual: float) -> Rhythm:
    """Give the interval of a source that is asked as config.toml says, whatever it does."""
    return Rhythm(interval=usual, why="as config.toml says")


def choose_rhythm(habit: Habit) -> Rhythm:
    """Choose the next interval, between floor and ceiling.

    A gap halves it and a document of mostly new items takes a quarter off; mostly known items let
    it grow back to the usual one; after a week without anything new it grows beyond.
    """
    shortest = max(habit.floor, habit.usual * SHORTEST)
    before = min(habit.usual if habit.before is None else habit.before, habit.usual)
    window = habit.window
    if window is not None and window.is_gap:
        return _within(before * AFTER_GAP, shortest, habit, _gap_words(window))
    if window is not None and window.new > MANY * window.items and window.items >= ENOUGH:
        words = f"{window.new} of {window.items} items were new"
        return _within(before * AFTER_MANY, shortest, habit, words)
    quiet = _rhythm_of_silence(habit)
    if quiet is not None:
        return quiet
    if window is None or window.new < FEW * window.items:
        before *= AFTER_FEW
    if before >= habit.usual:
        return usual_rhythm(habit.usual)
    return _within(before, shortest, habit, "it was asked more often while much was new")


def _gap_words(window: Window) -> str:
    return f"a gap: none of {window.items} items was there before"


def _rhythm_of_silence(habit: Habit) -> Rhythm | None:
    days = 0.0 if habit.silent is None else habit.silent / DAY
    for least, part in SILENCE:
        if days >= least and habit.ceiling * part > habit.usual:
            return Rhythm(interval=habit.ceiling * part, why=f"nothing new for {int(days)} days")
    return None


def _within(interval: float, shortest: float, habit: Habit, why: str) -> Rhythm:
    held = min(max(interval, min(shortest, habit.usual)), habit.ceiling)
    return Rhythm(interval=held, why=why)


def with_wishes(
    own: Rhythm, *, fresh_for: float | None, ttl: float | None, longest: float
) -> Rhythm:
    """Give the rhythm with the wish that counts: the longest one, up to `longest` seconds."""
    asked = {
        "the server's cache headers ask for it": min(fresh_for or 0.0, longest),
        "the feed asks for it (ttl)": min(ttl or 0.0, longest),
    }
    why, wish = max(asked.items(), key=lambda pair: pair[1])
    return Rhythm(interval=float(wish), why=why) if wish > own.interval else own
