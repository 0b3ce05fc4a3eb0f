"""Whose conversations to show, without signing in: an opaque random name that this browser holds in a cookie.

The server draws the name; page.js writes the cookie, which no other site is sent (SameSite=Strict).
"""

from __future__ import annotations

import re
import secrets

import streamlit as st

COOKIE = "plans_visitor"
SHAPE = re.compile(r"[\w-]{43}", re.ASCII)


def visitor() -> str:
    """The name of whoever looks at this page; new where the browser holds none yet."""
    held = str(st.context.cookies.get(COOKIE, ""))
    if SHAPE.fullmatch(held):
        return held
    return str(st.session_state.setdefault("visitor", secrets.token_urlsafe(32)))
