"""The questions that are asked before something is done to a space.

Acts that can't be undone are asked for once: what will happen, the reason that everyone will read, and a button.
Nothing is kept between the question and the click: the reason stands in the question itself, so that what is done
is what was shown, also after a restart.
"""

import io
from collections.abc import Sequence

import discord
from discord import ui

from bot.domain.accounts.accounts import NamedAccount
from bot.domain.executors import ProofRequest
from bot.domain.policy.model import Policy
from bot.domain.proposals.proposal import Proposal
from bot.wording.accounts.wallets import signed_label
from bot.wording.governance.executor_proofs import how_to_sign_lines, sign_line
from bot.wording.governance.offices.moderation import cancel_label, cancel_lines, veto_label, veto_lines
from bot.wording.governance.tracks.tracks import apply_label, uploaded_lines
from bot.wording.language import Language
from cogs.components.cards.layouts import lines_view
from cogs.components.interactions.custom_ids import NONCE, PROPOSAL, TOKEN, CustomId

CANCEL = CustomId("cancel", proposal=PROPOSAL)
VETO = CustomId("veto", proposal=PROPOSAL)
PROVE = CustomId("prove", nonce=NONCE)
APPLY_POLICY = CustomId("apply-policy", token=TOKEN)
REASON = 100
"""The number of the component that shows the reason."""
_LABEL_LIMIT = 80
MESSAGE_FILE = "message.txt"


def proof_view(request: ProofRequest, say: Language) -> tuple[ui.LayoutView, discord.File]:
    """The message in a code block and, to the byte, as a file; how to sign it; and the button for afterwards."""
    view = lines_view(sign_line(request, say), say=say)
    view.add_item(ui.TextDisplay(say.markup.code_block(request.message)))
    view.add_item(ui.TextDisplay("\n".join(how_to_sign_lines(MESSAGE_FILE, say))))
    view.add_item(ui.File(f"attachment://{MESSAGE_FILE}"))
    signed = ui.Button[ui.LayoutView](
        label=signed_label(say), style=discord.ButtonStyle.primary, custom_id=PROVE(nonce=request.nonce)
    )
    view.add_item(ui.ActionRow(signed))
    return view, discord.File(io.BytesIO(request.message.encode()), MESSAGE_FILE)


def cancel_view(proposal: Proposal, reason: str, say: Language) -> ui.LayoutView:
    """The question before a proposal is cancelled."""
    lines, label = cancel_lines(proposal, say), cancel_label(proposal, say)
    return _confirmation_view(lines, reason, label, CANCEL(proposal=proposal.id), say)


def veto_view(proposal: Proposal, reason: str, say: Language) -> ui.LayoutView:
    """The question before a proposal is vetoed."""
    lines, label = veto_lines(proposal, say), veto_label(proposal, say)
    return _confirmation_view(lines, reason, label, VETO(proposal=proposal.id), say)


def _confirmation_view(
    lines: list[str], reason: str, label: str, custom_id: str, say: Language
) -> ui.LayoutView:
    view = lines_view(*lines, say=say)
    view.add_item(ui.TextDisplay(say.markup.code_block(reason), id=REASON))
    button = ui.Button[ui.LayoutView](
        label=label[:_LABEL_LIMIT], style=discord.ButtonStyle.danger, custom_id=custom_id
    )
    return view.add_item(ui.ActionRow(button))


def upload_view(
    track: str, policy: Policy, names: Sequence[NamedAccount], token: str, say: Language
) -> ui.LayoutView:
    """The rules of an uploaded policy, and the button that gives them to the track."""
    view = lines_view(*uploaded_lines(track, policy, names, say), say=say)
    button = ui.Button[ui.LayoutView](
        label=apply_label(track, say)[:_LABEL_LIMIT],
        style=discord.ButtonStyle.primary,
        custom_id=APPLY_POLICY(token=token),
    )
    return view.add_item(ui.ActionRow(button))
