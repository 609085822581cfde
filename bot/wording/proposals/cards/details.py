"""What stands behind a card: every action in full, the exact count, the rules, the snapshot and the hashes."""

from collections.abc import Mapping

from bot.domain.executors import AnyExecutor, AnyExtensions
from bot.domain.policy.model import Policy
from bot.domain.proposals.facts import Opening
from bot.domain.proposals.proposal import Proposal
from bot.services.proposals.cards import Card
from bot.wording.accounts.telling_apart import telling_accounts_apart
from bot.wording.actions.calls import calls_lines
from bot.wording.actions.listing import danger_lines, deed_lines, linked
from bot.wording.actions.simulation import trial_lines
from bot.wording.amounts import power_text
from bot.wording.assistance.summaries import in_short, summary_lines
from bot.wording.chains import on_its_chain
from bot.wording.conviction.stakes import exact_stake_lines
from bot.wording.councils import candidate_lines
from bot.wording.executors.registry import words_of
from bot.wording.governance.policies.policies import policy_lines
from bot.wording.language import Language
from bot.wording.milestones import milestone_lines, payments_of
from bot.wording.proposals.cards.cards import is_over
from bot.wording.proposals.cards.changes import changes_lines, look_twice_lines
from bot.wording.voting.rounds import round_lines, round_tables
from bot.wording.voting.scores import exact_lines

_NAME_LIMIT = 40
_HASH_SHOWN = 16


@telling_accounts_apart
def details_lines(
    card: Card, extensions: Mapping[AnyExecutor, AnyExtensions | None], say: Language
) -> list[str]:
    """The details of a proposal, part by part; whoever shows them cuts them into pages.

    `extensions` are those of what carries its actions out, None where one's could not be read. Dangers come first. What
    may be too long for anybody, the rounds of a count, comes last.
    """
    proposal = card.proposal
    policy, result = proposal.rules, card.result
    lines = [
        say._("**Proposal {number}: {title}**").format(
            number=proposal.number, title=say.title(proposal.content.title)
        ),
        *dangers_of(card, say),
        *_extensions(extensions, say),
    ]
    if exact := exact_stake_lines(card, say):
        lines += [say._("**Exact stakes**"), *exact]
    if result:
        lines += [say._("**Exact count**"), *exact_lines(policy, result, say)]
    lines += [*_rules(policy, say), *frozen_lines(proposal.opening, say)]
    if proposal.closing:
        record = say.markup.code(proposal.closing.record_hash)
        lines.append(say._("**Record** (SHA-256): {hash}").format(hash=record))
    lines += [words_of(request.kind).identity(request, say) for request in proposal.requests]
    if card.summary is not None and not card.summary.verbatim:
        lines += [say.markup.strong(in_short(say)), *summary_lines(card.summary, say)]
    lines += _actions(card, say)
    lines += _simulation(card, say)
    if result:
        lines += [*round_lines(policy, result, say), *round_tables(policy, result, say)]
    return lines


def _extensions(found: Mapping[AnyExecutor, AnyExtensions | None], say: Language) -> list[str]:
    """What beside those who sign decides what carries the actions out."""
    return [
        on_its_chain(line, executor.chain, tuple(found), say)
        for executor, each in found.items()
        for line in words_of(executor.kind).extensions(each, say.on_chain(executor.chain))
    ]


def _simulation(card: Card, say: Language) -> list[str]:
    """What its actions would do, as far as it was tried out."""
    return trial_lines(card.trials, linked(card.actions, say))


def choices_lines(proposal: Proposal, say: Language) -> list[str]:
    """The choices that the author named, as they stand on the ballot; nothing where it is told for whom each stands."""
    if not proposal.content.choices or candidate_lines(proposal, say):
        return []
    named = enumerate(proposal.content.choices, start=1)
    return [say._("**Choices**"), *(f"{number}. {say.choice(name)}" for number, name in named)]


def actions_lines(card: Card, say: Language) -> list[str]:
    """What every action does, as read back from the calldata, after what is dangerous about them; and how reputation
    changes. The calls themselves stand in the details."""
    if not card.actions:
        return [*dangers_of(card, say), *_no_actions(card, say)]
    near = linked(card.actions, say)
    return [
        *dangers_of(card, near),
        say._("**Actions**, read back from their calldata:"),
        *deed_lines(card.actions, near),
        *_promised(card, say),
        *changes_lines(card.proposal, say),
    ]


def _actions(card: Card, say: Language) -> list[str]:
    if not card.actions:
        return _no_actions(card, say)
    return [
        say._("**Actions**, read back from their calldata:"),
        *calls_lines(card.actions, linked(card.actions, say)),
        *_promised(card, say),
        *changes_lines(card.proposal, say),
    ]


def _no_actions(card: Card, say: Language) -> list[str]:
    changes = [*_promised(card, say), *changes_lines(card.proposal, say)]
    return changes or [say._("**Actions**: none, the proposal only decides.")]


def _promised(card: Card, say: Language) -> list[str]:
    """What is to be paid later."""
    near = linked(payments_of(card.milestones), say)
    return milestone_lines(card.milestones, card.proposal.rules, near)


def dangers_of(card: Card, say: Language) -> list[str]:
    """What is dangerous about anything that it brings."""
    return [*look_twice_lines(card.proposal, say, card.milestones), *danger_lines(card.actions, say)]


def deeds_of(card: Card, say: Language) -> list[str]:
    """Everything that it brings, in words: every action, one after the other, what is paid later, and what changes."""
    return [
        *deed_lines(card.actions, say),
        *_promised(card, say),
        *changes_lines(card.proposal, say, over=is_over(card)),
    ]


def _rules(policy: Policy, say: Language) -> list[str]:
    head = say._("**Policy** {name} ({hash}), mechanism {mechanism}").format(
        name=say.markup.name(policy.name, _NAME_LIMIT),
        hash=say.markup.code(f"{policy.hash[:_HASH_SHOWN]}…"),
        mechanism=policy.mechanism.replace("_", " "),
    )
    return [head, *policy_lines(policy, say)]


def frozen_lines(opening: Opening | None, say: Language) -> list[str]:
    """What was frozen when the vote opened, with its hashes in full; nothing before."""
    if opening is None:
        return []
    snapshot = say._("**Snapshot** of chain {chain}: block {number} of {moment}, {hash}")
    lines = [
        say._("**Opened** {moment}").format(moment=say.moment(opening.at)),
        say._("**Content hash** (title, text, actions, policy, snapshot; SHA-256): {hash}").format(
            hash=say.markup.code(opening.content_hash)
        ),
        *(
            snapshot.format(
                chain=block.chain,
                number=block.number,
                moment=say.moment(block.time),
                hash=say.markup.code(block.hash),
            )
            for block in opening.snapshot
        ),
    ]
    if opening.total_power is not None:
        total = power_text(opening.total_power, opening.policy.power, say, exact=True)
        lines.append(say._("All power at the snapshot: {power}").format(power=total))
    return lines
