"""What the owners sign: the transaction with every action, and the way to sign it, or to send it once enough have.

Whoever is a member of the server may see it; whose signature it is says the signature itself.
"""

from collections.abc import Mapping

from aiohttp import web

from bot.domain.ids import ProposalId, RequestId
from bot.web.page import Page, Route, Visit, number_of
from bot.wording.pages.signing.sign import sign_page


async def _show(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    actor = visit.member.actor
    found = await visit.services.signatures.request(actor.guild, *_named(path))
    simulation = await visit.services.signatures.simulation(found)
    page = sign_page(found, simulation, actor.member, visit.say)
    return visit.show("sign.html", page=page, here=_path(path))


async def _sign(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    guild, signature = visit.member.actor.guild, visit.form.get("signature", "")
    await visit.services.signatures.add(guild, *_named(path), signature)
    return visit.go_to(_path(path))


def _named(path: Mapping[str, str]) -> tuple[ProposalId, RequestId]:
    """Raises PageUnknown for what can be no number of ours."""
    return ProposalId(number_of(path["proposal"])), RequestId(number_of(path["request"]))


def _path(path: Mapping[str, str]) -> str:
    proposal, request = _named(path)
    return f"/sign/{proposal}/{request}"


_PATH = "/sign/{proposal}/{request}"
SIGN = Page(
    "sign",
    (
        Route("GET", _PATH, _show, for_members=True, costly=True),
        Route("POST", _PATH, _sign, for_members=True, costly=True),
    ),
)
