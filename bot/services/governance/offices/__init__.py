"""Moderators, guardians and auditors: who holds their roles, what they may do, and what is said where nobody does."""
