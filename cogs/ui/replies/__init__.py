"""The only place where errors become sentences.

Each answer says what happened, what was kept, and what to do next. One function for each class of
bot/domain/errors/; a class that has none is worded by the one above it, and a test refuses that.
"""

from cogs.ui.replies import ballots, commands, delegations, inputs, outside, proposals, staking, wallets
from cogs.ui.replies.reactions import reaction_refused
from cogs.ui.replies.words import Words, words, words_for

WORDED_IN = (inputs, wallets, proposals, ballots, outside, commands, delegations, staking)
"""Importing these is what registers their sentences."""

__all__ = ["Words", "reaction_refused", "words", "words_for"]
