"""What votes pay to those who take part, in words: the rule, what a vote pays, and who gets nothing."""

from collections.abc import Mapping
from datetime import UTC, datetime

from bot.domain.ids import MemberId
from bot.domain.policy.model import Policy
from bot.domain.policy.voter_rewards import VoterRewards
from bot.domain.proposals.proposal import Proposal
from bot.domain.voter_rewards.payments import MOST_TRANSFERS
from bot.domain.voter_rewards.rewards import NoReward
from bot.services.proposals.cards import Stage
from bot.services.voter_rewards.paying import NothingPaid
from bot.wording.language import Language

_SYMBOL_LIMIT = 16


def rule_words(rule: VoterRewards, say: Language) -> str:
    """The rule of a track, in a policy's sentences."""
    parts = [_shared(rule, say)]
    if rule.cap is not None:
        parts.append(say._("at most {amount} a member").format(amount=_amount(rule.cap, rule, say)))
    if rule.late:
        parts.append(
            say._("nothing for who first votes in the last {time}").format(time=say.duration(rule.late))
        )
    if rule.distributor is not None:
        parts.append(
            say._("claimed within {time} from the contract {account}").format(
                time=say.duration(rule.claimable), account=say.markup.account(rule.distributor)
            )
        )
    if rule.needs_quorum:
        parts.append(say._("nothing where the quorum is missed"))
    words = say._(
        "💰 **Voter rewards**: each vote pays {pool} ({token}) to its voters, whatever its outcome: {how}."
    )
    return words.format(
        pool=_amount(rule.pool, rule, say), token=say.markup.account(rule.token), how="; ".join(parts)
    )


def _shared(rule: VoterRewards, say: Language) -> str:
    match rule.shared:
        case "equal":
            return say._("the same for each")
        case "power":
            return say._("by what each ballot weighs, with what is delegated to it")
        case "root":
            return say._("by the square root of what each ballot weighs")


def reward_warnings(policy: Policy, say: Language) -> list[str]:
    """What seldom is meant by such a rule."""
    rule = policy.voter_rewards
    if rule is None:
        return []
    if rule.distributor is None:
        found = [
            say._(
                "rewards for more than {most} voters of one vote don't fit into one transaction, and are not paid: "
                "anybody with so many accounts can bring that about; a `distributor` pays any number"
            ).format(most=MOST_TRANSFERS)
        ]
    else:
        found = [
            say._(
                "the `distributor` gets the whole pool of each vote: name only a contract whose code you have read"
            )
        ]
    if (
        rule.shared != "power"
        and policy.power.sources
        and all(each.divisible for each in policy.power.sources)
    ):
        found.append(
            say._(
                "whoever splits their tokens over several Discord accounts gets a larger part of the rewards; "
                "`minimum` power, a role or an NFT that everybody gets once makes that dear"
            )
        )
    return found


def rewarding_lines(proposal: Proposal, say: Language) -> list[str]:
    """What the vote pays, on draft, card and page; nothing where it pays nothing."""
    rule = proposal.rules.voter_rewards
    if rule is None or proposal.pays_for is not None:
        return []
    words = say._("💰 **This vote pays {pool} to its voters**, whatever its outcome")
    return [words.format(pool=_amount(rule.pool, rule, say))]


def pays_line(vote: Stage, say: Language) -> str:
    """Of what pays the voters: whose they are."""
    if vote.thread is None:
        return say._(
            "It pays the voters of proposal {number}, by the rule of its track. Nobody votes on it."
        ).format(number=vote.number)
    return say._(
        "It pays the voters of proposal {number} in {thread}, by the rule of its track. Nobody votes on it."
    ).format(number=vote.number, thread=say.markup.channel(vote.thread.channel))


def paid_line(payout: Stage, say: Language) -> str:
    """Of the vote: what pays its voters."""
    return say._("💰 Its voters are paid by proposal {number}.").format(number=payout.number)


def rewards_text(data: Mapping[str, str], say: Language) -> str:
    """What a vote pays, and who gets nothing."""
    decimals, symbol = int(data["decimals"]), say.markup.name(data["symbol"], _SYMBOL_LIMIT)
    paid = int(data["paid"])
    lines = [
        say.ngettext(
            "💰 **{amount} {symbol} for {number} voter**: proposal {payout} pays it.",
            "💰 **{amount} {symbol} for {number} voters**: proposal {payout} pays it.",
            paid,
        ).format(
            amount=say.tokens(int(data["total"]), decimals),
            symbol=symbol,
            number=say.number(paid),
            payout=say.markup.name(data["payout"], 20),
        )
    ]
    if data["end"]:
        ends = say.moment(datetime.fromtimestamp(int(data["end"]), UTC))
        lines.append(say._("Guardians may veto that until {moment}.").format(moment=ends))
    if page := data.get("claims"):
        lines.append(say._("They claim it once it is paid: {page}").format(page=page))
    elif data.get("listed"):
        lines.append(say._("They claim it once it is paid, by the list that follows from the record."))
    if int(data["remainder"]):
        lines.append(
            say._("{amount} {symbol} of the pool stay in the treasury: nobody may get more.").format(
                amount=say.tokens(int(data["remainder"]), decimals), symbol=symbol
            )
        )
    return "\n".join([*lines, *_left_out(data, say)])


def no_rewards_text(data: Mapping[str, str], say: Language) -> str:
    """Why a vote pays nothing."""
    return "\n".join([_nothing(NothingPaid(data["why"]), data, say), *_left_out(data, say)])


def _nothing(why: NothingPaid, data: Mapping[str, str], say: Language) -> str:
    match why:
        case NothingPaid.NO_QUORUM:
            return say._("💰 **No rewards**: the vote missed its quorum.")
        case NothingPaid.NOBODY:
            return say._("💰 **No rewards**: nobody who voted can get any.")
        case NothingPaid.TOO_MANY:
            return say._("💰 **No rewards**: more than {most} voters don't fit into one transaction.").format(
                most=data["most"]
            )
        case NothingPaid.NO_EXECUTOR:
            return say._("💰 **No rewards**: the track has no Safe that could pay them.")


def _left_out(data: Mapping[str, str], say: Language) -> list[str]:
    """Who gets nothing, and why."""
    lines = []
    if late := int(data[NoReward.LATE]):
        lines.append(
            say.ngettext(
                "{number} voted too late for a reward.", "{number} voted too late for a reward.", late
            ).format(number=say.number(late))
        )
    if without := int(data[NoReward.NO_WALLET]):
        named = [say.markup.member(MemberId(int(each))) for each in data["members"].split()]
        if (more := without - len(named)) > 0:
            named.append(say.and_more(more))
        lines.append(
            say._("Without a linked wallet at the end there is no reward: {members}.").format(
                members=", ".join(named)
            )
        )
    if small := int(data[NoReward.TOO_SMALL]):
        lines.append(
            say.ngettext(
                "The part of {number} is less than the smallest unit of the token.",
                "The parts of {number} are less than the smallest unit of the token.",
                small,
            ).format(number=say.number(small))
        )
    return lines


def _amount(units: int, rule: VoterRewards, say: Language) -> str:
    return f"{say.tokens(units, rule.decimals)} {say.markup.name(rule.symbol, _SYMBOL_LIMIT)}"
