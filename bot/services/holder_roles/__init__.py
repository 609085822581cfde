"""Roles that members have by rules: made by moderators, given and taken by themselves."""
