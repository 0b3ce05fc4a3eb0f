"""E-mail about what is new, on the page Saved: people ask for it, and stop it."""

from __future__ import annotations

import streamlit as st

from assistant.screens.parts import frame
from assistant.screens.parts.text import escape
from assistant.screens.server.service import Service
from assistant.screens.server.visitor import visitor
from assistant.store.mail_wishes import LONGEST, MailWish, forget, is_address_in, store_wish, wish_of
from corpus.errors import NotStored

ABOUT = (
    "After an update of the plans, an e-mail can tell you that something is new for what you saved. It says for how"
    " many questions and searches, and no words of yours or of the plans. Only plans that every reader may see count."
)
RESULT = "mail-result"


def draw_mail(service: Service) -> None:
    """Where e-mails go, with the button that stops them; or the field that asks for them."""
    st.header("E-mail when something is new", anchor=False)
    if result := st.session_state.pop(RESULT, ""):
        frame.say(result)
    try:
        wish = wish_of(service.database, visitor())
    except NotStored as error:
        st.warning(escape(str(error)))
        return
    if wish:
        st.html(f"<p>E-mails go to {escape(wish.address)}.</p>")
        st.button("Stop these e-mails", on_click=_stop, args=(service,))
        return
    st.html(f"<p>{escape(ABOUT)}</p>")
    with st.form("mail", border=False):
        label = f"Your e-mail address, at {' or '.join(service.settings.mail_domains)}"
        address = st.text_input(escape(label), max_chars=LONGEST, autocomplete="email")
        if st.form_submit_button("Send me e-mails"):
            _begin(service, address.strip())
            st.rerun()


def _begin(service: Service, address: str) -> None:
    domains = service.settings.mail_domains
    if not is_address_in(address, domains):
        st.session_state[RESULT] = f"“{address}” is no e-mail address at {' or '.join(domains)}. Nothing was stored."
        return
    try:
        store_wish(service.database, MailWish(visitor(), address))
    except NotStored as error:
        st.session_state[RESULT] = str(error)


def _stop(service: Service) -> None:
    try:
        forget(service.database, visitor())
    except NotStored as error:
        st.session_state[RESULT] = str(error)
        return
    st.session_state[RESULT] = "No more e-mails will be sent, and your address is deleted."
