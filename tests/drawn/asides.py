"""Fictional tables that stand beside plans and are none of a plan's: of people, versions and pages, forms, keys."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from corpus.readers.lines import blocks_of_lines
from corpus.records import Cell, GridRow
from tests.drawn.tables import WHERE, listed

# Each with the rows that are its header, and its rows.
_ASIDES: tuple[tuple[int, tuple[str, ...]], ...] = (
    (1, ("Version|Date|Change", "0.1|3 March 2026|First draft", "1.0|9 May 2026|Agreed by the board")),
    (
        1,
        ("Version|Author|Date|Summary of changes", "0.3|J. Marlow|June 2025|Comments", "1|A. Osei|July 2025|"),
    ),
    (1, ("Revision|Issued", "A|May 2026", "B|June 2026", "C|July 2026")),
    (1, ("Date|Version number|Changed by", "4 May 2025|1.1|R. Patel", "6 June 2025|1.2|R. Patel")),
    (1, ("Name|Role|Email", "Ann Hall|Chair|ann@fen.example", "Ben Ash|Clerk|ben@fen.example")),
    (1, ("Contact|Telephone", "Housing options|01632 960 111", "Repairs|01632 960 112", "Rents|01632 960 113")),
    (1, ("Team|Email address|Phone", "Plans|plans@fen.example|01632 960 1", "Press|press@fen.example|01632 960 2")),
    (1, ("Section|Page", "Foreword|2", "Our aims|4", "What we did|9", "Measures|12")),
    (1, ("Contents|Page number", "Introduction|1", "The plan|3-8", "Annex|9")),
    (1, ("Name|Organisation", "Ann Hall|Fenwick Trust", "Ben Ash|Police", "Cora Day|Fire service", "D. Orr|Health")),
    (1, ("Sent to|Date", "Cabinet members|4 May 2026", "Ward councillors|11 May 2026", "Parish clerks|11 May 2026")),
    (
        1,
        ("Distribution list|Post", "A. Osei|Chief Executive", "J. Marlow|Head of Legal", "R. Patel|Auditor"),
    ),
    (1, ("Consultee|Date sent|Date of reply", "Legal|4 May 2026|9 May 2026", "Finance|4 May 2026|6 May 2026")),
    (1, ("Consulted|Job title|Comments included", "A. Osei|Director|Yes", "J. Marlow|Solicitor|Yes", "K. Lee|HR|No")),
    (1, ("Member|4 May|8 June|6 July", "Cllr Hall|Present|Present|Apologies", "Cllr Ash|Apologies|Present|Present")),
    (1, ("Name|Representing|Present", "Ann Hall|Council|Yes", "Ben Ash|Police|No", "Cora Day|Health|Yes")),
    (1, ("Attendee|Role|Attended", "Ann Hall|Chair|Y", "Ben Ash|Secretary|Y", "Cora Day|Member|N")),
    (1, ("Approved by|Date|Signature", "Ann Hall, Director|4 May 2026|", "Ben Ash, Finance|6 May 2026|")),
    (1, ("Board member|Signature|Date", "Chair|A. Hall|4 May 2026", "Vice-chair|B. Ash|4 May 2026")),
    (1, ("Score|Likelihood|Impact", "1|Rare|Negligible", "2|Unlikely|Minor", "3|Possible|Moderate", "4|Likely|Major")),
    (
        1,
        (
            "Score|Description",
            "5|Almost certain to happen in the year",
            "3|May happen",
            "1|Very unlikely to happen",
        ),
    ),
    (1, ("RAG|What it means", "Green|On track", "Amber|Late, but can be caught up", "Red|Off track")),
    (1, ("Rating|Definition", "High|A serious gap that must be closed at once", "Low|Good practice")),
    (1, ("Term|What it means", "ICB|Integrated care board", "SEND|Special educational needs", "KPI|A measure")),
    (1, ("Abbreviation|Full name", "DCS|Director of Children's Services", "CIC|Children in care", "FF|Family fund")),
    (1, ("Colour|Meaning|Who acts", "Green|In time|Lead", "Amber|Slipping|Head of service", "Red|Late|Board")),
    (1, ("Document|Where to find it", "Local plan|fenwick.example/plan", "Housing strategy|fenwick.example/homes")),
    (1, ("Meeting|Date|Venue", "Board|4 May 2026|Town Hall", "Scrutiny|9 June 2026|Civic Centre")),
    (0, ("Armed Forces Champion|Cllr M. Hall|Signed|8 May 2026", "Chief Executive|T. Osei|Signed|9 May 2026")),
    (0, ("Prepared by|A. Osei|Date|4 May 2026", "Checked by|J. Marlow|Date|6 May 2026")),
    (0, ("Signed|R. Patel", "For the Board|T. Quill", "Dated|4 May 2026")),
    (0, ("Key decision?|No", "Ward(s) affected|All", "Lead member|Cllr Hall", "Report of|Director of Place")),
    (0, ("Report to|Cabinet", "Date|4 May 2026", "Subject|Homes plan: first report", "Key decision|Yes")),
    (0, ("Meeting|Scrutiny Committee", "Date|9 June 2026", "Portfolio|Housing and Communities", "Wards affected|All")),
    (0, ("Financial|Costs are met from the approved budget of £120,000.", "Legal|None.", "Equality|None arises.")),
    (
        0,
        (
            "Financial implications|There are none beyond what Cabinet agreed in May.",
            "Legal implications|The duty is set by the Act of 2014, and the Solicitor was asked.",
            "Equality|An assessment was made and is with the report.",
            "Climate|Fewer journeys should be made by car.",
            "Background papers|None",
        ),
    ),
    (0, ("Exempt|No", "Urgent|No", "Call-in|Yes", "Contact officer|Jo Marsh, 01632 960 111")),
    (0, ("Author|Jo Marsh", "Approved by|Cabinet, 4 May 2025", "Next review|May 2026", "Status|Agreed")),
    (0, ("Document owner|Jo Marsh", "Version|1.2", "Review date|June 2027")),
    (0, ("Service|Housing", "Completed by|Jo Marsh", "Date of return|4 June 2026", "Quarter|One")),
    (0, ("Organisation|Fenwick Trust", "Date of visit|4 May 2025", "Responsible officer|Head of Quality")),
    (0, ("Plan title|Homes for all", "Lead officer|A. Osei", "Status|Agreed", "Review date|May 2026")),
    (0, ("School|Elm Road Primary", "Head teacher|T. Quill", "Roll|312", "Last inspection|June 2024")),
    (0, ("Name|J. Marlow|Service|Housing", "Quarter|Three|Year|2025/26")),
    (
        0,
        (
            "High|A serious weakness to be put right at once",
            "Medium|To be mended within six months",
            "Low|Other",
        ),
    ),
    (0, ("Green|On track to be done in time", "Amber|Late, but nothing else is at risk", "Red|Stopped")),
    (0, ("C|Complete", "O|On track", "L|Late", "N|Not yet begun")),
)
_EXPLAINED = listed(
    "A serious matter that must be put right at once|To be done within six months|Good practice|Work is late, and the "
    "board has been told|Everything goes as it was planned|Not yet due|Done and signed off"
)


def asides() -> Iterator[tuple[int, tuple[GridRow, ...]]]:
    """Each such table with the number of rows that are its header."""
    for header, rows in _ASIDES:
        yield header, tuple(_line(row.split("|")) for row in rows)


def key_to(values: Sequence[str], chance: random.Random) -> tuple[int, tuple[GridRow, ...]]:
    """A key to a column's values, with a header or, as often, without; one row of which may be taken for a header."""
    rows = [(value, chance.choice(_EXPLAINED)) for value in values]
    if chance.random() < 0.5:
        return 1, tuple(map(_line, [(chance.choice(("Rating", "Status", "Key")), "What it means"), *rows]))
    return chance.randint(0, 1), tuple(map(_line, rows))


def _line(texts: Sequence[str]) -> GridRow:
    return GridRow(tuple(Cell(blocks_of_lines(text, WHERE), at) for at, text in enumerate(texts)), WHERE)
