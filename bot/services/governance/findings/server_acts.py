"""What the doctor looks at, finds and advises of what votes may change in a Discord server."""

from bot.domain.server_acts.kind import ActKind
from bot.services.governance.findings.finding import Finding


class OfServerActs(Finding, frozen=True):
    """A permission that what may pass needs, by Discord's own name."""

    permission: str
    acts: tuple[ActKind, ...]
    """Those that need it."""


class OfGivenRole(Finding, frozen=True):
    """A role that votes may give and take."""

    role: int


class OfCategory(Finding, frozen=True):
    """A category in which votes may change channels."""

    category: int


class CategoryThere(Finding, frozen=True):
    """The bot sees it, and has there what the acts on channels need."""


class CategoryGone(Finding, frozen=True):
    """The server has no such category that the bot sees."""


class CategoryOfOthers(Finding, frozen=True):
    """A part's votes change channels only where it lives alone."""


class ActsPermitted(Finding, frozen=True):
    pass


class RoleBelowBot(Finding, frozen=True):
    """The bot can give and take it."""


class RoleOutOfReach(Finding, frozen=True):
    """It stands above the bot's own role, belongs to another bot, or is everybody's."""


class RoleOfOthers(Finding, frozen=True):
    """A part's votes neither give nor take it: it reaches beyond the part."""


class RolePermitsAll(Finding, frozen=True):
    """It has Administrator, and is given by no vote."""


class MoveBotUp(Finding, frozen=True):
    pass


class TakeRoleOut(Finding, frozen=True):
    """From what a policy names."""


class AllowInServer(Finding, frozen=True):
    permission: str


class AllowInCategory(Finding, frozen=True):
    permission: str
