"""What stands behind a card: every action in full, the exact count, the rules, the snapshot and the hashes."""

from bot.domain.policy.model import Policy
from bot.domain.proposal import Opening, Proposal
from bot.services.proposals.cards import Card
from bot.wording.calls import call_lines
from bot.wording.counts import count_of
from bot.wording.discord_markup import DISCORD
from bot.wording.executors.registry import words_of
from bot.wording.language import language
from bot.wording.policy_lines import policy_lines
from bot.wording.reputation import changes_lines
from bot.wording.results import choice_name, power_text
from bot.wording.scores import exact_lines, round_lines, round_tables
from bot.wording.stakes import exact_stake_lines
from bot.wording.text import escape, moment

_SAY = language(markup=DISCORD)


def details_lines(card: Card) -> list[str]:
    """The details of a proposal, part by part; `pages` puts them into messages."""
    proposal = card.proposal
    policy = proposal.rules
    lines = [f"**Proposal {proposal.id}: {escape(proposal.content.title, 100)}**"]
    if exact := exact_stake_lines(card):
        lines += ["**Exact stakes**", *exact]
    count = count_of(card)
    if count:
        lines += ["**Exact count**", *exact_lines(policy, count)]
        lines += [*round_lines(policy, count), *round_tables(policy, count)]
    lines += [*_rules(policy), *_frozen(proposal.opening)]
    if proposal.closing:
        lines.append(f"**Record** (SHA-256): `{proposal.closing.record_hash}`")
    lines += [words_of(request.kind).identity(request, _SAY) for request in proposal.requests]
    return [*lines, *actions_lines(card)]


def choices_lines(proposal: Proposal) -> list[str]:
    """The choices that the author named, as they stand on the ballot."""
    if not proposal.content.choices:
        return []
    named = enumerate(proposal.content.choices, start=1)
    return ["**Choices**", *(f"{number}. {choice_name(name)}" for number, name in named)]


def actions_lines(card: Card) -> list[str]:
    """Every action with its call and arguments, as read back from the calldata; and how reputation changes."""
    grants = changes_lines(card.proposal)
    if not card.actions:
        return grants or ["**Actions**: none, the proposal only decides."]
    lines = ["**Actions**, read back from their calldata:"]
    for number, decoded in enumerate(card.actions, start=1):
        lines += call_lines(number, decoded)
    return [*lines, *grants]


def _rules(policy: Policy) -> list[str]:
    return [
        f"**Policy** {escape(policy.name, 40)} (`{policy.hash[:16]}…`), mechanism {policy.mechanism.replace('_', ' ')}",
        *policy_lines(policy),
    ]


def _frozen(opening: Opening | None) -> list[str]:
    if opening is None:
        return []
    lines = [
        f"**Opened** {moment(opening.at)}",
        f"**Content hash** (title, text, actions, policy, snapshot; SHA-256): `{opening.content_hash}`",
    ]
    lines += [
        f"**Snapshot** of chain {block.chain}: block {block.number} of {moment(block.time)}, `{block.hash}`"
        for block in opening.snapshot
    ]
    if opening.total_power is not None:
        lines.append(
            f"All power at the snapshot: {power_text(opening.total_power, opening.policy.power, exact=True)}"
        )
    return lines
