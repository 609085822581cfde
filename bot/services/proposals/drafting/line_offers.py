"""What can be chosen in the form of a line: what the executor can send, tracks, parts and presets."""

from collections.abc import Mapping

import msgspec

from bot.domain.line_forms.form import Answer, LineForm
from bot.domain.policy.model import preset_names
from bot.domain.proposals.proposal import Proposal
from bot.services.ports import UnitOfWork
from bot.services.proposals.drafting.sendable_assets import Asset, SendableAssets

MOST_OFFERED = 25
"""The options of a menu. Where there are more, the name is typed."""


class Offers(msgspec.Struct, frozen=True):
    """What can be chosen in a form. Of what isn't here everything is typed."""

    assets: tuple[Asset, ...] = ()
    native: str = ""
    """The symbol of the usual chain's coin, where there are assets."""
    names: Mapping[Answer, tuple[str, ...]] = msgspec.field(default_factory=dict)


class LineOffers(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    sendable_assets: SendableAssets

    async def of(self, proposal: Proposal, form: LineForm) -> Offers:
        """What the form of a line of this proposal offers."""
        names = {}
        for answer, known in (
            (Answer.TRACK, self._tracks),
            (Answer.SPACE, self._parts),
            (Answer.PRESET, _presets),
        ):
            if form.asks(answer) and 0 < len(found := await known(proposal)) <= MOST_OFFERED:
                names[answer] = found
        if not form.asks(Answer.ASSET):
            return Offers(names=names)
        assets = await self.sendable_assets.of(proposal)
        native = assets[0].symbol if assets else ""
        if form.streams:
            # Coins can't be paid out little by little.
            assets = tuple(asset for asset in assets if asset.contract is not None)
        return Offers(assets, native, names)

    async def _tracks(self, proposal: Proposal) -> tuple[str, ...]:
        async with self.uow.reading() as repositories:
            tracks = await repositories.spaces.tracks(proposal.space)
        return tuple(track.name for track in tracks if track.retired_at is None)

    async def _parts(self, proposal: Proposal) -> tuple[str, ...]:
        async with self.uow.reading() as repositories:
            guild = (await repositories.spaces.get(proposal.space)).guild
            tree = await repositories.spaces.tree(guild)
        return tuple(each.name for each in tree.children(proposal.space) if each.archived_at is None)


async def _presets(_: Proposal) -> tuple[str, ...]:
    return tuple(preset_names())
