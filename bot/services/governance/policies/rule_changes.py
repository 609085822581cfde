"""What a change of a track's rules means for proposals that are discussed: it is told in their threads, in words.

Who has power, and who may veto, stay those of the submission. So a proposal follows its track as long as the sources of
power stay; from the change of a source on it keeps the rules that it had.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.ids import GuildId
from bot.domain.policy.model import Policy
from bot.domain.proposals.proposal import Proposal
from bot.domain.spaces.space import Track
from bot.services.delivery.notifications import PostRuleChange
from bot.services.ports import Repositories


async def in_discussion(repositories: Repositories, track: Track | None) -> list[Proposal]:
    """The submitted proposals of a track whose votes have not opened; none of a track that is new."""
    if track is None:
        return []
    live = await repositories.proposals.live_on_track(track.id)
    return [proposal for proposal in live if proposal.opening is None]


async def tell_rule_change(
    repositories: Repositories, guild: GuildId, before: Sequence[Proposal], track: Track, at: datetime
) -> None:
    """Tell each thread how its rules differ from `before`, in the transaction of the change."""
    if not before:
        return
    versions = await repositories.spaces.policies(track.id)
    was = {proposal.id: proposal.policy.hash for proposal in before}
    for proposal in await in_discussion(repositories, track):
        earlier, now = was.get(proposal.id), proposal.policy.hash
        if earlier is not None and earlier != now:
            numbers = {_rules_for(proposal, each.policy).hash: each.number for each in versions}
            change = PostRuleChange(guild, proposal.id, old=numbers[earlier], new=numbers[now])
            await repositories.outbox.add(change, at=at)


def _rules_for(proposal: Proposal, policy: Policy) -> Policy:
    """The track's policy as it is for the proposal: of what a part has brought up the executor is the part's."""
    return policy if proposal.brought_up is None else proposal.brought_up.rules(policy)
