"""Commands that measure: `eval pairs` and `eval topics`, on labelled JSON lines."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from feeds.cli.context import context_of
from feeds.cli.output import tell, tell_json, tell_table
from feeds.dedupe.evaluate import PairReport, evaluate_pairs
from feeds.errors import ConfigurationError, Problem
from feeds.topics.evaluate import TopicReport, evaluate_topics
from feeds.topics.rules import compile_topics

Report = TypeVar("Report")

HELP = "Measure duplicates and topics on labelled rows (JSON lines)."

File = Annotated[Path, typer.Argument(help="Labelled rows, one JSON object a line.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object with every row.")]


def pairs(context: typer.Context, file: File, as_json: AsJson = False) -> None:
    """Measure which labelled pairs of entries are called duplicates; shows the wrong ones."""
    config = context_of(context).load().config
    report = _evaluated(file, lambda rows: evaluate_pairs(rows, config.dedupe))
    if as_json:
        tell_json(report.plain())
    else:
        _tell_pairs(report)


def topics(context: typer.Context, file: File, as_json: AsJson = False) -> None:
    """Measure which topics labelled entries are put into; shows the wrong ones."""
    config = context_of(context).load().config
    compiled = compile_topics(config.topics, home_territory=config.site.home_territory)
    report = _evaluated(file, lambda rows: evaluate_topics(rows, compiled))
    if as_json:
        tell_json(report.as_json())
    else:
        _tell_topics(report)


def _evaluated(file: Path, evaluate: Callable[[list[dict[str, Any]]], Report]) -> Report:
    try:
        return evaluate(read_rows(file))
    except ValueError as wrong:
        raise ConfigurationError(str(file), (Problem(message=str(wrong)),)) from wrong


def read_rows(file: Path) -> list[dict[str, Any]]:
    """Read labelled rows; raises ConfigurationError with the lines that are no objects."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as unreadable:
        problem = Problem(message=f"cannot be read: {unreadable}")
        raise ConfigurationError(str(file), (problem,)) from unreadable
    rows: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            row = _row(line)
            if isinstance(row, dict):
                rows.append(row)
            else:
                problems.append(Problem(message="is no JSON object", line=number))
    if problems:
        raise ConfigurationError(str(file), tuple(problems))
    return rows


def _row(line: str) -> object:
    try:
        return json.loads(line)
    except ValueError:
        return None


def _tell_pairs(report: PairReport) -> None:
    for row in report.wrong:
        verdict = "duplicate" if row.duplicate else "apart"
        tell(f"{row.id}: labelled {row.label}, called {verdict} ({row.reason or '-'})")
        tell(f"    {row.texts[0]}")
        tell(f"    {row.texts[1]}")
    tell_table(
        ("KIND", "LABEL", "PAIRS", "CALLED DUPLICATE"),
        ((kind, label, count, called) for (kind, label), (count, called) in report.kinds.items()),
    )
    tell(
        f"{len(report.rows)} pairs: precision {report.precision:.3f}, "
        f"recall {report.recall:.3f}, harmful {report.harmful:.3f}"
    )


def _tell_topics(report: TopicReport) -> None:
    for row in report.wrong:
        labelled, given = " ".join(row.labels) or "-", " ".join(row.topics) or "-"
        tell(f"{row.id}: labelled {labelled}; put into {given}")
    tell_table(
        ("TOPIC", "PRECISION (STRICT)", "PRECISION (LENIENT)", "RECALL", "F1"),
        (
            (
                slug,
                f"{figures.precision_strict:.3f}",
                f"{figures.precision_lenient:.3f}",
                f"{figures.recall:.3f}",
                f"{figures.f1:.3f}",
            )
            for slug, figures in report.topics.items()
        ),
    )
