"""One wallet says something else than its member's others: the ballot that comes of it."""

from collections.abc import Collection, Iterable
from typing import Any

from msgspec.structs import replace

from bot.domain.accounts.claims import Claims
from bot.domain.elections.ballot import Ballot, SaidApart
from bot.domain.elections.choices import check_choice
from bot.domain.errors import (
    NothingToBeApartFrom,
    TooManyApart,
    WalletNotCounting,
    WalletsTogether,
)
from bot.domain.ids import Address, ProposalNumber
from bot.domain.policy.model import Policy
from bot.domain.proposals.apart import MOST_APART, why_together
from bot.services.voting.casting.vote_request import VoteRequest
from bot.services.voting.live.live_vote import LiveVote


def check_apart(number: ProposalNumber, policy: Policy, vote: VoteRequest) -> None:
    """Whether a single wallet may say this. Raises WalletsTogether, NotOnBallot, BallotUnclear."""
    if vote.wallet is None:
        return
    if (why := why_together(policy)) is not None:
        raise WalletsTogether(number, why)
    for choice in (vote.wallet.choice, vote.wallet.others):
        if choice is not None:
            check_choice(number, policy, choice)


def joined(
    vote: VoteRequest,
    before: Ballot | None,
    kept: Iterable[SaidApart],
    held: Collection[Address],
    number: ProposalNumber,
) -> VoteRequest:
    """The vote as a whole ballot: what the member's last ballot says, and why, but for the one wallet. `kept`: what
    goes on being said apart. `held`: the wallets that count for the member in this vote.

    Raises WalletNotCounting, NothingToBeApartFrom, TooManyApart.
    """
    says = vote.wallet
    assert says is not None, "it is about one wallet"
    if says.wallet not in held:
        raise WalletNotCounting(number, says.wallet)
    main = before.choice if says.others is None and before is not None else says.others
    if main is None:
        raise NothingToBeApartFrom(number)
    apart = {each.wallet: each for each in kept}
    apart.pop(says.wallet, None)
    if says.choice is not None:
        apart[says.wallet] = SaidApart(says.wallet, says.choice)
    if len(apart) > MOST_APART:
        raise TooManyApart(number, MOST_APART)
    reason = None if before is None else before.reason
    return replace(vote, choice=main, reason=reason, apart=tuple(apart[wallet] for wallet in sorted(apart)))


def kept_apart(
    live_vote: LiveVote, before: Ballot | None, held: Collection[Address], claims: Claims | None
) -> tuple[SaidApart, ...]:
    """What single wallets said before: they go on saying it when the member votes again with all others, so that
    neither of two clicks takes back what the other said. `held`: the wallets that count with the next ballot; `claims`:
    what counts in the vote, where that is more than the live vote has heard.

    A wallet that has left the vote since has no part any more, also where it has come back: it says what all say.
    """
    if before is None or before.choice is None or not before.apart:
        return ()
    counted = live_vote.held(before.member, before.cast_at, claims)
    return tuple(each for each in before.apart if each.wallet in counted and each.wallet in held)


def newly_said(vote: VoteRequest) -> tuple[Any, ...]:
    """What a whole ballot says that wasn't said before it."""
    says = vote.wallet
    if says is None:
        return (vote.choice,)
    own = vote.choice if says.choice is None else says.choice
    return (own,) if says.others is None else (own, says.others)
