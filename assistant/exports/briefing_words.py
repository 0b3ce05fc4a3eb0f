"""A briefing in words, alike on the screen, in the terminal and in files: its title, its opening, its sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.briefing.beside import dates_words
from assistant.briefing.brief import Briefing, Line, PlanBrief, RowBrief, Section, figures
from assistant.exports.quoted import day_words
from assistant.tracking.due import Stage

EVERY_LINE = "Every line is quoted word for word from the plan, and numbered; the words in front of a quote are ours."
NOT_WHOLE = "Only the parts that mention this are quoted."
_STAGES = {
    Stage.LATE: "The due date has passed, and no status says that it is done.",
    Stage.PASSED: "The due date has passed; what the status means isn’t clear.",
    Stage.UNREAD: "The due date can’t be read, so that it may have passed.",
}


def title_of(briefing: Briefing) -> str:
    return f"{briefing.subject.title}: what the {'plan says' if len(briefing.plans) == 1 else 'plans say'}"


def opening(briefing: Briefing) -> list[str]:
    """The lines under the title: which plans and updates, as of which day, and the briefing in figures."""
    plans = [update_words(plan) for plan in briefing.plans]
    return [*plans, EVERY_LINE, f"As of {day_words(briefing.day)}: {' '.join(figures(briefing))}"]


def update_words(plan: PlanBrief) -> str:
    """`Action Plan, 2024-25 update, compared with 2023-24`."""
    compared = f", compared with {plan.previous}" if plan.previous else ""
    return f"{plan.plan}, {plan.update} update{compared}" if plan.update else plan.plan


def section_words(section: Section) -> str:
    """`Planned (What needs to happen)`: ours, and the column's own heading."""
    return f"{section.part} ({section.heading})" if section.heading else str(section.part)


def led_words(line: Line) -> str:
    """`New since 2023-24: `, "" for nothing."""
    return f"{line.led}: " if line.led else ""


def remarks(row: RowBrief) -> Iterator[tuple[str, str]]:
    """What is said below a row's quotes: a label, and words of ours; numbers in brackets are those of quotes."""
    yield from dates_words(row)
    if row.stage in _STAGES:
        yield "Late" if row.stage is Stage.LATE else "Check", _STAGES[row.stage]
    if row.missing:
        yield "Not stated", f"{', '.join(row.missing)}."


def source_words(line: Line, several_plans: bool) -> str:
    """A line's place: `1.2, Progress, item 2, 2024-25 update; plan.docx, page 3`; its plan in front of several."""
    cited = line.citation
    parts = (
        cited.plan if several_plans else "",
        cited.reference,
        cited.column,
        cited.which,
        f"{cited.update} update" if cited.update else "",
    )
    doubt = f". Check with the document: {cited.doubt}" if cited.doubt else ""
    return f"{', '.join(filter(None, parts))}; {cited.place}{doubt}"


def sources_by_document(lines: Sequence[Line]) -> list[str]:
    """`plan.docx: Action Plan, 2024-25 update. Quotes 1 to 4, 7.`, a document each."""
    by_file: dict[str, list[Line]] = {}
    for line in lines:
        by_file.setdefault(line.citation.file, []).append(line)
    return [
        f"{file}: {_issue(found[0])}. {_quotes([line.number for line in found])}." for file, found in by_file.items()
    ]


def _issue(line: Line) -> str:
    cited = line.citation
    return f"{cited.plan}, {cited.update} update" if cited.update else cited.plan


def _quotes(numbers: Sequence[int]) -> str:
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    told = [f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs]
    return f"{'Quote' if len(numbers) == 1 else 'Quotes'} {', '.join(told)}"
