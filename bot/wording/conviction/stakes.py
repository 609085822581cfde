"""Stakes in words, for everybody: on the card, in its details, in the result."""

from fractions import Fraction

from bot.domain.policy.model import Policy, Pool
from bot.domain.proposals.facts import Closing
from bot.domain.proposals.proposal import Proposal
from bot.services.conviction.chain_readings import Staked
from bot.services.proposals.cards import Card
from bot.wording.amounts import power_text
from bot.wording.blocks import block_list
from bot.wording.language import Language

_PLACES = 4
_SYMBOL_LIMIT = 16


def pool_text(amount: int, pool: Pool | None, say: Language) -> str:
    """An amount of the pool's asset."""
    if pool is None:
        return str(amount)
    return f"{say.tokens(amount, pool.decimals, _PLACES)} {say.markup.name(pool.symbol, _SYMBOL_LIMIT)}"


def open_line(card: Card, say: Language) -> str:
    """The state of an open proposal: it has no end, but perhaps a time at which it passes."""
    passes = card.staked.passes_at if card.staked else None
    if passes is None:
        return say._("**Open for stakes** · until it passes")
    return say._("**Open for stakes** · passes about {when} if nothing changes").format(when=say.when(passes))


def stake_lines(card: Card, say: Language) -> list[str]:
    """How far the conviction is, what it must exceed, who staked, and what is asked of the pool."""
    proposal, policy, staked = card.proposal, card.proposal.rules, card.staked
    if proposal.closing:
        return [stakes_passed(proposal.closing, say), _asked(proposal, None, say)]
    if staked is None:
        return []
    power = power_text(staked.curve.staked, policy.power, say)
    stakers = say.ngettext(
        "{number} member with {power} staked", "{number} members with {power} staked", staked.stakers
    ).format(number=say.number(staked.stakers), power=power)
    return [
        *_progress(staked, policy, proposal.content.requested, say),
        stakers,
        _asked(proposal, staked, say),
    ]


def _progress(staked: Staked, policy: Policy, requested: int, say: Language) -> list[str]:
    reached, needed = staked.conviction, staked.needed
    alone = say._("**Conviction** {number}").format(number=_number(reached, policy, say))
    if staked.pool is None:
        if policy.executor is None:
            return [alone, say._("This track has no Safe, so that nothing can pass.")]
        return [alone, say._("The pool is being read; the threshold follows in a minute.")]
    if needed is None:
        cannot = say._(
            "It can't pass now: a proposal must ask for less than {share} of the pool, and this one asks for "
            "{requested} of {funds}."
        ).format(
            share=say.percent(Fraction(str(policy.options["max_ratio"])), 1),
            requested=pool_text(requested, policy.pool, say),
            funds=pool_text(staked.pool.funds, policy.pool, say),
        )
        return [alone, cannot]
    lines = [
        say._("**Conviction {share} of the threshold**: {reached}, more than {needed} needed").format(
            share=say.percent(reached, needed),
            reached=_number(reached, policy, say),
            needed=_number(needed, policy, say),
        ),
        say.markup.bar(Fraction(reached), Fraction(max(needed, reached, 1)), Fraction(needed)),
    ]
    if staked.passes_at is None:
        lines.append(say._("With what is staked now it never gets there."))
    return lines


def _asked(proposal: Proposal, staked: Staked | None, say: Language) -> str:
    pool, requested = proposal.rules.pool, proposal.content.requested
    amount = pool_text(requested, pool, say)
    if not requested:
        words = say._("It asks for nothing of the pool.")
    elif staked is None or staked.pool is None:
        words = say._("Asks for {amount}").format(amount=amount)
    else:
        found = staked.pool
        sentence = (
            say._(
                "Asks for {amount}, {share} of the {funds} in the pool ({promised} more are promised to proposals "
                "that passed)"
            )
            if found.promised
            else say._("Asks for {amount}, {share} of the {funds} in the pool")
        )
        words = sentence.format(
            amount=amount,
            share=say.percent(requested, found.funds),
            funds=pool_text(found.funds, pool, say),
            promised=pool_text(found.promised, pool, say),
        )
    return say.markup.small(words)


def _number(conviction: int, policy: Policy, say: Language) -> str:
    """Conviction has no unit of its own: tokens times time."""
    return say.tokens(conviction, policy.power.decimals, 0)


def stakes_passed(closing: Closing, say: Language) -> str:
    """That it passed, and by how much."""
    score, needed = int(closing.result["scores"][0]), closing.result["needed"][0]
    if not needed:
        return say._("**Passed**: its conviction exceeded what was needed (all of it).")
    return say._("**Passed**: its conviction exceeded what was needed ({share} of it).").format(
        share=say.percent(score, int(needed))
    )


def stakes_score(closing: Closing, proposal: Proposal, say: Language) -> list[str]:
    """The conviction with which it passed, who had staked, and what it asked for."""
    policy, voters = proposal.rules, int(closing.result["voters"])
    score, needed = int(closing.result["scores"][0]), int(closing.result["needed"][0])
    words = say.ngettext(
        "Conviction {reached}, more than {needed} needed; {number} member staked on it.",
        "Conviction {reached}, more than {needed} needed; {number} members staked on it.",
        voters,
    ).format(
        reached=_number(score, policy, say), needed=_number(needed, policy, say), number=say.number(voters)
    )
    return [words, _asked(proposal, None, say)]


def exact_stake_lines(card: Card, say: Language) -> list[str]:
    """Every number of an open proposal to the last digit, and the blocks at which the pool was read."""
    staked, proposal = card.staked, card.proposal
    if staked is None:
        return []
    policy = proposal.rules
    power = power_text(staked.curve.staked, policy.power, say, exact=True)
    conviction = (
        say._("Conviction {number}, needed: it can't pass now (base units times steps)")
        if staked.needed is None
        else say._("Conviction {number}, needed: more than {needed} (base units times steps)")
    )
    lines = [
        say._("Staked {power} by {number}").format(power=power, number=say.number(staked.stakers)),
        conviction.format(number=staked.conviction, needed=staked.needed),
        say._("With these stakes it comes to {number} at most").format(number=staked.curve.limit),
    ]
    if (pool := staked.pool) is not None and policy.pool is not None:
        lines.append(
            say._("Pool: {balance} {symbol} at {blocks}, {promised} of it promised to others").format(
                balance=say.tokens(pool.balance, policy.pool.decimals),
                symbol=say.markup.name(policy.pool.symbol, _SYMBOL_LIMIT),
                blocks=block_list(pool.blocks, say),
                promised=say.tokens(pool.promised, policy.pool.decimals),
            )
        )
    return lines


def stake_label(say: Language) -> str:
    """The button with which something is put on a proposal."""
    return say.pgettext("button", "Stake")


def withdraw_label(say: Language) -> str:
    """The button with which it is taken back."""
    return say.pgettext("button", "Withdraw")
