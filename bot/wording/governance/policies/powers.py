"""Where power comes from by a policy, in words."""

from bot.domain.canonical import canonical_json, content_hash
from bot.domain.policy.model import Policy, PowerRule
from bot.domain.power import AnySource, on_chain
from bot.wording.amounts import power_text
from bot.wording.language import Language
from bot.wording.sources.registry import each_counts, says_all, source_words, things_required

_HASH = 32
"""Hex digits: whoever writes both of two lists finds none of one hash."""


def power_words(policy: Policy, say: Language) -> str:
    """Where power comes from, and how it makes one number."""
    rule = policy.power
    words = [_sources(policy, say)]
    if rule.gates:
        things = things_required(rule.gates, rule, say)
        words.append(say._("only for those who have: {things}").format(things=things))
    if rule.cap is not None:
        words.append(
            say._("at most {amount} a member").format(amount=power_text(rule.cap, rule, say, exact=True))
        )
    if rule.minimum:
        words.append(
            say._("less than {amount} counts for nothing").format(
                amount=power_text(rule.minimum, rule, say, exact=True)
            )
        )
    if rule.curve == "root":
        words.append(say._("of all that the square root counts: four times as much gives twice the power"))
    if any(on_chain(rule.sources)):
        words.append(say._("at the last finalized block before the vote opens"))
    if rule.holding is not None:
        words.append(
            say.ngettext(
                "the least of what was held at {number} block in the {time} before that",
                "the least of what was held at {number} blocks in the {time} before that",
                rule.holding.samples,
            ).format(number=rule.holding.samples, time=say.duration(rule.holding.window))
        )
    if not says_all(rule, say):
        # Who is left out of these words would otherwise change unseen.
        words.append(
            say._("all sources with everything that they list have the hash {hash}").format(
                hash=say.markup.code(_hash(rule))
            )
        )
    return ", ".join(words)


def _hash(rule: PowerRule) -> str:
    return content_hash(canonical_json([source.model_dump(mode="json") for source in rule.sources]))[:_HASH]


def _sources(policy: Policy, say: Language) -> str:
    sources = [_source(source, policy, say) for source in policy.power.sources if not source.gate]
    if not sources:
        return say._("what the server names as its sources")
    if policy.power.combine == "sum" or len(sources) == 1:
        return " + ".join(sources)
    together = sources[0]
    for source in sources[1:]:
        together = say._("{source} or, whichever gives more, {other}").format(source=together, other=source)
    return together


def _source(source: AnySource, policy: Policy, say: Language) -> str:
    counts = each_counts(source, policy.power, say)
    if not counts and source.weight != 1:
        counts = say._("a weight of {weight}").format(weight=say.number(source.weight))
    details = [counts]
    if source.cap is not None:
        amount = power_text(source.cap, policy.power, say, exact=True)
        details.append(say._("at most {amount} a member").format(amount=amount))
    shown = "; ".join(filter(None, details))
    words = source_words(source, say)
    return f"{words} ({shown})" if shown else words
