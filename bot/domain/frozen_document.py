"""What is voted on, as plain data, and the hash that names the vote."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.actions.actions import Action
from bot.domain.blocks import BlockRef
from bot.domain.canonical import canonical_json, content_hash
from bot.domain.executors import Examined
from bot.domain.ids import ContentHash, Power
from bot.domain.metagovernance.casting import CastTerms, ForeignProposal
from bot.domain.milestones.milestone import Milestone
from bot.domain.policy.model import Policy
from bot.domain.proposals.proposal import Proposal


def frozen_document(
    proposal: Proposal,
    policy: Policy,
    snapshot: Sequence[BlockRef],
    total_power: Power | None,
    earlier: Sequence[BlockRef] = (),
    reputation: Mapping[str, Any] | None = None,
    examined: Sequence[Examined] = (),
    cast_terms: CastTerms | None = None,
) -> dict[str, Any]:
    """What is voted on, as plain data: the content, the policy and the snapshot. Its hash names the vote.

    `reputation` is what was frozen of the ledger, where the policy asks for it; `examined` what the actions call, chain
    by chain; `cast_terms` what is fixed about votes that are cast elsewhere.
    """
    ledger = {} if reputation is None else {"reputation": dict(reputation)}
    called = {"called": [called_document(each) for each in examined]} if examined else {}
    foreign = proposal.content.foreign
    cast = {} if foreign is None else {"cast": cast_document(foreign, cast_terms)}
    acts = [act.document() for act in proposal.content.acts]
    milestones = [milestone_document(milestone) for milestone in proposal.content.milestones]
    released = {} if proposal.release is None else {"releases": proposal.release.document()}
    brought_up = {} if proposal.brought_up is None else {"brought_up": proposal.brought_up.document()}
    seats = proposal.content.seats
    candidates = [str(member) for member in proposal.content.candidates]
    return {
        "proposal": str(proposal.id),
        "number": proposal.number,
        "author": str(proposal.author),
        "title": proposal.content.title,
        "text": proposal.content.text,
        "actions": [action_document(action) for action in proposal.content.actions],
        "requested": str(proposal.content.requested),
        "grants": [
            {"member": str(grant.member), "amount": str(grant.amount)} for grant in proposal.content.grants
        ],
        "policy": policy.document(),
        "snapshot": [block_document(block) for block in snapshot],
        "earlier": [block_document(block) for block in earlier],
        "total_power": None if total_power is None else str(total_power),
        **ledger,
        **called,
        **cast,
        **({"acts": acts} if acts else {}),
        **({"milestones": milestones} if milestones else {}),
        **released,
        **brought_up,
        **({"candidates": candidates} if candidates else {}),
        **({} if seats is None else {"seats": seats.document()}),
    }


def action_document(action: Action) -> dict[str, Any]:
    """What of an action is executed; how the proposer wrote it is left out."""
    return {
        "chain": action.chain,
        "to": action.to,
        "value": str(action.value),
        "data": action.data,
        "operation": int(action.operation),
    }


def milestone_document(milestone: Milestone) -> dict[str, Any]:
    """What of a milestone is decided with its proposal."""
    return {
        "title": milestone.title,
        "due": milestone.due.isoformat(),
        "payment": action_document(milestone.payment),
    }


def cast_document(foreign: ForeignProposal, terms: CastTerms | None) -> dict[str, Any]:
    """The vote elsewhere; with the terms, once they are fixed. How the votes are cast stands in the policy."""
    named = {"chain": foreign.chain, "contract": foreign.governor, "proposal": foreign.id}
    if terms is None:
        return named
    return {
        **named,
        "voter": terms.voter,
        "votes": str(terms.votes),
        "snapshot": terms.snapshot,
        "ends": terms.ends,
        "link": terms.link,
        "symbol": terms.symbol,
        "decimals": terms.decimals,
    }


def called_document(examined: Examined) -> dict[str, Any]:
    """What runs when the actions are made: each called account with the hash of its code, and those of the code that it
    delegates to."""
    return {
        "block": block_document(examined.block),
        "nonce": examined.nonce,
        "accounts": [
            {
                "account": each.account,
                "rights": each.rights,
                "code": [{"account": code.account, "hash": code.hash} for code in each.code],
            }
            for each in examined.called
        ],
    }


def block_document(block: BlockRef) -> dict[str, Any]:
    return {
        "chain": block.chain,
        "number": block.number,
        "hash": block.hash,
        "timestamp": block.timestamp,
    }


def card_hash(proposal: Proposal) -> ContentHash:
    """What the card of a vote that hasn't opened has to show: all that will be frozen but the snapshot. A vote opens
    only on a card that shows what it freezes."""
    return freeze_hash(frozen_document(proposal, proposal.rules, (), None))


def freeze_hash(document: dict[str, Any]) -> ContentHash:
    return ContentHash(content_hash(canonical_json(document)))
