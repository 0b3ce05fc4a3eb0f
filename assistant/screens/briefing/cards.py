"""A briefing, and two subjects side by side, as HTML: numbered quotes that lead to their rows, and their sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from assistant.briefing.beside import Beside, Entry, by_update
from assistant.briefing.brief import Briefing, Line, PlanBrief, RowBrief, Section
from assistant.briefing.subject import Subject
from assistant.exports.briefing_words import (
    NOT_WHOLE,
    led_words,
    opening,
    remarks,
    section_words,
    source_words,
    sources_by_document,
    title_of,
    update_words,
)
from assistant.screens.parts.cards import briefing_link_html, doubt_html, link_html
from assistant.screens.parts.links import RowLink
from assistant.screens.parts.text import count, escape, marked


def start_html(plans: Mapping[str, Sequence[str]], folded: bool) -> str:
    """Briefings to start from: each plan's categories, and the plan as a whole."""
    parts = []
    for plan, categories in plans.items():
        subjects = [(each, Subject(plan=plan, category=each)) for each in categories]
        subjects.append(("The whole plan", Subject(plan=plan)))
        links = "".join(f"<li>{briefing_link_html(words, subject)}</li>" for words, subject in subjects)
        named, number = escape(plan), count(len(categories), "category", "categories")
        parts.append(
            f"<details><summary>{named} ({number})</summary><div><ul>{links}</ul></div></details>"
            if folded
            else f"<h2>{named}</h2><ul>{links}</ul>"
        )
    return f"{'<h2>Start from a plan</h2>' if folded else ''}{''.join(parts)}"


def briefing_html(briefing: Briefing) -> str:
    """The title, the opening, and each plan's rows with their quotes."""
    several = len(briefing.plans) > 1
    lead = "".join(f"<p>{escape(line)}</p>" for line in opening(briefing))
    plans = "".join(_plan_html(plan, several) for plan in briefing.plans)
    return f'<div class="briefing"><h2>{escape(title_of(briefing))}</h2>{lead}{plans}</div>'


def sources_html(lines: Sequence[Line], several_plans: bool) -> str:
    """Every quote's place by its number, folded away, and the documents that they are from."""
    links = [link_html(source_words(line, several_plans), RowLink.of_citation(line.citation)) for line in lines]
    places = "".join(f'<li value="{line.number}">{link}</li>' for line, link in zip(lines, links, strict=True))
    documents = "".join(f"<li>{escape(text)}</li>" for text in sources_by_document(lines))
    return (
        f"<h2>Sources</h2><ul>{documents}</ul>"
        f"<details><summary>The place of each quote</summary><div><ol>{places}</ol></div></details>"
    )


def beside_html(both: Beside) -> str:
    """Two subjects in two columns, under the same headings."""
    names = both.names
    heads = '<th scope="col"><span class="unseen">Heading</span></th>'
    heads += "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    rows = "".join(
        f'<tr><th scope="row">{escape(shared.heading)}</th>'
        + "".join(_side_html(name, entries) for name, entries in zip(names, shared.sides, strict=True))
        + "</tr>"
        for shared in both.shared
    )
    leads = "".join(
        f"<p><strong>{escape(name)}</strong>: {escape(opening(side)[-1])}</p>"
        for name, side in zip(names, both.sides, strict=True)
    )
    table = f'<table class="sides"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    title = f"{escape(' and '.join(names))}, side by side"
    return f'<div class="briefing"><h2>{title}</h2>{leads}<div class="wide">{table}</div></div>'


def _plan_html(plan: PlanBrief, several: bool) -> str:
    level = 4 if several else 3
    heading = f'<h3 class="plan">{escape(update_words(plan))}</h3>' if several else ""
    rows = "".join(
        (f'<h{level} class="category">{escape(category)}</h{level}>' if category else "")
        + "".join(_row_html(row, level + bool(category)) for row in of_category)
        for category, of_category in plan.by_category
    )
    dropped = "".join(map(_line_html, plan.dropped))
    left = (
        f"<h{level}>In the {escape(plan.previous)} update and no longer in the plan</h{level}><ul>{dropped}</ul>"
        if dropped
        else ""
    )
    return f"<section>{heading}{rows}{left}</section>"


def _row_html(row: RowBrief, level: int) -> str:
    title = f"{row.row.reference} {row.row.priority.title}".strip()
    led = f' <span class="badge">{escape(row.heading.led)}</span>' if row.heading.led else ""
    number = _number_html(row.heading) if row.heading.number else ""
    part = "" if row.whole else f'<p class="place">{NOT_WHOLE}</p>'
    told = "".join(f"<p><strong>{label}:</strong> {escape(words)}</p>" for label, words in remarks(row))
    sections = "".join(_section_html(section, level + 1) for section in row.sections)
    heading = f"<h{level}>{escape(title)} {number}{led}</h{level}>"
    return f'<article class="brief">{heading}{part}{sections}{told}</article>'


def _section_html(section: Section, level: int) -> str:
    heading = f'<h{level} class="part">{escape(section_words(section))}</h{level}>'
    return f"{heading}<ul>{''.join(map(_line_html, section.lines))}</ul>"


def _line_html(line: Line) -> str:
    return f"<li>{_told_html(line)}{_earlier_html(line.earlier)}</li>"


def _earlier_html(lines: Iterable[Line]) -> str:
    earlier = "".join(f"<li>{_told_html(line)}</li>" for line in lines)
    return f"<ul>{earlier}</ul>" if earlier else ""


def _told_html(line: Line) -> str:
    """The words in front, the quote with its figures in bold, its number, and any doubt."""
    cited = line.citation
    led = f'<span class="led">{escape(led_words(line))}</span>' if line.led else ""
    quote = marked(cited.quote, line.figures, "<strong>", "</strong>")
    return f"{led}“{quote}” {_number_html(line)}{doubt_html(cited.doubt)}"


def _number_html(line: Line) -> str:
    """The number, as a link to the quote in its row."""
    address = escape(RowLink.of_citation(line.citation).address)
    label = escape(f"Source {line.number}: {source_words(line, several_plans=True)}")
    attributes = f'href="{address}" data-follow="{address}" aria-label="{label}" title="{label}"'
    return f'<a class="cite" {attributes}>[{line.number}]</a>'


def _side_html(name: str, entries: Sequence[Entry]) -> str:
    """One side under a heading, by plan and update."""
    told = "".join(
        f'<p class="over">{escape(plan)}</p><ul>{"".join(map(_entry_html, group))}</ul>'
        for plan, group in by_update(entries)
    )
    return f'<td data-heading="{escape(name)}">{told or "Nothing."}</td>'


def _entry_html(entry: Entry) -> str:
    reference = f'<span class="reference">{escape(entry.row.row.reference)}</span> '
    if entry.line is None:
        return f"<li>{reference}{escape(entry.remark)}</li>"
    return f"<li>{reference}{_told_html(entry.line)}{_earlier_html(entry.line.earlier)}</li>"
