"""The web app: `plans serve`, or `streamlit run app.py`."""

from functools import partial

import streamlit as st

from assistant.screens import ask, audit, briefing, browse, changes, dates, documents, overview, saved, search, watch
from assistant.screens import help as help_page
from assistant.screens.audit.page import AUDIT
from assistant.screens.dates.cards import DATES
from assistant.screens.overview.board import OVERVIEW
from assistant.screens.parts import frame
from assistant.screens.parts.links import BRIEFING, BROWSE, SEARCH
from assistant.screens.parts.saving import SAVED
from assistant.screens.server.visitor import administers, service_for_visitor

st.set_page_config(page_icon=frame.ICON, layout="wide")
frame.draw_style()
frame.draw_script()
service = service_for_visitor()
ask_page = st.Page(partial(ask.draw, service), title="Ask", url_path="ask")
overview_page = st.Page(partial(overview.draw, service, ask_page), title="Overview", url_path=OVERVIEW)


def land() -> None:
    """Where people land: on the overview where there are several plans; an address with a question leads to Ask."""
    several = service.assistant is not None and len(service.assistant.plans()) > 1
    to_overview = several and not st.query_params
    st.switch_page(overview_page if to_overview else ask_page, query_params=st.query_params.to_dict())


page = st.navigation(
    [
        st.Page(land, title="Plans", default=True, visibility="hidden"),
        overview_page,
        ask_page,
        st.Page(partial(search.draw, service), title="Search", url_path=SEARCH),
        st.Page(partial(browse.draw, service), title="Browse", url_path=BROWSE),
        st.Page(partial(changes.draw, service), title="Changes", url_path="changes"),
        st.Page(partial(briefing.draw, service), title="Briefing", url_path=BRIEFING),
        st.Page(partial(watch.draw, service), title="Watch list", url_path="watch"),
        st.Page(partial(dates.draw, service), title="Dates and figures", url_path=DATES),
        st.Page(partial(saved.draw, service), title="Saved", url_path=SAVED),
        st.Page(partial(documents.draw, service), title="Documents", url_path="documents"),
        *([st.Page(partial(audit.draw, service), title="Audit log", url_path=AUDIT)] if administers() else []),
        st.Page(partial(help_page.draw, service), title="Help", url_path="help"),
    ]
)
if frame.draw_who():
    frame.run(page)
