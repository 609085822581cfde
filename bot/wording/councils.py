"""Elections of members: how many are elected, who the candidates are, and who has a seat."""

from bot.domain.councils.election_rule import ElectionRule
from bot.domain.proposals.proposal import Proposal
from bot.wording.language import Language


def election_words(rule: ElectionRule, say: Language) -> str:
    """What a policy says of it, as a line of its own."""
    return say.ngettext(
        "**Elects**: {number} of the candidates, who are members that the author names.",
        "**Elects**: {number} of the candidates, who are members that the author names. Each seat after the first goes "
        "to who wins without those who have one.",
        rule.seats,
    ).format(number=say.number(rule.seats))


def candidate_lines(proposal: Proposal, say: Language) -> list[str]:
    """For whom each choice stands, and how many are elected; nothing where nobody is, or the vote is over."""
    rule, candidates = proposal.rules.elects, proposal.content.candidates
    if rule is None or not candidates or proposal.closing is not None:
        return []
    head = say.ngettext(
        "**{number} of these members is elected**", "**{number} of these members are elected**", rule.seats
    ).format(number=say.number(rule.seats))
    named = zip(proposal.content.choices, candidates, strict=False)
    return [head, *(f"• {say.choice(name)}: {say.markup.member(member)}" for name, member in named)]


def elected_lines(proposal: Proposal, say: Language) -> list[str]:
    """Who has a seat, in the order in which they got it, and why seats are empty; nothing before they are elected."""
    rule, closing = proposal.rules.elects, proposal.closing
    if rule is None or closing is None or closing.winners is None:
        return []
    winners, choices = closing.winners, proposal.rules.choices
    lines = [say._("🗳️ **Elected**")]
    lines += [
        f"{seat}. {say.choice(choices[winner.choice - 1])}: {say.markup.member(winner.member)}"
        for seat, winner in enumerate(winners.each, start=1)
    ]
    empty = rule.seats - len(winners.each)
    if empty and winners.tied:
        lines.append(
            say.ngettext(
                "⚠️ {number} seat stays empty: {names} are level, and nobody is elected by the order of names.",
                "⚠️ {number} seats stay empty: {names} are level, and nobody is elected by the order of names.",
                empty,
            ).format(
                number=say.number(empty),
                names=say.both([say.choice(choices[place - 1]) for place in winners.tied]),
            )
        )
    elif empty:
        lines.append(
            say.ngettext(
                "⚠️ {number} seat stays empty: no other candidate got a vote.",
                "⚠️ {number} seats stay empty: no other candidate got a vote.",
                empty,
            ).format(number=say.number(empty))
        )
    return lines
