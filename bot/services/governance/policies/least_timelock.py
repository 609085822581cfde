"""How short the timelock of a part may be: the space that created it sets that, since it may veto for so long."""

from datetime import datetime, timedelta

from bot.domain.errors import BadSetting
from bot.domain.errors.governance.settings import TimelockTooShort
from bot.domain.ids import GuildId
from bot.domain.policy.model import Policy
from bot.domain.quantities import duration_text
from bot.domain.spaces.space import Space, Track
from bot.domain.spaces.timelocks import is_too_short, lengthened
from bot.services.governance.policies.rule_changes import in_discussion, tell_rule_change
from bot.services.ports import Repositories


async def require_timelock(repositories: Repositories, space: Space, policy: Policy) -> None:
    """Raises BadSetting where a track of the space may not have that policy."""
    least = (await repositories.spaces.tree(space.guild)).least_timelock(space)
    if is_too_short(policy, least):
        raise BadSetting("timelock", duration_text(policy.periods.timelock), TimelockTooShort(least))


async def lengthen_timelocks(
    repositories: Repositories, guild: GuildId, space: Space, least: timedelta, at: datetime
) -> list[tuple[Space, Track]]:
    """Give each track of the space, and of what stands below it, that has a shorter timelock this one; those that were
    retired get theirs from whoever takes them up again. Votes under way keep theirs. Returns what has changed."""
    changed: list[tuple[Space, Track]] = []
    for each in (await repositories.spaces.tree(guild)).within(space):
        for track in await repositories.spaces.tracks(each.id):
            if track.retired_at is not None or not is_too_short(track.policy, least):
                continue
            discussed = await in_discussion(repositories, track)
            longer = await repositories.spaces.set_track(
                each.id, track.name, lengthened(track.policy, least), at
            )
            await tell_rule_change(repositories, guild, discussed, longer, at)
            changed.append((each, longer))
    return changed
