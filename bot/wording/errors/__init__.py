"""The only place where errors become sentences.

Each message says what happened, what was kept, and what to do next. One file for each of bot/domain/errors/, of the
same name, with one function for each class of error and of fault (counting.py words bot/domain/counting/errors.py).
A class that has none would be worded by the one above it, and a test refuses that.
"""

from bot.wording.errors import (
    accounts,
    action_lines,
    actions,
    choices,
    configuration,
    contracts,
    counting,
    database,
    delegation,
    execution,
    executors,
    inputs,
    limits,
    outside,
    pages,
    policies,
    proposals,
    settings,
    spaces,
    staking,
    verification,
    views,
    voting,
    wallets,
)
from bot.wording.errors.base import Message, clause, message, refusal, words_for, written

WORDED_IN = (
    accounts,
    action_lines,
    actions,
    choices,
    configuration,
    contracts,
    counting,
    database,
    delegation,
    execution,
    executors,
    inputs,
    limits,
    outside,
    pages,
    policies,
    proposals,
    settings,
    spaces,
    staking,
    verification,
    views,
    voting,
    wallets,
)
"""Importing these is what registers their sentences."""

__all__ = ["Message", "clause", "message", "refusal", "words_for", "written"]
