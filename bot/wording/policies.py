"""A policy in plain sentences: what it asks of a proposer, how long everything takes, how one votes, what passes."""

from collections.abc import Iterator
from fractions import Fraction

from bot.domain.policy.model import Policy, PowerRule
from bot.domain.policy.rules import rules_of
from bot.domain.power import AnySource, on_chain
from bot.domain.quantities import duration_words, tokens
from bot.domain.reputation.ledger import DECIMALS as REPUTATION_DECIMALS
from bot.domain.rules.majority import Majority
from bot.domain.rules.names import role
from bot.domain.rules.outcome import Rules, quorums
from bot.domain.rules.passing import asks_nothing, elects
from bot.domain.rules.quorum import Quorum
from bot.wording.executors.registry import words_of
from bot.wording.language import language
from bot.wording.markup import Markup, listed
from bot.wording.mechanisms.voting import voting_words
from bot.wording.quorum_kinds import registry as quorum_kinds
from bot.wording.shares import share_words
from bot.wording.sources.registry import each_counts, source_words

NO_SOURCE = "what the server names as its sources"


def policy_lines(policy: Policy, markup: Markup) -> list[str]:
    """The whole policy, a sentence or two a line."""
    rules = rules_of(policy)
    return [
        _periods(policy, markup),
        *(_line(markup, "Quorum", quorum_words(policy, quorum, markup)) for _, quorum in quorums(rules)),
        _line(markup, "To pass", majority_words(policy, rules, markup)),
        _line(markup, "To propose", threshold_words(policy, markup)),
        _line(markup, "Power", power_words(policy, markup)),
        _line(markup, "Voting", voting_words(policy, rules, language(markup=markup))),
        *(_line(markup, name, words) for name, words in _more(policy, markup)),
        *_executor(policy, markup),
        *(f"⚠️ {markup.strong('Mind')}: {words}." for words in warnings(policy)),
    ]


def warnings(policy: Policy) -> list[str]:
    """What is allowed, and seldom meant."""
    found = []
    if _splits_gain(policy) and all(source.divisible for source in policy.power.sources):
        found.append(
            "whoever splits their tokens over several accounts gets more votes under a square root, and nothing here "
            "asks who is one person; a role or an NFT that everybody gets once would, with a cap on the rest"
        )
    if policy.power.holding is not None:
        found.append(
            "balances from before the vote are read too, for which the operator needs an archive node; the doctor "
            "says whether there is one"
        )
    return found


def _splits_gain(policy: Policy) -> bool:
    return policy.counting.by_root or policy.power.curve == "root"


def _line(markup: Markup, name: str, words: str) -> str:
    return f"{markup.strong(name)}: {words}."


def amount_words(amount: int, rule: PowerRule, markup: Markup) -> str:
    """An amount of power in tokens, exactly: `1 000.5 VOTE`."""
    return language(markup=markup).power(amount, rule.decimals, rule.symbol)


def threshold_words(policy: Policy, markup: Markup) -> str:
    """What an author must hold."""
    if policy.proposal_threshold == 0:
        return "no power is needed"
    return f"an author needs {amount_words(policy.proposal_threshold, policy.power, markup)}"


def quorum_words(policy: Policy, quorum: Quorum, markup: Markup) -> str:
    """What a quorum asks for."""
    return quorum_kinds.quorum_words(policy, quorum, language(markup=markup))


def majority_words(policy: Policy, rules: Rules, markup: Markup) -> str:
    """What passes, given that the quorum is reached."""
    parts = [_majority(policy, rules, markup)]
    if rules.veto is not None:
        base = "all power" if rules.veto.of == "total" else "the power cast"
        who = _and(rules.veto.choices, markup)
        parts.append(f"{who} with at least {share_words(Fraction(rules.veto.value))} of {base} stops it")
    if rules.min_voters:
        members = (
            "1 member with power votes"
            if rules.min_voters == 1
            else f"{rules.min_voters} members with power vote"
        )
        parts.append(f"at least {members}")
    return "; ".join(parts)


def _majority(policy: Policy, rules: Rules, markup: Markup) -> str:
    majority = rules.majority
    if policy.open_ended:
        return "the conviction for it outgrows what it asks for"
    if elects(rules, policy.choices):
        return "there is a winner"
    if asks_nothing(rules):
        return f"{_role('for', rules, policy, markup)} gets the most"
    if majority is None:
        return (
            "it isn't stopped"
            if rules.veto
            else "the quorum decides"
            if rules.quorum
            else "enough members vote"
        )
    favour, against = (_role(name, rules, policy, markup) for name in ("for", "against"))
    least = "more" if majority.strict else "at least as much"
    if Fraction(majority.value) == Fraction(1, 2) and majority.of == "cast" and against:
        than = "than" if majority.strict else "as"
        return f"{least} power {favour} {than} {against}; {_abstain(majority)}"
    least = "more than" if majority.strict else "at least"
    base = "all power" if majority.of == "total" else "the votes"
    return f"{favour} holds {least} {share_words(Fraction(majority.value))} of {base}; {_abstain(majority)}"


def power_words(policy: Policy, markup: Markup) -> str:
    """Where power comes from, and how it makes one number."""
    rule = policy.power
    joined = " + " if rule.combine == "sum" else " or, whichever gives more, "
    words = [joined.join(_source(source, policy, markup) for source in rule.sources) or NO_SOURCE]
    if rule.cap is not None:
        words.append(f"at most {amount_words(rule.cap, rule, markup)} a member")
    if rule.minimum:
        words.append(f"less than {amount_words(rule.minimum, rule, markup)} counts for nothing")
    if rule.curve == "root":
        words.append("of all that the square root counts: four times as much gives twice the power")
    if any(on_chain(rule.sources)):
        words.append("at the last finalized block before the vote opens")
    if rule.holding is not None:
        span = duration_words(rule.holding.window)
        words.append(f"the least of what was held at {rule.holding.samples} blocks in the {span} before that")
    return ", ".join(words)


def _source(source: AnySource, policy: Policy, markup: Markup) -> str:
    say = language(markup=markup)
    details = [each_counts(source, policy.power, say)]
    if source.cap is not None:
        details.append(f"at most {amount_words(source.cap, policy.power, markup)} a member")
    shown = "; ".join(filter(None, details))
    words = source_words(source, say)
    return f"{words} ({shown})" if shown else words


def _more(policy: Policy, markup: Markup) -> Iterator[tuple[str, str]]:
    """What not every policy has."""
    if policy.extension:
        late, most = duration_words(policy.extension.window), duration_words(policy.extension.at_most)
        yield (
            "Late swings",
            f"when the outcome changes in the last {late}, the vote goes on for {late} from then, "
            f"at most {most} more in all",
        )
    if policy.objection:
        yield "Objections", f"the last {duration_words(policy.objection)} take ballots against it only"
    if policy.early_end:
        yield "Early end", "the vote closes as soon as nothing can change its outcome"
    if policy.delegation:
        passed_on = "and passed on" if policy.delegation.depth == "transitive" else "and not passed on"
        yield (
            "Delegation",
            f"power may be delegated to another member {passed_on}; whoever votes keeps their own",
        )
    if policy.rewards:
        ballot, accepted = (
            tokens(amount, REPUTATION_DECIMALS) for amount in (policy.rewards.ballot, policy.rewards.accepted)
        )
        yield (
            "Reputation",
            f"{ballot} for a ballot in a vote that reaches its quorum, {accepted} for an accepted proposal",
        )
    if policy.next_track:
        yield (
            "Then",
            f"what passes opens as a binding proposal on the track {markup.name(policy.next_track, 40)}",
        )
    if policy.pool:
        asset = f" ({markup.account(policy.pool.asset)})" if policy.pool.asset else ""
        yield "Pool", f"it spends what the Safe holds of {markup.name(policy.pool.symbol, 16)}{asset}"


def _executor(policy: Policy, markup: Markup) -> Iterator[str]:
    if policy.executor:
        yield words_of(policy.executor.kind).carried_out_by(policy.executor, language(markup=markup))


def _periods(policy: Policy, markup: Markup) -> str:
    periods = policy.periods
    voting = f"{markup.strong(duration_words(periods.voting))} of voting"
    steps = [
        f"{markup.strong(duration_words(periods.discussion))} of discussion"
        if periods.discussion
        else "No discussion",
        "voting without a closing time" if policy.open_ended else voting,
    ]
    if periods.timelock:
        lock = markup.strong(duration_words(periods.timelock))
        steps.append(f"{lock} of timelock, in which guardians may veto")
    line = f"{', then '.join(steps)}."
    if policy.next_track:
        return line
    return f"{line} What passed may wait {duration_words(periods.execution)} for its execution."


def _role(name: str, rules: Rules, policy: Policy, markup: Markup) -> str:
    place = role(name, rules.roles, policy.choices)
    return "" if place is None else markup.name(policy.choices[place - 1]) or "(no name)"


def _abstain(majority: Majority) -> str:
    if majority.abstain == "excluded":
        return "abstentions take no side"
    return "abstentions count among the votes"


def _and(names: list[str], markup: Markup) -> str:
    return listed([markup.name(name) or "(no name)" for name in names])
