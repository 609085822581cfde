"""Why a database can't be used, each in one line that says what to do. A password is never part of it."""


class UnusableDatabase(Exception):
    """The database can't be used."""


class UnsupportedDatabase(UnusableDatabase):
    """The database URL isn't one that this program can open."""


class UnavailableDatabase(UnusableDatabase):
    """The URL is right, but what it names isn't there, refuses us, or isn't what we need."""


class AwayDatabase(UnavailableDatabase):
    """Its server doesn't answer, is starting, or takes nobody in for now: asking again later may help."""


class TakenDatabase(UnavailableDatabase):
    """Another bot has it."""
