"""Elections of members: how many are elected, who the candidates are, and who has a seat."""

from collections.abc import Mapping

from bot.domain.councils.election_rule import ElectionRule
from bot.domain.proposals.proposal import Proposal
from bot.wording.language import Language

_MOST_NAMED = 5
"""Of those who are elected or level, by the names that the author gave them."""


def election_words(rule: ElectionRule, say: Language) -> str:
    """What a policy says of it, as a line of its own."""
    elects = say.ngettext(
        "**Elects**: {number} of the candidates, who are members that the author names.",
        "**Elects**: {number} of the candidates, who are members that the author names. Each seat after the first goes "
        "to who wins without those who have one.",
        rule.seats,
    ).format(number=say.number(rule.seats))
    if not rule.owners:
        return elects
    owners = say._("A proposal may make them **owners of the Safe**, and say how many of these must sign.")
    return f"{elects} {owners}"


def seat_danger_lines(proposal: Proposal, say: Language) -> list[str]:
    """That who is elected signs for money, as long as it may come to that."""
    seats, executor = proposal.content.seats, proposal.rules.executor
    if seats is None or executor is None:
        return []
    lines = [
        say._(
            "⚠️ **Look twice**: who is elected **signs for the Safe** {safe}, and for all that it holds."
        ).format(safe=say.on_chain(executor.chain).markup.account(executor.holder))
    ]
    if seats.threshold == 1:
        lines.append(
            say._("⚠️ **Look twice**: each owner alone can move everything: one signature is enough.")
        )
    return lines


def seat_lines(proposal: Proposal, say: Language) -> list[str]:
    """How the owners of the Safe change: by rule before there is a result, then by who was elected."""
    seats, executor = proposal.content.seats, proposal.rules.executor
    if seats is None or executor is None:
        return []
    near = say.on_chain(executor.chain)
    winners = proposal.closing.winners if proposal.closing else None
    if winners is None:
        lines = [
            say._("**If it passes, the owners of the Safe change**"),
            say._(
                "• Who is elected becomes an owner with their primary wallet, as it is when the vote closes."
            ),
        ]
    else:
        lines = [say._("**The owners of the Safe change**")]
        for each in winners.each:
            member = say.markup.member(each.member)
            lines.append(
                say._("• {member} has no wallet that counts there, and becomes no owner.").format(
                    member=member
                )
                if each.wallet is None
                else say._("• {member} becomes an owner with {wallet}.").format(
                    member=member, wallet=near.markup.account(each.wallet)
                )
            )
    # Before those who leave, who may be many: how many must sign is never what is cut.
    lines.append(
        say.ngettext(
            "• Then {number} signature is needed. If there were fewer owners than that, nothing changes.",
            "• Then {number} signatures are needed. If there were fewer owners than that, nothing changes.",
            seats.threshold,
        ).format(number=say.number(seats.threshold))
    )
    stay = () if winners is None else winners.wallets
    leaving = [near.markup.account(owner) for owner in seats.leaving if owner not in stay]
    if leaving:
        lines.append(
            (
                say._("• No owners any more, unless they are elected: {owners}.")
                if winners is None
                else say._("• No owners any more: {owners}.")
            ).format(owners=", ".join(leaving))
        )
    return lines


def seats_event(data: Mapping[str, str], say: Language) -> str:
    """That the Safe isn't asked to change its owners."""
    if not data["too_few"]:
        return say._("✅ The Safe's owners are those who were elected already: there is nothing to sign.")
    return say._(
        "⚠️ **The Safe's owners stay as they are**: there would be fewer than the {number} who must sign.\n"
        "➡️ Those who were elected link a wallet with `/wallet link`; then it needs a vote of its own."
    ).format(number=say.number(int(data["threshold"])))


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
    for seat, winner in enumerate(winners.each, start=1):
        # Of many the mentions alone: with long names the result would be too long to be posted.
        named = len(winners.each) <= _MOST_NAMED
        name = f"{say.choice(choices[winner.choice - 1])}: " if named else ""
        lines.append(f"{seat}. {name}{say.markup.member(winner.member)}")
    empty = rule.seats - len(winners.each)
    if empty and winners.tied:
        lines.append(
            say.ngettext(
                "⚠️ {number} seat stays empty: {names} are level, and nobody is elected by the order of names.",
                "⚠️ {number} seats stay empty: {names} are level, and nobody is elected by the order of names.",
                empty,
            ).format(
                number=say.number(empty),
                names=say.both(_level(proposal, winners.tied, say)),
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


def _level(proposal: Proposal, tied: tuple[int, ...], say: Language) -> list[str]:
    if len(tied) <= _MOST_NAMED:
        return [say.choice(proposal.rules.choices[place - 1]) for place in tied]
    return [say.markup.member(proposal.content.candidates[place - 1]) for place in tied]
