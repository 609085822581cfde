"""Links to pages: each for one member of one server, for one login, for some minutes."""

from datetime import timedelta
from enum import StrEnum

import msgspec

from bot.domain.accounts.mandate import MandateTerms
from bot.domain.accounts.sign_in_text import Site
from bot.domain.errors import LinkExpired, LinkOfAnother
from bot.domain.ids import GuildId, MemberId, MirroredId, ProposalId, RequestId
from bot.services.actors import Actor
from bot.services.expiring import Expiring, ExpiringLimits
from bot.services.ports import Clock

LIMITS = ExpiringLimits(lifetime=timedelta(minutes=15), of_one=3, most=10_000)
"""`of_one`: of a member in a server."""


class Purpose(StrEnum):
    """For what a link was made."""

    WALLET = "wallet"
    """To link a wallet."""
    SIGN = "sign"
    """To sign a request."""
    VOTE = "vote"
    """To sign a ballot."""
    VOTE_ON_CHAIN = "vote_on_chain"
    """To vote on a contract."""


class PageLink(msgspec.Struct, frozen=True):
    """For whom a link was made, and where it leads."""

    actor: Actor
    locale: str
    """The language of the member's Discord."""
    purpose: Purpose
    path: str
    """Of the page that comes after the login."""


class PageLinks:
    """`site` is where the pages are; None where there are none."""

    def __init__(self, clock: Clock, site: Site | None) -> None:
        self.site = site
        self._links: Expiring[tuple[GuildId, MemberId], PageLink] = Expiring(clock, LIMITS)

    def to_wallet(self, actor: Actor, locale: str, terms: MandateTerms) -> str:
        """The address of the page for this member alone, on which these terms are chosen. Ask only where there are
        pages."""
        path = f"/wallet?until={terms.term}&up_to={terms.up_to}"
        return self._made(PageLink(actor, locale, Purpose.WALLET, path))

    def to_request(self, actor: Actor, locale: str, proposal: ProposalId, request: RequestId) -> str:
        """The same of the page on which a request is signed."""
        return self._made(PageLink(actor, locale, Purpose.SIGN, f"/sign/{proposal}/{request}"))

    def to_vote(self, actor: Actor, locale: str, proposal: ProposalId) -> str:
        """The same of the page on which a ballot is signed."""
        return self._made(PageLink(actor, locale, Purpose.VOTE, f"/vote/{proposal}"))

    def to_chain_vote(self, actor: Actor, locale: str, mirrored: MirroredId) -> str:
        """The same of the page on which one votes on a mirrored contract."""
        return self._made(PageLink(actor, locale, Purpose.VOTE_ON_CHAIN, f"/chain-vote/{mirrored}"))

    def to_revoke(self, guild: GuildId) -> str | None:
        """Where a wallet takes itself off an account in this server, without a login; None where there are no pages."""
        return f"{self.site.origin}/revoke?server={guild}" if self.site else None

    def _made(self, link: PageLink) -> str:
        assert self.site is not None, "there are pages"
        token = self._links.keep((link.actor.guild, link.actor.member), link)
        return f"{self.site.origin}/link/{token}"

    def found(self, token: str) -> PageLink:
        """Raises LinkExpired, also for one that was used."""
        link = self._links.found(token)
        if link is None:
            raise LinkExpired
        return link

    def use(self, token: str, member: MemberId) -> PageLink:
        """Use the link up, for the member whose it is. Raises LinkExpired, LinkOfAnother, which uses up nothing."""
        link = self.found(token)
        if link.actor.member != member:
            raise LinkOfAnother
        self._links.take(token)
        return link
