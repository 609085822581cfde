"""The wallet page: what is linked, what waits for a signature, and the way to link another wallet."""

from collections.abc import Mapping

from aiohttp import web

from bot.domain.accounts.mandate import MandateTerms, terms_named
from bot.domain.errors import BadMandate
from bot.web.page import Page, Route, Visit
from bot.wording.pages.wallets.wallet import (
    chain_choices,
    level_choices,
    own_wallets,
    term_choices,
    waiting_messages,
    wallet_words,
)

WALLET_PATH = "/wallet"


async def _show(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    actor, wallets = visit.member.actor, visit.services.wallets
    logged = await wallets.are_logged(actor.guild)
    return visit.show(
        "wallet.html",
        words=wallet_words(actor.name, actor.guild_name, visit.say, logged=logged),
        wallets=own_wallets(await wallets.of(actor), visit.say),
        waiting=waiting_messages(await wallets.waiting(actor), visit.say),
        chains=chain_choices(visit.services.chains, visit.say),
        terms=term_choices(visit.say),
        levels=level_choices(visit.say),
        chosen=_chosen(visit),
    )


def _chosen(visit: Visit) -> MandateTerms:
    """What was chosen in Discord already."""
    query = visit.request.query
    try:
        return terms_named(query.get("until", ""), query.get("up_to", ""))
    except BadMandate:
        return MandateTerms()


async def _ask(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    """Make the message that the wallet is to sign: for our script as JSON, else as a page with a form."""
    address, chain = visit.form.get("address", ""), visit.form.get("chain", "")
    if visit.by_script and chain not in {str(known) for known in visit.services.chains}:
        # The chain that a wallet happens to be on need not be one of ours.
        chain = ""
    terms = terms_named(visit.form.get("until", ""), visit.form.get("up_to", ""))
    request = await visit.services.wallets.request(visit.member.actor, address, chain, terms)
    if visit.by_script:
        return visit.send({"nonce": request.nonce, "address": request.address, "message": request.message})
    return visit.go_to(f"{WALLET_PATH}/message/{request.nonce}")


WALLET = Page(
    "wallet",
    (
        Route("GET", WALLET_PATH, _show, for_members=True),
        Route("POST", f"{WALLET_PATH}/message", _ask, for_members=True, costly=True),
    ),
)
