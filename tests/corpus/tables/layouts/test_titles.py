"""What titles the rows: the named thing on which works are done, and not the theme under which an action stands."""

from __future__ import annotations

import pytest

from corpus.records import Doubt, Reading, Row, RowKind
from corpus.tables.assembly import assemble
from tests.grids import grid

WORKS = {
    "Site": """
        Site | Works | Lead | Finish | Budget | Progress
        Cobden Wharf | Repair the river wall and steps | Dana Roe | May 2026 | £140,000 | Surveyed in March.
        Larch Road Depot | Resurface the yard | Imran Qadir | June 2026 | £62,000 | Out to tender.
        St Anne's Churchyard | Make four tombs safe | Dana Roe | August 2026 | £18,500 | Faculty granted.
        Tannery Meadow | Dig two ponds | Fay Lund | October 2026 | £9,000 |
        Old Signal Box | New roof | Imran Qadir | TBC | £37,000 | Waiting for the railway's consent.
    """,
    "School": """
        Ref | School | Planned scheme | Places | Opens | Stage
        S1 | Hazel Grove Primary | Four new classrooms in place of huts | 60 | September 2026 | On site
        S2 | Kingsmead Academy | Sixth form block | 180 | September 2027 | Design
        S3 | Our Lady of Lourdes | Nursery in the former caretaker's house | 26 | January 2026 | Complete
        S4 | Thornbury High | Resource base for autistic pupils | 20 | September 2026 | Out to tender
        S5 | Wren Lane Infants | None; roll is falling | 0 | n/a | Not started
        S6 | Fairmile College | Move to the old bakery | 95 | April 2028 | Feasibility
    """,
    "Road": """
        Road | Treatment | Ward | Start | Length (m) | Status
        Albion Street | Plane off and resurface | Central | 4 May 2026 | 420 | Programmed
        Bracken Hill | Micro-asphalt | Heath | 11 May 2026 | 1,150 | Programmed
        Chandler's Way | Patch and surface dress | Heath | 18 May 2026 | 760 | Deferred
        Dock Road East | Rebuild the footway | Quays | 1 June 2026 | 300 | Programmed
        Emmanuel Rise | Renew kerbs and gullies | Central | 8 June 2026 | 210 | Complete
    """,
    "Polling place": """
        Polling place | Proposal | Electors | Reason | Decision
        Baptist Schoolroom | Move to the library | 1,840 | No step-free entrance. | Agreed
        Cricket Pavilion | Portable ramp and lighting | 960 | Dark from the car park. | Agreed
        Fox and Hounds | Find somewhere else | 412 | The landlord has retired. | Deferred
        Jubilee Hall | Split into two | 2,930 | Queues in May. | Agreed
        Meadow Primary | Use the side entrance | 2,105 | Keeps the school open. | Rejected
    """,
    "Bridge": """
        Bridge | Action | Engineer | Due | Condition | Latest
        Packhorse Bridge | Repoint the arches | T. Vale | Q2 2026 | Fair | Bats found; licence applied for.
        Ferry Lane Footbridge | Replace the deck | T. Vale | Q3 2026 | Poor | Closed since January.
        A61 Canal Crossing | Strengthen to 40 tonnes | M. Osman | Q1 2027 | Fair | Funding bid sent.
        Gasworks Viaduct | Paint and rivet repairs | M. Osman | Q4 2026 | Good | Not begun.
    """,
    "Leisure centre": """
        Leisure centre | Planned investment | Lead | Opens | Cost estimate | Visits a year
        Northcote Baths | Moveable floor and a warm pool | Ola Benn | 31 May 2026 | £120,000 | 48,000
        Pinder Street | Gym moves to the ground floor | Ola Benn | 30 June 2026 | £45,000 | 71,500
        Sallow Arena | Hand over to a trust | Ruth Kemp | 1 March 2027 | nil | 19,200
        Dolphin Pool | Close | Ruth Kemp | 30 September 2026 | £8,000 | 4,100
        Thornhill | Floodlights on both pitches | Ola Benn | TBC | £90,000 | 212,000
    """,
}
EITHER = {
    "Library": """
        Library | What we will do | Contact | Deadline | Cost estimate | Visits a year
        Northcote | Open on Sundays with volunteers | Ola Benn | 31 May 2026 | £12,000 | 48,000
        Pinder Street | Move the children's room to the ground floor | Ola Benn | 30 June 2026 | £45,000 | 71,500
        Mill Lane | Share the building with the GP practice | Ruth Kemp | 1 March 2027 | £230,000 | 19,200
        Upper Sallow | Close, and bring in a mobile service | Ruth Kemp | 30 September 2026 | £8,000 | 4,100
        Central Library | Fit a makerspace on the second floor | Ola Benn | TBC | £90,000 | 212,000
    """,
}
GROUPS = {
    "Theme": """
        Theme | Action | Lead | Due | Status | Update
        Clean Air | Fit monitors outside twelve schools | Pia Holm | May 2026 | On track | Eight are up.
        Warm Homes | Insulate 300 lofts in terraced streets | Sid Marsh | March 2027 | Delayed | Grant came late.
        Green Travel | Extend the cycle lane to the hospital | Pia Holm | June 2026 | On track | Consultation ended.
        Less Waste | Start food waste rounds in flats | Joan Eddy | April 2026 | Complete | All blocks served.
        Wild Places | Plant a hedge along the bypass | Sid Marsh | November 2026 | Not started |
    """,
    "Priority": """
        Priority | What we will do | Owner | By when | Measure of success
        Early Help | Open a family hub in each locality | Head of Early Help | April 2026 | Four hubs open
        Safe Care | Recruit thirty foster carers | Fostering Manager | March 2027 | Net gain of thirty
        Good Health | See every child within six weeks of entry | Designated Nurse | July 2026 | 95% seen in time
        Strong Start | Offer a nursery place to each two year old | Early Years Lead | September 2026 | 90% take-up
        Next Steps | Keep in touch with care leavers until 25 | Leaving Care Manager | Ongoing | 92% in touch
    """,
    "Category": """
        Category | Ref | Planned action | Contact | Deadline | Cost
        Income | 1 | Raise fees for pre-application advice | Ian Bell | April 2026 | £2,000
        Digital | 2 | Move planning files to the new system | Zoe Park | October 2026 | £85,000
        People | 3 | Train six apprentices in surveying | Ann Fox | September 2026 | £30,000
        Customers | 4 | Answer letters within five days | Ian Bell | May 2026 | nil
        Buildings | 5 | Let the top floor of the town hall | Zoe Park | January 2027 | £11,000
    """,
    "Pillar": """
        Pillar | Works | Lead officer | Timescale | RAG | Commentary
        Heritage | Restore the market cross | Lee Hart | 2026/27 | Green | Stonemason appointed.
        Night-time economy | Light the alleys behind the theatre | Uma Rao | 2026/27 | Amber | Two owners object.
        Independent shops | Give grants for shop fronts | Lee Hart | 2027/28 | Green | Nine awarded.
        Access and parking | Lay level paving in the square | Uma Rao | 2026/27 | Red | Over budget.
    """,
    "Strand": """
        Strand | Commitment | Team | Target date | Progress
        Prevent | Brief hotel staff on the signs of exploitation | Community Safety | June 2026 | Two sessions held.
        Pursue | Share licensing checks with the police weekly | Licensing | May 2026 | Protocol signed.
        Protect | Give each victim one named worker | Adult Social Care | July 2026 | Recruiting.
        Prepare | Run an exercise with the hospitals | Emergency Planning | November 2026 | Date set.
        Recover | Find second-stage housing for six women | Housing Options | March 2027 | Three homes found.
    """,
}


def read(table: str) -> tuple[list[Row], list[str], list[list[str]]]:
    """The rows of a table of lines, and its headings and cells."""
    header, *body = ([cell.strip() for cell in line.split("|")] for line in table.strip().splitlines())
    rows = assemble(Reading((grid(tuple(header), *map(tuple, body)),))).rows
    return [row for row in rows if row.kind is RowKind.ROW], header, body


@pytest.mark.parametrize("heading", WORKS)
def test_the_thing_on_which_works_are_done_titles_the_row(heading: str) -> None:
    rows, header, body = read(WORKS[heading])
    named = header.index(heading)
    assert [row.priority.title for row in rows] == [cells[named] for cells in body]
    works = [[item.text for item in row.columns[0].items] for row in rows]
    assert works == [[cells[named + 1]] for cells in body]


@pytest.mark.parametrize("heading", GROUPS)
def test_an_action_titles_its_row_though_each_stands_under_a_theme_of_its_own(heading: str) -> None:
    rows, _, body = read(GROUPS[heading])
    action = 2 if heading == "Category" else 1
    assert [row.priority.title for row in rows] == [cells[action] for cells in body]


@pytest.mark.parametrize("heading", EITHER)
def test_what_may_be_a_group_or_a_thing_beside_a_plain_action_is_a_doubt(heading: str) -> None:
    rows, _, _ = read(EITHER[heading])
    assert {row.doubt for row in rows} == {Doubt.CHECK}
    assert f"“{heading}” titles the rows" in rows[0].problems[0].done  # one way or the other
