"""The command line: each command is one module here, imported only when it is run.

A module ``spotpop/cli/NAME.py`` holds one function ``NAME`` with typer annotations; `spotpop.__main__` finds it through
its table of commands. A command raises `spotpop.errors.SpotpopError` for whatever a person can meet; the entry point
turns it into one sentence and a hint on stderr. Everything below may be imported here, nothing of `bot` or `worker`.
"""
