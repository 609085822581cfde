"""What a member is told in private of their stakes: that a change was stored, where they lie, what is free."""

from collections.abc import Iterable

from bot.domain.conviction.staking import Staking
from bot.services.conviction.staking import MyStakes, Placed, StakeReceipt
from bot.wording.amounts import power_text
from bot.wording.blocks import block_list
from bot.wording.language import Language

_TRACK_LIMIT = 40


def receipt_lines(receipt: StakeReceipt, say: Language) -> list[str]:
    """What was stored, and what the member has staked after it."""
    at = max(change.at for change in receipt.changes)
    codes = ", ".join(say.markup.code(code) for code in receipt.codes)
    return [
        *(_change(change, receipt, say) for change in receipt.changes),
        say._(
            "In all {staked} of your {power} are staked. It counts since {when}: conviction grows while stakes lie, "
            "and fades when they are taken away."
        ).format(
            staked=power_text(receipt.staked, receipt.rule, say),
            power=power_text(receipt.power, receipt.rule, say),
            when=say.when(at),
        ),
        say.markup.small(
            say._(
                "Receipt {codes}. You keep your tokens; if you hold fewer, the newest stakes give way."
            ).format(codes=codes)
        ),
    ]


def _change(change: Staking, receipt: StakeReceipt, say: Language) -> str:
    before, proposal = receipt.before.get(change.proposal), receipt.proposals[change.proposal]
    words = (
        say._("✅ Your stake on proposal {proposal} ({title}): **{now}**.")
        if before is None
        else say._("✅ Your stake on proposal {proposal} ({title}): **{now}**, before {before}.")
    )
    return words.format(
        proposal=proposal.number,
        title=say.title(proposal.content.title),
        now=power_text(change.amount, receipt.rule, say, exact=True),
        before=power_text(before or 0, receipt.rule, say, exact=True),
    )


def mine_lines(found: Iterable[MyStakes], say: Language) -> list[str]:
    """Where the member's stakes lie, and what is free."""
    lines = []
    for mine in found:
        lines.append(_held(mine, say))
        lines += [_placed_words(place, mine, say) for place in mine.placed] or [
            say._("Nothing is staked. `/stake add` begins.")
        ]
    return lines or [say._("No proposal is open for stakes. `/proposal list` shows what comes.")]


def _held(mine: MyStakes, say: Language) -> str:
    words = (
        say._("**Track {track}**: you hold {power}, {free} of it free (read at {blocks})")
        if mine.blocks
        else say._("**Track {track}**: you hold {power}, {free} of it free")
    )
    return words.format(
        track=say.markup.name(mine.track, _TRACK_LIMIT),
        power=power_text(mine.power, mine.rule, say, exact=True),
        free=power_text(max(0, mine.power - mine.staked), mine.rule, say, exact=True),
        blocks=block_list(mine.blocks, say),
    )


def _placed_words(place: Placed, mine: MyStakes, say: Language) -> str:
    line = say._("Proposal {proposal} ({title}): **{amount}** since {when}").format(
        proposal=place.proposal.number,
        title=say.title(place.proposal.content.title),
        amount=power_text(place.amount, mine.rule, say, exact=True),
        when=say.when(place.since),
    )
    needed, passes = place.staked.needed, place.staked.passes_at
    if needed and passes:
        progress = say._("{share} of the threshold, passes about {when}").format(
            share=say.percent(place.staked.conviction, needed), when=say.when(passes)
        )
    elif needed:
        progress = say._("{share} of the threshold").format(
            share=say.percent(place.staked.conviction, needed)
        )
    elif passes:
        progress = say._("passes about {when}").format(when=say.when(passes))
    else:
        return f"• {line}"
    return f"• {line} · {progress}"
