"""`python -m assistant.cli`: the same as `plans`."""

from assistant.cli.commands import main

main()
