"""Figures over many votes of one space: the database adds them up."""
