"""What stands behind a card: every action in full, the exact count, the rules, the snapshot and the hashes."""

from bot.domain.policy import Policy
from bot.domain.proposal import Opening
from bot.domain.rules.outcome import quorums
from bot.services.showing import Card
from cogs.ui.cards import count_of
from cogs.ui.results import choice_name, power_text, rules_of
from cogs.ui.text import escape, full, moment, one_line

_VALUE = 300


def details_lines(card: Card) -> list[str]:
    """The details of a proposal, part by part; `pages` puts them into messages."""
    proposal = card.proposal
    policy = proposal.rules
    lines = [f"**Proposal {proposal.id}: {escape(proposal.content.title, 100)}**"]
    count = count_of(card)
    if count:
        lines.append("**Exact count**")
        lines += [
            f"• {choice_name(name)}: {power_text(score, policy.power, exact=True)}"
            for name, score in zip(policy.choices, count.scores, strict=True)
        ]
    lines += [*_rules(policy), *_frozen(proposal.opening)]
    if proposal.closing:
        lines.append(f"**Record** (SHA-256): `{proposal.closing.record_hash}`")
    if proposal.transaction:
        lines.append(f"**Safe transaction hash**: `{proposal.transaction.safe_tx_hash}`")
    return [*lines, *actions_lines(card)]


def actions_lines(card: Card) -> list[str]:
    """Every action with its call and arguments, as read back from the calldata."""
    if not card.actions:
        return ["**Actions**: none, the proposal only decides."]
    lines = ["**Actions**, read back from their calldata:"]
    for number, decoded in enumerate(card.actions, start=1):
        action = decoded.action
        lines.append(f"{number}. {escape(decoded.sentence, _VALUE)}")
        lines.append(f"   to {full(action.to)} on chain {action.chain}, {action.value} wei")
        if decoded.function:
            lines.append(f"   calls `{_code(decoded.function)}`")
        lines += [
            f"   • {escape(argument.name or argument.type, 60)}: `{_code(argument.value)}`"
            for argument in decoded.arguments
        ]
        if not decoded.function and action.data not in ("", "0x"):
            lines.append(f"   calldata `{_code(action.data)}`")
        lines += [f"   ⚠️ **Look twice**: {escape(warning, _VALUE)}" for warning in decoded.warnings]
    return lines


def _code(text: str) -> str:
    text = one_line(text).replace("`", "ˋ")
    return text if len(text) <= _VALUE else f"{text[:_VALUE]}… ({len(text)} characters)"


def _rules(policy: Policy) -> list[str]:
    rules = rules_of(policy)
    lines = [f"**Policy** {escape(policy.name, 40)} (`{policy.hash[:16]}…`), mechanism {policy.mechanism}"]
    for _, quorum in quorums(rules):
        counts = "" if quorum.counts is None else f", counting {', '.join(map(choice_name, quorum.counts))}"
        lines.append(f"• quorum: {quorum.kind} of {escape(str(quorum.value), 90)}{counts}")
    if rules.majority:
        more = "more than" if rules.majority.strict else "at least"
        lines.append(
            f"• majority: {more} {rules.majority.value} of the votes, abstain {rules.majority.abstain}"
        )
    periods = policy.periods
    lines.append(
        f"• discussion {periods.discussion}, voting {periods.voting}, timelock {periods.timelock}, "
        f"execution within {periods.execution}"
    )
    if policy.executor:
        lines.append(
            f"• carried out by the Safe {full(policy.executor.address)} on chain {policy.executor.chain}"
        )
    return lines


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
