"""The card of a mirrored proposal."""

import discord
from discord import ui

from bot.services.mirrors.cards import MirroredCard
from bot.wording.language import Language
from bot.wording.mirrors.cards import mirrored_texts


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
    if card.page is not None:
        label = say.pgettext("button", "In the browser")
        button = ui.Button[ui.LayoutView](label=label, style=discord.ButtonStyle.link, url=card.page)
        view.add_item(ui.ActionRow(button))
    view.stop()
    return view
