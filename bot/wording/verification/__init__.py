"""What `folkmoot verify` prints: for each finding a line, in rooms as bot/domain/verification/ has them."""

from bot.wording.verification import ballots, counting, power

__all__ = ["ballots", "counting", "power"]
"""Importing these is what registers their words."""
