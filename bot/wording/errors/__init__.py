"""The only place where errors become sentences.

Each answer says what happened, what was kept, and what to do next. One function for each class of
bot/domain/errors/; a class that has none is worded by the one above it, and a test refuses that.
"""

from bot.wording.errors import ballots, delegation, inputs, outside, proposals, staking, wallets
from bot.wording.errors.reactions import reaction_refused
from bot.wording.errors.words import Words, words, words_for

WORDED_IN = (inputs, wallets, proposals, ballots, outside, delegation, staking)
"""Importing these is what registers their sentences."""

__all__ = ["Words", "reaction_refused", "words", "words_for"]
