"""What the tests of the outbox add to it, and how they look at it."""

from bot.domain.ids import MemberId, ProposalId, RequestId
from bot.services.delivery.notifications import (
    AnyNotification,
    NotifyMember,
    OpenDiscussion,
    PostCard,
    PostDiff,
    PostEvent,
    PostGivenUp,
    PostLogEntry,
    PostRefusals,
    PostRequest,
    PostResult,
    PostResultInThread,
    SubmitRequest,
)
from bot.services.delivery.outbox import OutboxWorker
from tests.harness import GUILD, ServiceHarness

ONE, TWO = ProposalId(1), ProposalId(2)


async def add(harness: ServiceHarness, *notifications: AnyNotification) -> None:
    """About proposals that aren't there: of none it can be stored where it stands in Discord."""
    harness.handler.tells_places = False
    async with harness.services.uow.writing() as repositories:
        await repositories.outbox.add(*notifications, at=harness.clock.now())


def diff(proposal: ProposalId, number: int) -> PostDiff:
    return PostDiff(GUILD, proposal, number)


ESSENTIAL: dict[str, AnyNotification] = {
    "the thread": OpenDiscussion(GUILD, ONE),
    "the card": PostCard(GUILD, ONE),
    "the result": PostResult(GUILD, ONE),
    "the result in the thread": PostResultInThread(GUILD, ONE),
    "a veto": PostEvent(GUILD, ONE, "vetoed", announce=True),
    "an extension": PostEvent(GUILD, ONE, "extended"),
    "the request to the Safe": SubmitRequest(GUILD, ONE, RequestId(1)),
    "what is to be signed": PostRequest(GUILD, ONE, RequestId(1)),
    "a refusal": NotifyMember(GUILD, ONE, MemberId(1), "NoWallet"),
    "refusals": PostRefusals(GUILD, ONE, (MemberId(1),), "NoWallet"),
    "an act": PostLogEntry(GUILD, 7),
    "what was given up": PostGivenUp(GUILD),
}


def everything_to_the_handler(harness: ServiceHarness, *, patience: float = 1.0) -> OutboxWorker:
    """A worker whose deliveries are all the fake's."""
    services = harness.services
    return OutboxWorker(
        services.uow, lambda _: harness.handler, harness.clock, services.wake_signal, patience=patience
    )
