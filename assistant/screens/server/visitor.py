"""Identifies a browser without signing in, to show its conversations: by a random name in a cookie.

The server chooses the name; page.js writes the cookie, which browsers send to no other site (SameSite=Strict).
"""

from __future__ import annotations

import re
import secrets

import streamlit as st

COOKIE = "plans_visitor"
SHAPE = re.compile(r"[\w-]{43}", re.ASCII)


def visitor() -> str:
    """The name of this browser; a new one if it has none yet."""
    held = str(st.context.cookies.get(COOKIE, ""))
    if SHAPE.fullmatch(held):
        return held
    return str(st.session_state.setdefault("visitor", secrets.token_urlsafe(32)))
