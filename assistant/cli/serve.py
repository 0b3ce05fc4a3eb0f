"""`plans serve`, the web app; `plans` alone serves it on a free port and opens it in the browser."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path

import click

from assistant.cli.group import common, say_json, settings_for
from corpus.errors import WrongUse

PORT = 8501
FURTHER_PORTS = 20  # are tried where no port was asked for and the app is opened in the browser


@click.command()
@click.option("--address", default="localhost", show_default=True, help="Where to listen; 0.0.0.0 serves the network.")
@click.option("--port", type=click.IntRange(1, 65535), help=f"Where to listen; {PORT} by default.")
@click.option("--host", "hosts", multiple=True, help="A further name by which browsers call the app; may be repeated.")
@click.option("--browser", is_flag=True, help="Open the app in the browser; without --port, any free one will do.")
@click.option("--watch", is_flag=True, help="Read documents by themselves, once they have come into their folder.")
@click.option("--watch-at", type=click.DateTime(["%H:%M"]), help="The same, each day at this time, such as 02:00.")
@common
def serve(
    address: str,
    port: int | None,
    hosts: tuple[str, ...],
    browser: bool,
    watch: bool,
    watch_at: datetime | None,
    index: Path | None,
    as_json: bool,
) -> None:
    """Run the web app until it is interrupted. `plans` alone does the same, with --browser."""
    from assistant.api.served import for_programs
    from assistant.screens.server import serving
    from assistant.screens.server.service import shared_service
    from assistant.screens.server.watching import Schedule

    settings = settings_for(index)
    settings.prepare()
    script = Path(serving.__file__).parents[3] / "app.py"
    if not script.exists():
        raise WrongUse(f"The web app isn't installed: there is no {script}. Install plans-assistant again.")
    # The pages read their settings from the environment, as they do under `streamlit run`.
    os.environ["PLANS_INDEX"] = str(settings.index)
    os.environ["PLANS_STORE"], os.environ["PLANS_STORE_READ"] = settings.store, settings.store_read
    ports = range(PORT, PORT + FURTHER_PORTS) if browser and port is None else (port or PORT,)

    def listening(url: str, to_whom: str) -> None:
        if as_json:
            say_json({"url": url})
            return
        click.echo(f"The app is at {url} (stop it with Ctrl+C).")
        click.echo(f"{to_whom} The documents are in {settings.documents.absolute()}.")

    schedule = Schedule(watch_at.time() if watch_at else None) if watch or watch_at else None

    def started(url: str) -> None:
        if schedule:
            shared_service().watch(schedule)
        if browser:
            open_browser(url)

    serving.serve(script, address, ports, hosts, listening, started, for_programs(settings))


def open_browser(url: str) -> None:
    """Open an address where there is a desktop; without one, a browser of the terminal would take the terminal over."""
    if sys.platform in ("win32", "darwin") or os.environ.keys() & {"DISPLAY", "WAYLAND_DISPLAY"}:
        click.launch(url)
