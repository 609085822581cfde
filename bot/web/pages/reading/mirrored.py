"""The page of a proposal of a mirrored contract."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.domain.errors import PageUnknown
from bot.domain.ids import MirroredId
from bot.services.mirrors.cards import MirroredCard
from bot.web.page import Page, Preview, Route, Visit, number_of
from bot.web.rendering.formatted_text import formatted
from bot.wording.markup.links import channel_url
from bot.wording.pages.reading.mirrored import mirrored_words

_TEXT = 20_000
"""Characters of its text: whoever proposes writes as many as they pay for."""


async def _show(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    number = MirroredId(number_of(path["proposal"]))
    await visit.services.page_access.of_mirrored(number, visit.viewer)

    async def values() -> dict[str, Any]:
        card = await visit.services.mirrored_cards.card(number)
        if card is None:
            raise PageUnknown
        return _values(card, visit)

    return await visit.show_to_all("mirrored.html", values)


def _values(card: MirroredCard, visit: Visit) -> dict[str, Any]:
    text = card.proposal.words[:_TEXT]
    words = mirrored_words(card, len(text), visit.say)
    here = f"/mirrored/{card.proposal.id}"
    return {
        "words": words,
        "mirror": f"/mirrors/{card.mirror.id}",
        "text": formatted(text),
        "thread": channel_url(card.space.guild, card.thread.thread) if card.thread else None,
        "preview": Preview(words.plain_title, words.one_line, visit.parts.site.origin + here),
    }


MIRRORED = Page("mirrored", (Route("GET", "/mirrored/{proposal}", _show),))
