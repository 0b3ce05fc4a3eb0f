"""The web app: `plans serve`, or `streamlit run app.py`."""

from functools import partial

import streamlit as st

from assistant.screens import ask, browse, changes, dates, documents, search, watch
from assistant.screens.dates.cards import DATES
from assistant.screens.parts import frame
from assistant.screens.parts.links import BROWSE
from assistant.screens.search.board import SEARCH
from assistant.screens.server.service import shared_service

st.set_page_config(page_icon=frame.ICON, layout="wide")
frame.draw_style()
frame.draw_script()
service = shared_service()
page = st.navigation(
    [
        st.Page(partial(ask.draw, service), title="Ask", default=True),
        st.Page(partial(search.draw, service), title="Search", url_path=SEARCH),
        st.Page(partial(browse.draw, service), title="Browse", url_path=BROWSE),
        st.Page(partial(changes.draw, service), title="Changes", url_path="changes"),
        st.Page(partial(watch.draw, service), title="Watch list", url_path="watch"),
        st.Page(partial(dates.draw, service), title="Dates and figures", url_path=DATES),
        st.Page(partial(documents.draw, service), title="Documents", url_path="documents"),
    ]
)
frame.run(page)
