"""Loads what the bot loads only as it starts, for the processes that are forked from this one (tests/forked.py)."""

import gc
from importlib import import_module

from bot.bootstrap import EXTENSIONS

for name in EXTENSIONS:
    import_module(name)

# As at every start: none of it is garbage.
gc.freeze()
