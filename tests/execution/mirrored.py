"""A mirror of a contract, as the services keep it."""

from dataclasses import dataclass, field

from msgspec.structs import replace

from bot.chain.chains import EvmChain
from bot.domain.ids import Address, ChainId, ChannelId, MemberId, MirrorId, SpaceId
from bot.domain.mirrors import Mirror, MirroredProposal
from bot.execution.registry import mirror_readers
from bot.services.ports import MirrorReader, MirrorReading
from tests.execution.treasury import REQUESTED_AT

CHAIN = ChainId(31337)


@dataclass
class KeptMirror:
    """What is kept of a mirror from look to look."""

    reader: MirrorReader
    mirror: Mirror
    proposals: dict[str, MirroredProposal] = field(default_factory=dict)

    async def look(self) -> MirrorReading:
        live = [each for each in self.proposals.values() if each.stage.is_live]
        reading = await self.reader.read(self.mirror, live)
        self.mirror = replace(self.mirror, read=reading.read, rules=reading.rules)
        for key, by in reading.ended_by.items():
            if key in self.proposals:
                self.proposals[key] = replace(self.proposals[key], ended_by=by)
        self.proposals |= {each.key: each for each in reading.changed}
        return reading

    async def catch_up(self) -> None:
        """Look until everything is read."""
        while not ((reading := await self.look()).at_end and reading.read.is_whole):
            pass


async def mirror_of(chain: EvmChain, account: str, kind: str = "governor") -> KeptMirror:
    reader = mirror_readers({CHAIN: chain})[kind]
    rules = await reader.check(CHAIN, Address(account))
    mirror = Mirror(
        MirrorId(1),
        SpaceId(1),
        kind,
        CHAIN,
        Address(account),
        ChannelId(1),
        MemberId(1),
        REQUESTED_AT,
        rules,
    )
    return KeptMirror(reader, mirror)
