"""How somebody's delegate votes, in private."""

from dataclasses import dataclass

from bot.domain.elections.choices import describe
from bot.services.delivery.notifications import NotifyDelegator
from bot.services.ports import Delivery, OutboxEntry
from bot.wording.delegation.delegations import delegate_voted_text
from bot.wording.markup.links import message_url
from cogs.notifications.direct_messages import send_privately
from cogs.notifications.handlers.handler import Handler


@dataclass(frozen=True)
class NotifyDelegatorHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: NotifyDelegator) -> Delivery:
        """How the delegate voted, and what the delegator can do about it.

        What was overtaken before it could be said is left out: the newer choice has a notice of its own.
        """
        async with self.services.uow.reading() as repositories:
            proposal = await repositories.proposals.get(notification.proposal)
            card = await repositories.messages.get(notification.proposal, "card")
            ballot = (await repositories.ballots.current(notification.proposal, [notification.delegate])).get(
                notification.delegate
            )
        choice = None if ballot is None else ballot.choice
        if notification.choice != ("" if choice is None else describe(proposal.rules, choice)):
            return Delivery()
        now = self.services.clock.now()
        where = "" if card is None else message_url(notification.guild, card.channel, card.message)
        await send_privately(
            self.client,
            self.sender,
            entry,
            notification.member,
            delegate_voted_text(
                proposal,
                now,
                notification.delegate,
                notification.choice,
                where,
                self.language(notification.guild),
            ),
        )
        return Delivery()
