"""Ballots, and whose power counts: delegations, stakes, reputation and juries."""
