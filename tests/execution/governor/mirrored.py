"""A mirror of a Governor, as the services keep it."""

from dataclasses import dataclass, field, replace

from bot.chain.chains import EvmChain
from bot.domain.ids import Address, ChannelId, MemberId, MirrorId, SpaceId
from bot.domain.mirrors import Mirror, MirroredProposal
from bot.execution.governor.mirroring import GovernorMirrors
from bot.services.ports import MirrorReading
from tests.execution.governor.governor_treasury import CHAIN, REQUESTED_AT


@dataclass
class KeptMirror:
    """What is kept of a mirror from look to look."""

    reader: GovernorMirrors
    mirror: Mirror
    proposals: dict[str, MirroredProposal] = field(default_factory=dict)

    async def look(self) -> MirrorReading:
        live = [each for each in self.proposals.values() if each.stage.is_live]
        reading = await self.reader.read(self.mirror, live)
        self.mirror = replace(self.mirror, read=reading.read, rules=reading.rules)
        self.proposals |= {each.key: each for each in reading.changed}
        return reading

    async def catch_up(self) -> None:
        """Look until everything is read."""
        while not ((reading := await self.look()).at_end and reading.read.is_whole):
            pass


async def mirror_of(chain: EvmChain, governor: str) -> KeptMirror:
    reader = GovernorMirrors({CHAIN: chain})
    rules = await reader.check(CHAIN, Address(governor))
    mirror = Mirror(
        MirrorId(1),
        SpaceId(1),
        "governor",
        CHAIN,
        Address(governor),
        ChannelId(1),
        MemberId(1),
        REQUESTED_AT,
        rules,
    )
    return KeptMirror(reader, mirror)
