"""What the doctor looked at, what it found, and how to mend it, in words: a file of the same name for each of
bot/services/governance/findings/."""

from bot.wording.findings import chains, clock, discord, holder_roles, mirrors, server_acts, storage, tracks

__all__ = ["chains", "clock", "discord", "holder_roles", "mirrors", "server_acts", "storage", "tracks"]
"""Importing these is what registers their words."""
