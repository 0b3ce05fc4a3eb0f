"""Search results as HTML: passages under their rows, with words highlighted, and the links that change a search."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from assistant import Hit
from assistant.screens.parts.cards import PROSE_HEADING, found_row_html, link_html, place_in_row
from assistant.screens.parts.links import BROWSE, RowLink
from assistant.screens.parts.text import count, escape, marked, shortened
from assistant.screens.search.board import FACETS, ORDER_WORDS, Facet, Found, Group, Search, marks
from corpus.library import ALL

AT_ONCE = 4  # passages of a row; the others are folded away
VALUES_AT_ONCE = 8  # of a facet; the others are folded away
VALUE = 70  # characters of a facet's value in a line


def welcome_html(search: Search, topics: Iterable[str]) -> str:
    """Shown before a search: what can be typed, and topics to start with."""
    links = "".join(f"<li>{_link(shortened(topic, VALUE), replace(search, question=topic))}</li>" for topic in topics)
    begin = f"<h2>Topics to start with</h2><ul>{links}</ul>" if links else ""
    ask, browse = (f'<a href="{at}" data-follow="{at}">{name}</a>' for at, name in (("ask", "Ask"), (BROWSE, "Browse")))
    return (
        "<p>Type a few words, a name, an acronym or a whole question. What says the same in other words is found too. "
        "Every quote is word for word from a plan, and says where it is from.</p>"
        f"{begin}<p>For an answer instead of a list of quotes, go to {ask}. To read a plan in its own order, go to "
        f"{browse}.</p>"
    )


def group_html(group: Group) -> str:
    """A row: its plan, category and title, then its passages."""
    quotes = [f"<li>{_passage_html(hit)}</li>" for hit in group.hits]
    more = "".join(quotes[AT_ONCE:])
    folded = f"<details><summary>{count(len(quotes) - AT_ONCE, 'more quote')} from this row</summary>" if more else ""
    listed = f"<ul>{''.join(quotes[:AT_ONCE])}</ul>{folded}{f'<ul>{more}</ul></details>' if more else ''}"
    return found_row_html(group.citation, listed)


def chosen_html(search: Search) -> str:
    """The facets chosen, each with the link that removes it."""
    links = [
        _link(f"{FACETS[facet][0]}: {_value_words(facet, value)}", search.choosing(facet, ""), "Remove")
        for facet, value in search.facets
    ]
    return f'<ul class="chosen" aria-label="Narrowed to">{"".join(f"<li>{link}</li>" for link in links)}</ul>'


def facets_html(search: Search, facets: Iterable[Facet]) -> str:
    """What the search can be narrowed to, with how many passages each leaves."""
    return "".join(_facet_html(search, facet) for facet in facets) + _updates_html(search)


def orders_html(search: Search) -> str:
    """The ways to sort; all but the one in use are links."""
    entries = [
        f'<strong aria-current="true">{words}</strong>'
        if order is search.order
        else _link(words, replace(search, order=order, page=1))
        for order, words in ORDER_WORDS.items()
    ]
    return f'<p class="orders"><span>Order:</span> {" ".join(entries)}</p>'


def pages_html(search: Search, found: Found) -> str:
    """Links to the previous and the next page; "" if there is only one."""
    if found.pages < 2:
        return ""
    before = _link("Previous", replace(search, page=found.page - 1)) if found.page > 1 else ""
    after = _link("Next", replace(search, page=found.page + 1)) if found.page < found.pages else ""
    return f'<nav class="pages" aria-label="Pages of results">{before} Page {found.page} of {found.pages} {after}</nav>'


def _passage_html(hit: Hit) -> str:
    cited, place = hit.citation, hit.passage.location
    link = RowLink.of_citation(cited)
    picture = ""
    if place.box is not None and place.page is not None:
        picture = link_html(f"Page {place.page} as a picture", replace(link, picture=True))
    return (
        f'<p><span class="column">{escape(cited.column or PROSE_HEADING)}:</span> '
        f"{marked(hit.passage.text, marks(hit))}</p>"
        f'<p class="place links">{link_html(place_in_row(cited), link)}{picture}</p>'
    )


def _facet_html(search: Search, facet: Facet) -> str:
    entries = [
        f"<li>{_link(_value_words(facet.name, value), search.choosing(facet.name, value))} "
        f'<span class="number">{number:,}<span class="unseen"> quotes</span></span></li>'
        for value, number in facet.values
    ]
    shown, more = "".join(entries[:VALUES_AT_ONCE]), "".join(entries[VALUES_AT_ONCE:])
    folded = (
        f"<details><summary>{len(entries) - VALUES_AT_ONCE:,} more</summary><ul>{more}</ul></details>" if more else ""
    )
    return f'<section class="facet"><h3>{facet.heading}</h3><ul>{shown}</ul>{folded}</section>'


def _updates_html(search: Search) -> str:
    """A link that includes earlier updates, which are left out by default."""
    if {"update", "document"} & set(dict(search.facets)):
        return ""
    return f'<p class="facet">{_link("Look in earlier updates too", search.choosing("update", ALL))}</p>'


def _value_words(facet: str, value: str) -> str:
    return "All updates" if (facet, value) == ("update", ALL) else shortened(value, VALUE)


def _link(words: str, search: Search, before: str = "") -> str:
    """A link to another search. `before` says what it does, for people who can't see the cross."""
    address = escape(search.address)
    action = f'<span class="unseen">{before} </span>' if before else ""
    cross = ' <span aria-hidden="true">×</span>' if before else ""
    return f'<a href="{address}" data-follow="{address}">{action}{escape(words)}{cross}</a>'
