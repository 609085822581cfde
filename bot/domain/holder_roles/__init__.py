"""Roles of a Discord server that follow from rules: for who holds, votes or delegates."""
