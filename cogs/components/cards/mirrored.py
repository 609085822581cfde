"""The card of a mirrored proposal."""

from collections.abc import Iterator

import discord
from discord import ui

from bot.services.mirrors.cards import MirroredCard
from bot.wording.language import Language
from bot.wording.mirrors.cards import mirrored_texts
from cogs.components.interactions.custom_ids import MIRRORED, CustomId

VOTE_ON_CHAIN = CustomId("vote-on-chain", mirrored=MIRRORED)


def mirrored_view(
    card: MirroredCard, mark: int | None, say: Language, *, withheld: bool = False
) -> ui.LayoutView:
    """What to look at twice, where it stands, what its calls do, and only then what its proposer says.

    `mark` is the id of a component, by which the message is recognised until its place is known; None afterwards.
    """
    texts = mirrored_texts(card, say, withheld=withheld)
    parts: list[ui.Item[ui.LayoutView]] = [ui.TextDisplay(texts.head, id=mark)]
    if texts.dangers:
        parts.append(ui.TextDisplay(texts.dangers))
    parts += [
        ui.TextDisplay(texts.standing),
        ui.Separator(),
        ui.TextDisplay(texts.deeds),
        ui.Separator(),
        ui.TextDisplay(texts.words),
        ui.TextDisplay(texts.foot),
    ]
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*parts))
    buttons = list(_buttons(card, say))
    if buttons:
        view.add_item(ui.ActionRow(*buttons))
    view.stop()
    return view


def _buttons(card: MirroredCard, say: Language) -> Iterator[ui.Button[ui.LayoutView]]:
    if card.votable:
        assert card.proposal.id is not None, "it is stored"
        yield ui.Button(
            label=say.pgettext("button", "Vote on chain"),
            style=discord.ButtonStyle.primary,
            custom_id=VOTE_ON_CHAIN(mirrored=card.proposal.id),
        )
    if card.page is not None:
        label = say.pgettext("button", "In the browser")
        yield ui.Button(label=label, style=discord.ButtonStyle.link, url=card.page)
