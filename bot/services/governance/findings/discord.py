"""What the doctor looks at, finds and advises of Discord: the login, servers, channels and roles."""

from bot.services.governance.findings.finding import Finding


class OfDiscordToken(Finding, frozen=True):
    pass


class OfServer(Finding, frozen=True):
    name: str


class OfChannel(Finding, frozen=True):
    use: str
    channel: int


class OfRole(Finding, frozen=True):
    """A role that a space is bound to."""

    use: str
    role: int


class OfDiscord(Finding, frozen=True):
    """The connection to it."""


class LoggedIn(Finding, frozen=True):
    user: str


class NotInServer(Finding, frozen=True):
    pass


class TokenRefused(Finding, frozen=True):
    pass


class NoGateway(Finding, frozen=True):
    pass


class ChannelUnseen(Finding, frozen=True):
    pass


class OfEvents(Finding, frozen=True):
    """What is checked: the events of votes in the calendar."""


class RoleThere(Finding, frozen=True):
    pass


class RoleGone(Finding, frozen=True):
    """It was deleted in Discord."""


class RoleEmpty(Finding, frozen=True):
    """It is there, and nobody has it."""


class GiveRole(Finding, frozen=True):
    pass


class OfHolders(Finding, frozen=True):
    """What is checked: who has the roles, and who is there still of whom the space names."""


class OfAuditor(Finding, frozen=True):
    member: int


class MemberLeft(Finding, frozen=True):
    pass


class TakeAuditorOff(Finding, frozen=True):
    pass


class RoleUnmentionable(Finding, frozen=True):
    """Discord tells nobody who has it that it was mentioned."""


class AllPermissions(Finding, frozen=True):
    number: int


class PermissionMissing(Finding, frozen=True):
    permission: str


class InviteAgain(Finding, frozen=True):
    pass


class CopyToken(Finding, frozen=True):
    pass


class CheckNetwork(Finding, frozen=True):
    pass


class NameRole(Finding, frozen=True):
    pass


class NameVoters(Finding, frozen=True):
    pass


class AllowMentions(Finding, frozen=True):
    pass


class ShowChannel(Finding, frozen=True):
    pass


class OfTags(Finding, frozen=True):
    """The tags of a forum, by which one sees where its proposals stand: it does without them, too."""

    channel: int


class TagsForbidden(Finding, frozen=True):
    """Some are missing, and the bot may not make them."""

    names: tuple[str, ...]


class TagsFull(Finding, frozen=True):
    """Some are missing, and there is no room for them."""

    names: tuple[str, ...]


class AllowPermission(Finding, frozen=True):
    permission: str


class OfInteractions(Finding, frozen=True):
    """How commands and clicks reach the bot."""


class ByGateway(Finding, frozen=True):
    pass


class SentElsewhere(Finding, frozen=True):
    """Discord sends them to an endpoint although the bot awaits them over the gateway."""

    url: str


class EndpointRegistered(Finding, frozen=True):
    url: str


class EndpointNotRegistered(Finding, frozen=True):
    """Discord sends them elsewhere than to the endpoint at which the bot awaits them."""

    url: str
    found: str | None
    """Where it sends them; None: over the gateway."""


class EndpointRefused(Finding, frozen=True):
    """Discord doesn't take the endpoint."""

    url: str
    said: str


class RemoveEndpoint(Finding, frozen=True):
    pass


class RegisterEndpoint(Finding, frozen=True):
    pass


class ServeEndpoint(Finding, frozen=True):
    pass


class OfLinkedRoles(Finding, frozen=True):
    """Where members come for a linked role, and of which fields one is made."""


class LinkedRolesRegistered(Finding, frozen=True):
    url: str


class LinkedRolesRefused(Finding, frozen=True):
    why: str
    """In Discord's words."""


class SetLinkedRoles(Finding, frozen=True):
    url: str
