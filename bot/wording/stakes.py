"""Stakes in words: on the card, in the result, in receipts."""

from collections.abc import Iterable
from fractions import Fraction

from bot.domain.policy.model import Policy, Pool
from bot.domain.proposal import Closing, Proposal
from bot.domain.quantities import percent, tokens
from bot.services.conviction.chain_readings import Staked
from bot.services.conviction.staking import MyStakes, Placed, StakeReceipt
from bot.services.proposals.cards import Card
from bot.wording.results import bar, power_text
from bot.wording.text import escape, moment, title_of, when

HOW = "`100`, a share such as `50%`, or `all`"
_READ_SOON = "The pool is being read; the threshold follows in a minute."


def pool_text(amount: int, pool: Pool | None) -> str:
    """An amount of the pool's asset."""
    if pool is None:
        return str(amount)
    return f"{tokens(amount, pool.decimals, 4)} {escape(pool.symbol, 16)}"


def open_line(card: Card) -> str:
    """The state of an open proposal: it has no end, but perhaps a time at which it passes."""
    passes = card.staked.passes_at if card.staked else None
    if passes is None:
        return "**Open for stakes** · until it passes"
    return f"**Open for stakes** · passes about {when(passes)} if nothing changes"


def stake_lines(card: Card) -> list[str]:
    """How far the conviction is, what it must exceed, who staked, and what is asked of the pool."""
    proposal, policy = card.proposal, card.proposal.rules
    if proposal.closing:
        return [_passed(proposal.closing), _asked(proposal, None)]
    if card.staked is None:
        return []
    return [*_progress(card.staked, policy, proposal.content.requested), *_foot(card.staked, proposal)]


def _progress(staked: Staked, policy: Policy, requested: int) -> list[str]:
    reached = staked.conviction
    if staked.pool is None:
        why = _READ_SOON if policy.executor else "This track has no Safe, so that nothing can pass."
        return [f"**Conviction** {_number(reached, policy)}", why]
    if staked.needed is None:
        share = percent(Fraction(str(policy.options["max_ratio"])), 1)
        return [
            f"**Conviction** {_number(reached, policy)}",
            f"It can't pass now: a proposal must ask for less than {share} of the pool, and this one asks for "
            f"{pool_text(requested, policy.pool)} of {pool_text(staked.pool.funds, policy.pool)}.",
        ]
    lines = [
        f"**Conviction {percent(reached, staked.needed)} of the threshold**: {_number(reached, policy)}, more than "
        f"{_number(staked.needed, policy)} needed",
        f"`{bar(Fraction(reached), Fraction(max(staked.needed, reached, 1)), Fraction(staked.needed))}`",
    ]
    if staked.passes_at is None:
        lines.append("With what is staked now it never gets there.")
    return lines


def _foot(staked: Staked, proposal: Proposal) -> list[str]:
    people = f"{staked.stakers} member{'s' if staked.stakers != 1 else ''}"
    lines = [f"{people} with {power_text(staked.curve.staked, proposal.rules.power)} staked"]
    lines.append(_asked(proposal, staked))
    return lines


def _asked(proposal: Proposal, staked: Staked | None) -> str:
    pool, requested = proposal.rules.pool, proposal.content.requested
    if not requested:
        return "-# It asks for nothing of the pool."
    line = f"-# Asks for {pool_text(requested, pool)}"
    if staked is None or staked.pool is None:
        return line
    share = percent(requested, staked.pool.funds)
    line += f", {share} of the {pool_text(staked.pool.funds, pool)} in the pool"
    if staked.pool.promised:
        line += f" ({pool_text(staked.pool.promised, pool)} more are promised to proposals that passed)"
    return line


def _number(conviction: int, policy: Policy) -> str:
    """Conviction has no unit of its own: tokens times time."""
    return tokens(conviction, policy.power.decimals, 0)


def _passed(closing: Closing) -> str:
    score, needed = int(closing.result["scores"][0]), closing.result["needed"][0]
    over = percent(score, int(needed)) if needed else "all"
    return f"**Passed**: its conviction exceeded what was needed ({over} of it)."


def exact_stake_lines(card: Card) -> list[str]:
    """Every number of an open proposal to the last digit, and the blocks at which the pool was read."""
    staked, proposal = card.staked, card.proposal
    if staked is None:
        return []
    policy = proposal.rules
    needed = "it can't pass now" if staked.needed is None else f"more than {staked.needed}"
    lines = [
        f"Staked {power_text(staked.curve.staked, policy.power, exact=True)} by {staked.stakers}",
        f"Conviction {staked.conviction}, needed: {needed} (base units times steps)",
        f"With these stakes it comes to {staked.curve.limit} at most",
    ]
    if (pool := staked.pool) is not None and policy.pool is not None:
        blocks = ", ".join(f"block {block.number} of chain {block.chain}" for block in pool.blocks)
        amounts = [tokens(each, policy.pool.decimals) for each in (pool.balance, pool.promised)]
        lines.append(
            f"Pool: {amounts[0]} {escape(policy.pool.symbol, 16)} at {blocks}, {amounts[1]} of it promised to others"
        )
    return lines


def stakes_result(card: Card, closing: Closing, note: str) -> str:
    """The result of a proposal that passed by conviction."""
    proposal, policy = card.proposal, card.proposal.rules
    score, needed = int(closing.result["scores"][0]), int(closing.result["needed"][0])
    ends = proposal.timelock_ends_at
    then = "There is nothing to execute."
    if ends and proposal.content.actions:
        then = f"**Next**: guardians may veto until {moment(ends)}; then its owners get the Safe transaction."
    voters = int(closing.result["voters"])
    lines = [
        f"## Result: {escape(proposal.content.title, 100)}",
        f"-# Proposal {proposal.id}",
        _passed(closing),
        f"Conviction {_number(score, policy)}, more than {_number(needed, policy)} needed; "
        f"{voters} member{'s' if voters != 1 else ''} staked on it.",
        _asked(proposal, None),
        "All stakes on it are free again.",
        then,
        f"Record (SHA-256): `{closing.record_hash}`",
        note,
    ]
    return "\n".join(line for line in lines if line)


# -- in private ---------------------------------------------------------------------------------------------


def receipt_lines(receipt: StakeReceipt) -> list[str]:
    """What was stored, and what the member has staked after it."""
    lines = []
    for change in receipt.changes:
        before = receipt.before.get(change.proposal)
        now = f"**{power_text(change.amount, receipt.rule, exact=True)}**"
        was = "" if before is None else f", before {power_text(before, receipt.rule, exact=True)}"
        title = title_of(receipt.titles.get(change.proposal, ""))
        lines.append(f"✅ Your stake on proposal {change.proposal} ({title}): {now}{was}.")
    at = max(change.at for change in receipt.changes)
    lines.append(
        f"In all {power_text(receipt.staked, receipt.rule)} of your {power_text(receipt.power, receipt.rule)} are "
        f"staked. It counts since {when(at)}: conviction grows while stakes lie, and fades when they are taken away."
    )
    codes = ", ".join(f"`{change.receipt}`" for change in receipt.changes)
    lines.append(f"-# Receipt {codes}. You keep your tokens; if you hold fewer, the newest stakes give way.")
    return lines


def mine_lines(found: Iterable[MyStakes]) -> list[str]:
    """Where the member's stakes lie, and what is free."""
    lines = []
    for mine in found:
        blocks = ", ".join(f"block {block.number} of chain {block.chain}" for block in mine.blocks)
        free = power_text(max(0, mine.power - mine.staked), mine.rule, exact=True)
        lines.append(
            f"**Track {escape(mine.track, 40)}**: you hold {power_text(mine.power, mine.rule, exact=True)}, "
            f"{free} of it free" + (f" (read at {blocks})" if blocks else "")
        )
        lines += [_placed(place, mine) for place in mine.placed] or [
            "Nothing is staked. `/stake add` begins."
        ]
    return lines or ["No proposal is open for stakes. `/proposal list` shows what comes."]


def _placed(place: Placed, mine: MyStakes) -> str:
    line = (
        f"• Proposal {place.proposal.id} ({title_of(place.proposal.content.title)}): "
        f"**{power_text(place.amount, mine.rule, exact=True)}** since {when(place.since)}"
    )
    if place.staked.needed:
        line += f" · {percent(place.staked.conviction, place.staked.needed)} of the threshold"
    if place.staked.passes_at:
        line += f", passes about {when(place.staked.passes_at)}"
    return line
