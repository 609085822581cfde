"""Voter rewards: what a vote pays to those who took part in it, as it follows from the frozen rule and the count."""
