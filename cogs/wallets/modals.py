"""The modals that link a wallet: one asks for the account, the other takes its signature."""

from dataclasses import dataclass, replace
from typing import Self

from bot.domain.accounts.mandate import Term, terms_named
from bot.domain.ids import GuildId
from bot.domain.policy.trust import TrustLevel
from bot.wording.accounts.mandates import mandate_form, term_label, trust_label
from bot.wording.accounts.wallets import link_form, link_label, linked_lines, signature_form_title
from bot.wording.delegation.delegated_power import undelegated_lines
from bot.wording.language import Language
from cogs.components.cards.layouts import lines_view
from cogs.components.interactions.actors import actor_in
from cogs.components.interactions.answers import answer, rewrite
from cogs.components.interactions.custom_ids import GUILD, NONCE, CustomId
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.modal_retries import RetryableModal
from cogs.components.interactions.persistent import Field, Option, PersistentModal
from cogs.components.language import language_of
from cogs.components.signature_field import signature_field
from cogs.wallets.views import sign_view

_LIMIT = 100
"""Characters of an account or a chain's name."""


@dataclass
class LinkModal(RetryableModal):
    """Asks for the account, and answers with the message that it must sign: what `/wallet link` does, for who came by
    a button."""

    custom_id = CustomId("link_wallet", guild=GUILD)

    guild: GuildId
    title: str = ""
    fields: tuple[Field, ...] = ()

    def worded(self, say: Language) -> Self:
        account, chain = link_form(say)
        until, up_to = mandate_form(say)
        terms = tuple(Option(term_label(term, say), term.value) for term in Term)
        levels = tuple(Option(trust_label(level, say), level.value) for level in reversed(TrustLevel))
        fields = (
            Field("address", *account, limit=_LIMIT, placeholder="0x…"),
            Field("until", *until, required=False, options=terms),
            Field("up_to", *up_to, required=False, options=levels),
            Field("chain", *chain, required=False, limit=_LIMIT),
        )
        return replace(self, title=link_label(say), fields=fields)

    async def on_submit(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        actor = await actor_in(interaction, self.guild)
        wallets = interaction.client.services.wallets
        terms = terms_named(self.filled["until"], self.filled["up_to"])
        request = await wallets.request(actor, self.filled["address"], self.filled["chain"], terms)
        logged = await wallets.are_logged(self.guild)
        view, message = sign_view(request, language_of(interaction), logged=logged)
        await answer(interaction, view=view, files=[message])


@dataclass
class SignatureModal(PersistentModal):
    """Takes the signature. A wrong one uses nothing up: the button can be pressed again."""

    custom_id = CustomId("signature", guild=GUILD, nonce=NONCE)

    guild: GuildId
    nonce: str
    title: str = ""
    fields: tuple[Field, ...] = ()

    def worded(self, say: Language) -> Self:
        return replace(self, title=signature_form_title(say), fields=(signature_field(say),))

    async def on_submit(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        actor = await actor_in(interaction, self.guild)
        wallets = interaction.client.services.wallets
        wallet = await wallets.link(actor, self.nonce, self.filled["signature"])
        say = language_of(interaction)
        linked = linked_lines(wallet, say)
        await rewrite(interaction, lines_view(*linked, say=say))
        found = await interaction.client.services.delegated_powers.on_chain_now(actor)
        of_it = [each for each in found if each.wallet == wallet.address]
        if undelegated := undelegated_lines(of_it, say):
            await rewrite(interaction, lines_view(*linked, *undelegated, say=say))
