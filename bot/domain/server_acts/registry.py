"""All kinds of acts on a server."""

from collections.abc import Mapping
from typing import Any

from bot.domain.server_acts.channels.archive_channel import ArchiveChannel
from bot.domain.server_acts.channels.create_channel import CreateChannel
from bot.domain.server_acts.channels.rename_channel import RenameChannel
from bot.domain.server_acts.kind import ActKind
from bot.domain.server_acts.roles.create_role import CreateRole
from bot.domain.server_acts.roles.grant_role import GrantRole
from bot.domain.server_acts.roles.grant_to_winners import GrantToWinners
from bot.domain.server_acts.roles.take_role import TakeRole
from bot.domain.server_acts.spaces.archive_space import ArchiveSpace
from bot.domain.server_acts.spaces.change_guardians import ChangeGuardians
from bot.domain.server_acts.spaces.change_moderators import ChangeModerators
from bot.domain.server_acts.spaces.change_rules import ChangeRules
from bot.domain.server_acts.spaces.create_space import CreateSpace
from bot.domain.server_acts.spaces.limit_space import LimitSpace
from bot.domain.server_acts.spaces.retire_track import RetireTrack
from bot.domain.server_acts.spaces.veto_proposal import VetoProposal

AnyAct = (
    GrantRole
    | GrantToWinners
    | TakeRole
    | CreateRole
    | ChangeRules
    | RetireTrack
    | ChangeModerators
    | ChangeGuardians
    | CreateSpace
    | LimitSpace
    | ArchiveSpace
    | CreateChannel
    | RenameChannel
    | ArchiveChannel
    | VetoProposal
)
ChannelAct = CreateChannel | RenameChannel | ArchiveChannel

ACTS: Mapping[ActKind, type[AnyAct]] = {
    each.kind: each
    for each in (
        GrantRole,
        GrantToWinners,
        TakeRole,
        CreateRole,
        ChangeRules,
        RetireTrack,
        ChangeModerators,
        ChangeGuardians,
        CreateSpace,
        LimitSpace,
        ArchiveSpace,
        CreateChannel,
        RenameChannel,
        ArchiveChannel,
        VetoProposal,
    )
}


def act_of(document: Any, line: str = "") -> AnyAct:
    """The act that a document describes. Raises LookupError, TypeError or ValueError for another shape."""
    return ACTS[ActKind(document["kind"])].of(document, line)
