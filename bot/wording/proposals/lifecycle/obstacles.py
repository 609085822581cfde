"""What keeps a proposal from going on, in words: what is wrong, and what mends it."""

from collections.abc import Mapping

from bot.domain.errors.execution.metagovernance import NotCast
from bot.domain.ids import Address
from bot.domain.proposals.obstacles import Cause, Obstacle, Step
from bot.domain.spaces.space import LONGEST_SPACE_NAME
from bot.wording.actions.amounts import in_short
from bot.wording.executors.registry import words_of
from bot.wording.language import Language
from bot.wording.metagovernance import not_cast_words


def obstacle_text(step: Step, cause: Cause, data: Mapping[str, str], say: Language) -> str:
    """In the thread and the log channel."""
    wrong, mend = _words(cause, data, say)
    then = "" if cause.passes else f" {say._('It goes on by itself when that is done.')}"
    return f"⚠️ {_held_up(step, say)} {wrong}\n➡️ {mend}{then}"


def obstacle_lines(obstacle: Obstacle, say: Language) -> list[str]:
    """On the card."""
    wrong, mend = _words(obstacle.cause, obstacle.data, say)
    return [f"⚠️ {_held_up(obstacle.step, say)} {wrong}", f"➡️ {mend}"]


def _held_up(step: Step, say: Language) -> str:
    match step:
        case Step.OPENING:
            return say._("**The vote can't open yet.**")
        case Step.CLOSING:
            return say._("**The result can't be made final yet.**")
        case Step.EXECUTION:
            return say._("**What passed can't be handed over yet.**")
        case Step.REWARDS:
            return say._("**The rewards for its voters can't be asked for yet.**")
        case Step.SERVER:
            return say._("**What passed can't change the server yet.**")


def _words(cause: Cause, data: Mapping[str, str], say: Language) -> tuple[str, str]:
    """What is wrong, and what mends it."""
    chain = data.get("chain", "")
    match cause:
        case Cause.EXECUTOR_CHANGED:
            return (
                say._("Its actions were written for another chain than that of what carries them out."),
                say._(
                    "Its author uses `/proposal edit`, or a moderator names a Safe or Governor on their chain."
                ),
            )
        case Cause.UNPROVED:
            return words_of(data["executor"]).unproved(Address(data["account"]), say)
        case Cause.ADMINISTRATION:
            return (
                say._("An action ({function}) would change who may do what with {account}.").format(
                    function=say.markup.name(data["function"], 60),
                    account=say.markup.account(Address(data["account"])),
                ),
                say._("Its author takes that action out with `/proposal edit`."),
            )
        case Cause.NOT_ALLOWED:
            return (
                say._("Action {number}, which is about {account}, is not allowed on its track.").format(
                    number=say.markup.name(data["number"], 20),
                    account=say.markup.account(Address(data["account"])),
                ),
                say._(
                    "Its author takes that action out with `/proposal edit`, or a moderator changes the track's limits "
                    "before the vote opens."
                ),
            )
        case Cause.LIMIT:
            return _over(data, say), say._(
                "It waits until enough of what the track has spent is a period old. Before the vote opens its author "
                "can ask for less with `/proposal edit`."
            )
        case Cause.NOT_ALLOWED_ABOVE:
            return (
                say._(
                    "Action {number}, which is about {account}, is beyond the limits that were set for {space} from "
                    "above."
                ).format(
                    number=say.markup.name(data["number"], 20),
                    account=say.markup.account(Address(data["account"])),
                    space=say.markup.name(data["space"], LONGEST_SPACE_NAME),
                ),
                _from_above(say),
            )
        case Cause.LIMIT_ABOVE:
            return say._(
                "It moves {wanted} {symbol}. With what was spent that is more than {space} and what stands below may "
                "move in a period: {limit} {symbol}."
            ).format(
                space=say.markup.name(data["space"], LONGEST_SPACE_NAME), **_moved(data, say)
            ), _from_above(say)
        case Cause.NO_BATCH_CONTRACT:
            return (
                say._(
                    "It has {actions} actions, and on chain {chain} the contract that makes several at once isn't at "
                    "{address}."
                ).format(
                    actions=data["actions"], chain=chain, address=say.markup.account(Address(data["address"]))
                ),
                say._(
                    "Its author leaves one action with `/proposal edit`, or the bot's operator sets `multi_send`."
                ),
            )
        case Cause.CANNOT_CAST:
            return not_cast_words(NotCast(data["why"]), say)
        case Cause.OTHER_TRACK:
            return (
                say._(
                    "Its track decides votes on Governors now and it names none, or decides none any more."
                ),
                say._("Its author withdraws it and proposes it on another track."),
            )
        case Cause.TOO_MANY_CALLS:
            return (
                say._("It has {actions} actions, and its Governor takes {limit} in one proposal.").format(
                    actions=say.number(int(data["actions"])), limit=say.number(int(data["limit"]))
                ),
                say._("Its author makes several proposals of it, with `/proposal edit`."),
            )
        case Cause.CALLS_HIDDEN:
            return (
                say._(
                    "Action {number} hides calls in calls: more than {most} in all, or more than {deepest} deep."
                ).format(
                    number=say.number(int(data["number"])),
                    most=say.number(int(data["most"])),
                    deepest=say.number(int(data["deepest"])),
                ),
                say._("Its author writes what is to be done as actions of their own, with `/proposal edit`."),
            )
        case Cause.ACT_REFUSED:
            return (
                say._(
                    "Change {number} of the server can't be made, or is not allowed on its track any more."
                ).format(number=say.markup.name(data["number"], 20)),
                say._(
                    "Its author tries it with `/proposal edit`, which says what is wrong; a moderator lets the bot do "
                    "it, or the track."
                ),
            )
        case Cause.DISCORD_SILENT:
            return (
                say._("Discord doesn't answer, or not as it should."),
                say._("It is tried again all the time."),
            )
        case Cause.NO_CHOICES:
            return (
                say._("Its author has named no choices."),
                say._("Its author names them with `/proposal edit`."),
            )
        case Cause.NO_MILESTONES:
            return (
                say._("It has milestones, and its track says no more how they would be released."),
                say._(
                    "Its author takes them out with `/proposal edit`, or a moderator gives the track `[milestones]` "
                    "again."
                ),
            )
        case Cause.POOL_CHANGED:
            return (
                say._("Its track spends another pool than when its actions were written."),
                say._("Its author writes the actions anew with `/proposal edit`."),
            )
        case Cause.NO_TOTAL:
            return (
                say._(
                    "A rule is a share of all power, and {source} doesn't tell how much it gives in all."
                ).format(source=say.markup.name(data["source"], 100)),
                say._("A moderator gives the quorum as an amount with `/gov setup`."),
            )
        case Cause.NO_CONTRACT | Cause.WRONG_CONTRACT:
            return (
                say._(
                    "{account} is nothing that the bot can read as it should: a Safe, a Governor or a token."
                ).format(account=say.markup.account(Address(data["address"]))),
                say._("A moderator names another one with `/gov setup` or `/gov track edit`."),
            )
        case Cause.NO_CHAIN:
            return (
                say._("The bot doesn't know chain {chain} any more.").format(
                    chain=say.markup.name(chain, 40)
                ),
                say._("The bot's operator adds it to FOLKMOOT_CHAINS."),
            )
        case Cause.OTHER_HASH:
            return (
                say._(
                    "The Safe computes another hash than the bot. Nothing was signed; sign nothing for it."
                ),
                say._("A moderator tells the bot's operator."),
            )
        case Cause.ALTERED:
            return (
                say._(
                    "**What the database holds of it isn't what was voted on**: somebody changed it. Nothing was "
                    "signed or handed over; sign nothing for it."
                ),
                say._(
                    "A moderator tells the bot's operator, who finds out who can write to the database, and puts it "
                    "back as it was."
                ),
            )
    return _of_outside(cause, data, say)


def _over(data: Mapping[str, str], say: Language) -> str:
    amounts = _moved(data, say)
    if not data["account"]:
        return say._(
            "It moves {wanted} {symbol}, and with what its track has spent that is more than the {limit} {symbol} of a "
            "period."
        ).format(**amounts)
    account = say.markup.account(Address(data["account"]))
    return say._(
        "{account} would get {wanted} {symbol}, and with what the track sent there before that is more than the "
        "{limit} {symbol} of a period."
    ).format(account=account, **amounts)


def _moved(data: Mapping[str, str], say: Language) -> dict[str, str]:
    decimals = int(data["decimals"])
    return {
        "wanted": in_short(int(data["wanted"]), decimals, say),
        "limit": in_short(int(data["limit"]), decimals, say),
        "symbol": say.markup.name(data["symbol"], 16),
    }


def _from_above(say: Language) -> str:
    return say._(
        "It waits until there is room again, or a vote of the space above makes some. Its author can ask for less "
        "before the vote opens."
    )


def _of_outside(cause: Cause, data: Mapping[str, str], say: Language) -> tuple[str, str]:
    """What may pass by itself."""
    chain = data.get("chain", "")
    look = say._(
        "It is tried again every minute. If it lasts, a moderator looks at `/gov doctor` and tells the bot's operator."
    )
    match cause:
        case Cause.DELEGATORS_UNREAD if data.get("open"):
            return (
                say._(
                    "What wallets delegate on chain {chain} could not be read for as long as the rules wait for it."
                ).format(chain=chain),
                say._(
                    "It is still tried every minute. A moderator may open the vote without it by `/gov open`, in "
                    "public, or end it by `/gov cancel`."
                ),
            )
        case Cause.DELEGATORS_UNREAD:
            words = say._("What wallets delegate on chain {chain} can't be read.")
        case Cause.CHAIN_STANDS_STILL:
            words = say._(
                "The newest final block of chain {chain} is too old: power isn't read from so old a state."
            )
        case Cause.CHAIN_PRUNED:
            words = say._("No node of chain {chain} has the state any more at which something is to be read.")
        case Cause.TOTAL_UNREAD:
            words = say._("The total of {source} on chain {chain} can't be read.")
        case Cause.CHAIN_SILENT:
            words = say._("Chain {chain} gives no answer that can be trusted.")
        case Cause.OUTSIDE_SILENT:
            words = say._("A service that it needs doesn't answer.")
        case Cause.HANGS:
            words = say._("It takes longer than it may, and is tried again.")
        case _:
            words = say._("The bot itself makes a mistake, which stands in its operator's log.")
            return words, say._("A moderator tells the bot's operator, who looks for `job.fault` in the log.")
    source = say.markup.name(data.get("source", ""), 100)
    return words.format(chain=chain, source=source), look
