"""That a database can't be used, with the fault that says why; bot/wording/errors/operators/database.py words it."""

from bot.domain.fault import Fault


class UnusableDatabase(Exception):
    """The database can't be used."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault
        """One of bot/domain/errors/operators/database.py."""


class UnsupportedDatabase(UnusableDatabase):
    """The database URL isn't one that this program can open."""


class UnavailableDatabase(UnusableDatabase):
    """The URL is right, but what it names isn't there, refuses us, or isn't what we need."""


class AwayDatabase(UnavailableDatabase):
    """Its server doesn't answer, is starting, or takes nobody in for now: asking again later may help."""


class TakenDatabase(UnavailableDatabase):
    """Another bot has it."""
