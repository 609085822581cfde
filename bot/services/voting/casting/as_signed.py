"""Whether what Discord signed says just the ballot that it is to stand for.

The bot takes a ballot from discord.py's objects, an auditor from the signed text. Where the two could differ, one voter
would make a record that nobody can check.
"""

from typing import Any

from msgspec.structs import replace

from bot.domain.canonical import canonical_json
from bot.domain.elections.ballot import Ballot, kept_reason
from bot.domain.elections.evidence import Countersignature
from bot.domain.elections.evidence.interactions import Kept, NoBallot, cast_by
from bot.domain.errors import BallotUnclear, NotAsSigned, NotOnBallot
from bot.domain.ids import ProposalNumber
from bot.domain.policy.trust import TrustLevel
from bot.domain.proposals.facts import Opening
from bot.services.voting.casting.vote_request import VoteRequest


def as_signed(
    vote: VoteRequest, number: ProposalNumber, opening: Opening, before: Ballot | None
) -> VoteRequest:
    """The vote with the roles that Discord signed, where the policy counts what Discord has signed. `number`: the
    proposal's; `before`: the member's ballot of now.

    Raises NotAsSigned where the signed text doesn't say just this vote: nobody could check it.
    """
    signed, policy = vote.evidence, opening.policy
    if policy.trust is not TrustLevel.COUNTERSIGNED or not isinstance(signed, Countersignature):
        return vote
    try:
        said = vote.said or cast_by(signed.body)
        earlier = None
        if before is not None and isinstance(said.said, Kept):  # A receipt costs as much as all else here.
            earlier = {before.receipt(opening.pseudonyms): before.choice}
        choice = said.choice(policy, number, earlier)
    except (NoBallot, NotOnBallot, BallotUnclear):
        raise NotAsSigned(number) from None
    wanted = (
        vote.source,
        int(signed.application),
        vote.guild,
        vote.member,
        vote.cast_method,
        kept_reason(vote.reason),
    )
    found = (
        said.id,
        said.application,
        said.guild,
        said.member,
        said.cast_method,
        said.reason,
    )
    about = said.is_about(vote.proposal, number)
    if not about or found != wanted or not _same(choice, vote.choice):
        raise NotAsSigned(number)
    return vote if said.roles == vote.roles else replace(vote, roles=said.roles)


def _same(choice: Any, other: Any) -> bool:
    """Whether both are written alike; most are numbers of one choice."""
    if type(choice) is int and type(other) is int:
        return choice == other
    return canonical_json(choice) == canonical_json(other)
