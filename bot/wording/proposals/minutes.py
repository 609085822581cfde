"""The minutes of a decision: one document in Markdown with everything that was decided, how, and by what that is
recognised. Members who voted are counted in it, and not named."""

from collections.abc import Iterable

from bot.domain.elections.tally import decode_result
from bot.domain.policy.rules import rules_of
from bot.domain.proposals.facts import Closing
from bot.domain.proposals.proposal import Proposal
from bot.services.proposals.cards import Card
from bot.services.proposals.minutes import Minutes
from bot.services.statistics.register import Decisions
from bot.wording.accounts.telling_apart import telling_accounts_apart
from bot.wording.actions.calls import calls_lines
from bot.wording.actions.listing import linked
from bot.wording.conviction.stakes import stakes_passed, stakes_score
from bot.wording.councils import elected_lines
from bot.wording.delegation.delegated_power import delegated_power_notes
from bot.wording.executors.registry import words_of
from bot.wording.governance.policies.legal import kept_to_lines
from bot.wording.governance.policies.policies import policy_lines
from bot.wording.language import Language
from bot.wording.markup.links import channel_url, message_url
from bot.wording.milestones import milestone_lines, payments_of
from bot.wording.pages.reading.timeline import timeline
from bot.wording.proposals.cards.changes import changes_lines
from bot.wording.proposals.cards.details import dangers_of, frozen_lines
from bot.wording.proposals.drafts.coauthors import coauthors_lines
from bot.wording.proposals.drafts.sponsoring import sponsors_lines
from bot.wording.proposals.lifecycle.lifecycle import state_lines
from bot.wording.voting.conflicts import declared_lines
from bot.wording.voting.quorums import quorum_lines
from bot.wording.voting.results import turnout_line
from bot.wording.voting.scores import exact_lines, totals
from bot.wording.voting.verdicts import outcome_sentence

_NAME = 100


def minutes_line(card: Card, say: Language) -> str:
    """What stands beside the file."""
    words = say._(
        "The minutes of proposal {number}, *{title}*, with all facts and hashes. What the file says can be checked "
        "with the record; it doesn't tell who voted."
    )
    return words.format(number=card.proposal.number, title=say.title(card.proposal.content.title))


def pdf_line(digest: str, say: Language) -> str:
    """By what the pages are recognised, and what they show otherwise than the other file."""
    words = say._(
        "The PDF says the same on pages (SHA-256 {hash}). Letters that its fonts lack, such as Chinese or Arabic ones, "
        "stand there as their numbers in Unicode."
    )
    return say.markup.small(words.format(hash=say.markup.code(digest)))


def minutes_title(minutes: Minutes, say: Language) -> str:
    """In no words but ours."""
    return say._("Minutes of proposal {number}").format(number=minutes.card.proposal.number)


def minutes_foot(minutes: Minutes, say: Language) -> str:
    """What stands beneath each page."""
    closing = minutes.card.proposal.closing
    title = minutes_title(minutes, say)
    return title if closing is None else f"{title} · SHA-256 {closing.record_hash}"


@telling_accounts_apart
def minutes_document(minutes: Minutes, say: Language) -> str:
    """The document, in a language with the markup of Markdown. Before a result nothing in it tells of ballots."""
    card, proposal = minutes.card, minutes.card.proposal
    title = say.markup.name(proposal.content.title, None) or say.title("")
    head = say._("Minutes of proposal {number}: {title}").format(number=proposal.number, title=title)
    parts = [
        (say._("The decision"), _decision(minutes, say)),
        (say._("The proposal"), _facts(card, say)),
        (say._("What has happened"), [f"{each.at}: {each.what}" for each in timeline(card, say)]),
        (say._("What it does"), _deeds(card, say)),
        (say._("The rules of this vote"), _rules(proposal, say)),
        (say._("The execution"), _requests(proposal, say)),
        (say._("By what it is recognised"), _recognised(minutes, say)),
    ]
    found = [f"# {head}", *(f"## {name}\n\n{_listed(lines)}" for name, lines in parts if lines)]
    text = say.markup.body(proposal.content.text) or say._("(no text)")
    return "\n\n".join([*found, f"## {say._('What is proposed')}", text]) + "\n"


def _listed(lines: Iterable[str]) -> str:
    """A list with one entry for each line of ours; what belongs to it is indented with it."""
    return "\n".join("- " + line.removeprefix("• ").replace("\n", "\n  ") for line in lines if line)


def _facts(card: Card, say: Language) -> list[str]:
    proposal = card.proposal
    lines = [
        say._("**Space**: {name}").format(name=say.markup.name(card.space.name, _NAME)),
        say._("**Track**: {name}").format(name=say.markup.name(card.track.name, _NAME)),
    ]
    if proposal.pays_for is None:
        lines.append(say._("**Author**: {member}").format(member=say.markup.member(proposal.author)))
    lines += coauthors_lines(proposal, say)
    sponsors = proposal.submission.sponsors if proposal.submission else ()
    lines += sponsors_lines([each.member for each in sponsors], len(sponsors), say)
    if choices := proposal.rules.choices:
        named = [f"{place}. {say.choice(name, None)}" for place, name in enumerate(choices, start=1)]
        lines.append("\n".join([say._("**Choices**"), *named]))
    return lines


def _deeds(card: Card, say: Language) -> list[str]:
    near = linked(card.actions, say)
    promised = milestone_lines(
        card.milestones, card.proposal.rules, linked(payments_of(card.milestones), say)
    )
    lines = [
        *dangers_of(card, near),
        *calls_lines(card.actions, near),
        *promised,
        *changes_lines(card.proposal, say, over=True),
    ]
    return lines or [say._("Nothing is executed: the proposal only decides.")]


def _rules(proposal: Proposal, say: Language) -> list[str]:
    policy = proposal.rules
    return [
        say._("**Policy**: {name}").format(name=say.markup.name(policy.name, _NAME)),
        *policy_lines(policy, say),
    ]


def _decision(minutes: Minutes, say: Language) -> list[str]:
    """What came out and why, with its numbers; and where that stands now."""
    card = minutes.card
    proposal, closing = card.proposal, card.proposal.closing
    standing = state_lines(card, say)
    if closing is None or proposal.pays_for is not None:
        return standing
    if proposal.rules.open_ended:
        return [stakes_passed(closing, say), *stakes_score(closing, proposal, say), *standing]
    return [*_count(card, closing, say), *declared_lines(minutes.declared, proposal, say), *standing]


def _count(card: Card, closing: Closing, say: Language) -> list[str]:
    policy = card.proposal.rules
    result = decode_result(closing.result, rules_of(policy))
    return [
        outcome_sentence(policy, result, say),
        *elected_lines(card.proposal, say),
        turnout_line(card, result.voters, result.cast_power, say),
        *quorum_lines(policy, result, say, final=True),
        *kept_to_lines(card.proposal, say),
        *totals(policy, result, say),
        "\n".join(
            [say._("**Exact count**"), *(f"- {line[2:]}" for line in exact_lines(policy, result, say))]
        ),
        *delegated_power_notes(card.delegated_power, policy.power, say),
    ]


def _requests(proposal: Proposal, say: Language) -> list[str]:
    """What the executors were asked for. What became of it stands in what happened."""
    return [words_of(request.kind).identity(request, say) for request in proposal.requests]


def _recognised(minutes: Minutes, say: Language) -> list[str]:
    card, proposal, code = minutes.card, minutes.card.proposal, say.markup.code
    lines = [say._("**Policy** (SHA-256): {hash}").format(hash=code(proposal.rules.hash))]
    lines += frozen_lines(proposal.opening, say)
    if proposal.closing:
        record = code(proposal.closing.record_hash)
        lines.append(say._("**Record** (SHA-256): {hash}").format(hash=record))
    guild, result, thread = card.space.guild, minutes.result, card.thread
    if result is not None:
        url = message_url(guild, result.channel, result.message)
        lines.append(say._("**Result and record in Discord**: {link}").format(link=say.markup.link(url, url)))
    if thread is not None:
        url = channel_url(guild, thread.channel)
        lines.append(say._("**Discussion**: {link}").format(link=say.markup.link(url, url)))
    if card.page is not None:
        page = say.markup.link(card.page, card.page)
        lines.append(say._("**Page with the record**: {link}").format(link=page))
    return lines


def register_lines(found: Decisions, say: Language) -> list[str]:
    """What stands beside the file with the register; nothing but that there is none where nothing is decided."""
    space = say.markup.name(found.space.name, _NAME)
    if not found.decided and not found.imported:
        return [say._("Nothing is decided yet in {space}.").format(space=space)]
    number = len(found.decided)
    lines = [
        say.ngettext(
            "The register of {space}: {number} decision, by number.",
            "The register of {space}: {number} decisions, by number.",
            number,
        ).format(space=space, number=say.number(number))
    ]
    if found.imported:
        imported = len(found.imported)
        lines.append(
            say.ngettext(
                "🕰 Before them stands {number} decision of another server, which was imported with its record.",
                "🕰 Before them stand {number} decisions of another server, which were imported with their records.",
                imported,
            ).format(number=say.number(imported))
        )
    if found.cut or found.imported_cut:
        left_out = say._("⚠️ **It is cut**: only the newest {number} are in it, and older ones are left out.")
        lines.insert(0, left_out.format(number=say.number(max(number, len(found.imported)))))
    return lines
