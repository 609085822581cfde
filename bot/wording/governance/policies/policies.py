"""A policy in plain sentences: what it asks of a proposer, how long everything takes, how one votes, what passes."""

from collections.abc import Iterator
from fractions import Fraction

from bot.domain.delegation.delegate_registry import DelegateRegistry
from bot.domain.policy.model import DelegationRule, Periods, Policy
from bot.domain.policy.rules import own_quorums, rules_of
from bot.domain.policy.trust import TrustLevel
from bot.domain.proposals.visibility import tolerated
from bot.domain.reputation.ledger import DECIMALS as REPUTATION_DECIMALS
from bot.domain.rules.outcome import Rules, quorums
from bot.wording import milestones
from bot.wording.amounts import power_text
from bot.wording.councils import election_words
from bot.wording.executors.registry import words_of
from bot.wording.governance.policies.legal import legal_lines
from bot.wording.governance.policies.limits import limits_lines
from bot.wording.governance.policies.majorities import majority_words
from bot.wording.governance.policies.opening_days import opening_days_line
from bot.wording.governance.policies.powers import power_words
from bot.wording.language import Language
from bot.wording.mechanisms.voting import voting_words
from bot.wording.quorum_kinds.registry import quorum_words
from bot.wording.server_acts.kinds import server_line
from bot.wording.voter_rewards import reward_warnings, rule_words


def policy_lines(policy: Policy, say: Language) -> list[str]:
    """The whole policy, a sentence or two a line."""
    rules = rules_of(policy)
    return [
        _periods(policy, say),
        *_quorums(policy, rules, say),
        say._("**To pass**: {words}.").format(words=majority_words(policy, rules, say)),
        say._("**To propose**: {words}.").format(words=threshold_words(policy, say)),
        say._("**Power**: {words}.").format(words=power_words(policy, say)),
        say._("**Voting**: {words}.").format(words=voting_words(policy, rules, say)),
        *_more(policy, say),
        *_executor(policy, say),
        *limits_lines(policy, say),
        *(say._("⚠️ **Mind**: {words}.").format(words=words) for words in warnings(policy, say)),
    ]


def _quorums(policy: Policy, rules: Rules, say: Language) -> Iterator[str]:
    """The policy's own, then those of the law."""
    own = own_quorums(policy)
    for place, (_, quorum) in enumerate(quorums(rules)):
        words = say._("**Quorum**: {words}.") if place < own else say._("**Quorum by law**: {words}.")
        yield words.format(words=quorum_words(policy, quorum, say))


def warnings(policy: Policy, say: Language) -> list[str]:
    """What is allowed, and seldom meant."""
    found = []
    if _splits_gain(policy) and all(source.divisible for source in policy.power.sources):
        found.append(
            say._(
                "whoever splits their tokens over several accounts gets more votes under a square root, and nothing "
                "here asks who is one person; a role or an NFT that everybody gets once would, with a cap on the rest"
            )
        )
    found += reward_warnings(policy, say)
    if policy.power.holding is not None:
        found.append(
            say._(
                "balances from before the vote are read too, for which the operator needs an archive node; the doctor "
                "says whether there is one"
            )
        )
    return found


def _splits_gain(policy: Policy) -> bool:
    return policy.counting.by_root or policy.power.curve == "root"


def threshold_words(policy: Policy, say: Language) -> str:
    """What an author must hold."""
    if policy.proposal_threshold == 0:
        return say._("no power is needed")
    words = (
        say._("author and sponsors together need {amount}")
        if policy.sponsoring
        else say._("an author needs {amount}")
    )
    return words.format(amount=power_text(policy.proposal_threshold, policy.power, say, exact=True))


def named_records_line(say: Language) -> str:
    return say._(
        "**Named record**: the public record of a vote names its members, with what they chose, for good: erasing "
        "doesn't change it."
    )


def _more(policy: Policy, say: Language) -> Iterator[str]:
    """What not every policy has."""
    usual = type(policy).model_fields
    limits = (policy.undecided_per_member, policy.undecided_per_space)
    if limits != (usual["undecided_per_member"].default, usual["undecided_per_space"].default):
        yield say._(
            "**At once**: at most {of_one} undecided proposals of one member, and {of_all} of all together."
        ).format(of_one=say.number(limits[0]), of_all=say.number(limits[1]))
    if policy.named_records:
        yield named_records_line(say)
    match policy.trust:
        case TrustLevel.COUNTERSIGNED:
            yield say._(
                "**Trust**: only ballots with Discord's own signature count, so that the bot's operator can't invent "
                "any."
            )
        case TrustLevel.SIGNED:
            yield say._(
                "**Trust**: only ballots with a wallet's signature count, so that neither the bot's operator nor "
                "Discord can invent any."
            )
    if policy.extension:
        yield say._(
            "**Late swings**: when the outcome changes in the last {time}, the vote goes on for {time} from then, "
            "at most {most} more in all."
        ).format(time=say.duration(policy.extension.window), most=say.duration(policy.extension.at_most))
    if policy.objection:
        yield say._("**Objections**: the last {time} take ballots against it only.").format(
            time=say.duration(policy.objection)
        )
    if policy.periods.unseen_after != Periods.model_fields["unseen_after"].default:
        yield say._("**In sight**: the vote is paused when its card is missing for {time}.").format(
            time=say.duration(tolerated(policy))
        )
    if policy.periods.opens is not None:
        yield opening_days_line(policy.periods.opens, say)
    if policy.legal is not None:
        yield from legal_lines(policy.legal, say)
    if policy.early_end:
        yield say._("**Early end**: the vote closes as soon as nothing can change its outcome.")
    if policy.unlinked_wallets == "leave":
        yield say._(
            "**Unlinked wallets** leave the vote at once, also where a ballot was cast with them already."
        )
    if policy.delegation:
        if policy.delegation.depth == "transitive":
            yield say._(
                "**Delegation**: power may be delegated to another member and passed on; whoever votes keeps their "
                "own."
            )
        else:
            yield say._(
                "**Delegation**: power may be delegated to another member and not passed on; whoever votes keeps "
                "their own."
            )
        yield from _cap_words(policy, policy.delegation, say)
    if policy.registry:
        yield _registry_words(policy.registry, say)
    if policy.rewards:
        ballot, accepted = (
            say.tokens(amount, REPUTATION_DECIMALS)
            for amount in (policy.rewards.ballot, policy.rewards.accepted)
        )
        yield say._(
            "**Reputation**: {ballot} for a ballot in a vote that reaches its quorum, {accepted} for an accepted "
            "proposal."
        ).format(ballot=ballot, accepted=accepted)
    if policy.voter_rewards:
        yield rule_words(policy.voter_rewards, say)
    if policy.milestones:
        yield milestones.rule_words(policy.milestones, say)
    if policy.casts:
        yield (
            say._("**On a Governor**: all votes of its executor are cast for the side that wins here.")
            if policy.casts == "whole"
            else say._(
                "**On a Governor**: the votes of its executor are cast in parts, as members split here."
            )
        )
    if policy.elects:
        yield election_words(policy.elects, say)
    if policy.next_track:
        yield say._("**Then**: what passes opens as a binding proposal on the track {track}.").format(
            track=say.markup.name(policy.next_track, 40)
        )
    if policy.parts_track:
        yield say._("**Parts**: what they bring up to this space is proposed on the track {track}.").format(
            track=say.markup.name(policy.parts_track, 40)
        )
    if policy.pool:
        symbol = say.markup.name(policy.pool.symbol, 16)
        asset = f"{symbol} ({say.markup.account(policy.pool.asset)})" if policy.pool.asset else symbol
        if policy.executor:
            yield words_of(policy.executor.kind).spends(asset, say)
        else:
            yield say._("**Pool**: it spends what its executor holds of {asset}.").format(asset=asset)


def _executor(policy: Policy, say: Language) -> Iterator[str]:
    for executor in policy.executors:
        yield words_of(executor.kind).carried_out_by(executor, say)
    if policy.server:
        yield server_line(policy.server, say)


def _periods(policy: Policy, say: Language) -> str:
    periods = policy.periods
    times = {
        "discussion": say.duration(periods.discussion),
        "voting": say.duration(periods.voting),
        "timelock": say.duration(periods.timelock),
    }
    line = _course(policy, say).format(**times)
    if policy.next_track:
        return line
    wait = say._("What passed may wait {time} for its execution.").format(
        time=say.duration(periods.execution)
    )
    return f"{line} {wait}"


def _course(policy: Policy, say: Language) -> str:
    """What follows what, from the discussion to the timelock."""
    match bool(policy.periods.discussion), policy.open_ended, bool(policy.periods.timelock):
        case True, False, True:
            return say._(
                "**{discussion}** of discussion, then **{voting}** of voting, then **{timelock}** of timelock, in "
                "which guardians may veto."
            )
        case True, False, False:
            return say._("**{discussion}** of discussion, then **{voting}** of voting.")
        case True, True, True:
            return say._(
                "**{discussion}** of discussion, then voting without a closing time, then **{timelock}** of timelock, "
                "in which guardians may veto."
            )
        case True, True, False:
            return say._("**{discussion}** of discussion, then voting without a closing time.")
        case False, False, True:
            return say._(
                "No discussion, then **{voting}** of voting, then **{timelock}** of timelock, in which guardians may "
                "veto."
            )
        case False, False, False:
            return say._("No discussion, then **{voting}** of voting.")
        case False, True, True:
            return say._(
                "No discussion, then voting without a closing time, then **{timelock}** of timelock, in which "
                "guardians may veto."
            )
        case _:
            return say._("No discussion, then voting without a closing time.")


def _cap_words(policy: Policy, rule: DelegationRule, say: Language) -> Iterator[str]:
    """How much one delegate may be given, if there is a bound."""
    most = [] if rule.cap is None else [power_text(rule.cap, policy.power, say)]
    if rule.cap_share is not None:
        most.append(say._("{share} of all power").format(share=say.share(Fraction(rule.cap_share))))
    words = say._(
        "**Most for one delegate**: others may delegate {amount} to one member; what is over it counts for nobody."
    )
    yield from (words.format(amount=each) for each in most)


def _registry_words(registry: DelegateRegistry, say: Language) -> str:
    words = say._(
        "**Delegation on chain**: wallets delegate to linked wallets in the registry {registry} (chain {chain}), for "
        "{space} or for everything, as its events since block {since} and its state at the snapshot have it. Whoever "
        "votes keeps their own."
    )
    return words.format(
        registry=say.markup.account(registry.contract),
        chain=registry.chain,
        space=say.markup.code(registry.space),
        since=say.number(registry.since),
    )
