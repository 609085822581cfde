"""What the doctor looks at, finds and advises of the machine's clock."""

from bot.services.governance.findings.finding import Finding


class OfClock(Finding, frozen=True):
    """The clock of the machine that the bot runs on."""


class OfWitness(Finding, frozen=True):
    """What something else than Discord says of the time: a chain's newest block, or interactions."""

    name: str


class ClockAgrees(Finding, frozen=True):
    pass


class ClockUnheard(Finding, frozen=True):
    """Discord has said nothing of the time yet."""


class ClockOff(Finding, frozen=True):
    """By more than a second, and less than matters."""

    milliseconds: int
    """How far it is ahead; less than zero: behind."""


class ClockWrong(Finding, frozen=True):
    """By so much that nothing happens by it."""

    milliseconds: int


class ClockConfirmed(Finding, frozen=True):
    """Discord says something else, and others say that Discord is wrong."""

    milliseconds: int


class ClockContradicted(Finding, frozen=True):
    """By something else than Discord."""


class StartNtp(Finding, frozen=True):
    pass


class WaitForDiscord(Finding, frozen=True):
    pass


class CheckNode(Finding, frozen=True):
    pass
