"""A draft that looks for sponsors: its message in the announcement channel, and what those are told who press its
buttons."""

from collections.abc import Sequence

from bot.domain.ids import ChannelId, MemberId
from bot.domain.proposals.sponsoring import SponsorCall, least_of_sponsor
from bot.services.proposals.drafting.sponsoring import Sponsored, SponsoredDraft
from bot.wording.amounts import power_text
from bot.wording.errors import refusal
from bot.wording.language import Language

_NAMED = 10
"""So many sponsors are named in the message; the rest is counted."""
_ON_CARD = 2
_LEAST = 1


def call_lines(draft: SponsoredDraft, say: Language) -> list[str]:
    """What is asked for and until when, who stands behind it already; or what became of it."""
    proposal, policy = draft.proposal, draft.preview.track.policy
    if proposal.submission is not None:
        return [
            say._("✅ **Submitted**: it is proposal {number}.").format(number=proposal.number),
            *sponsors_lines([each.member for each in proposal.submission.sponsors], _NAMED, say),
        ]
    if proposal.stopped:
        return [say._("↩️ The author has discarded it.")]
    if draft.call.ended and not draft.expired:
        return [say._("✏️ **The author has changed it**, and it looks for sponsors no more by this message.")]
    needed = power_text(policy.proposal_threshold, policy.power, say, exact=True)
    if not draft.stands:
        return [say._("⌛ Its time is over: it found too few sponsors.")]
    lines = [
        say._("🤝 **A draft looks for sponsors** until {moment}.").format(
            moment=say.moment(draft.call.until)
        ),
        say._("Together with its author they need {needed}. Then it is discussed, and voted on.").format(
            needed=needed
        ),
    ]
    least = least_of_sponsor(policy.proposal_threshold)
    if least > _LEAST:
        lines.append(
            say._("Each sponsor needs {least} at least.").format(
                least=power_text(least, policy.power, say, exact=True)
            )
        )
    if draft.sponsorships:
        held = power_text(draft.held, policy.power, say)
        lines += sponsors_lines([each.member for each in draft.sponsorships], _NAMED, say)
        lines.append(say._("They hold {held}.").format(held=held))
    return lines


def sponsors_lines(members: Sequence[MemberId], limit: int, say: Language) -> list[str]:
    """Who stands behind it, some by name; nothing where nobody does."""
    if not members:
        return []
    named = [say.markup.member(member) for member in members[:limit]]
    if more := len(members) - len(named):
        named.append(say.ngettext("{number} more", "{number} more", more).format(number=say.number(more)))
    return [say._("**Sponsors**: {members}").format(members=say.both(named))]


def card_sponsors(members: Sequence[MemberId], say: Language) -> list[str]:
    """The same on a card, shorter."""
    return [say.markup.small(line) for line in sponsors_lines(members, _ON_CARD, say)]


def called_lines(call: SponsorCall, channel: ChannelId, say: Language) -> list[str]:
    """What happens now that the author has asked."""
    return [
        say._("🤝 **Your draft looks for sponsors** in {channel}, until {moment}.").format(
            channel=say.markup.channel(channel), moment=say.moment(call.until)
        ),
        say._("Everybody can read it there. It is submitted by itself as soon as enough sponsor it."),
        say._("If you change it, its sponsors are gone, and you ask again."),
    ]


def sponsored_lines(sponsored: Sponsored, say: Language) -> list[str]:
    """What the member's sponsorship did."""
    policy = sponsored.proposal.policy
    power = power_text(sponsored.power, policy.power, say, exact=True)
    lines = [say._("🤝 You sponsor it, with {power}.").format(power=power)]
    if sponsored.missing:
        missing = power_text(sponsored.missing, policy.power, say, exact=True)
        lines.append(say._("{missing} are still missing.").format(missing=missing))
    elif sponsored.hindrance is not None:
        lines += [
            say._("Nothing is missing, but it can't be submitted now:"),
            refusal(sponsored.hindrance, say),
        ]
    elif sponsored.proposal.submission is not None:
        lines.append(
            say._("✅ **It is submitted**, as proposal {number}.").format(number=sponsored.proposal.number)
        )
    return lines


def taken_back_line(say: Language) -> str:
    return say._("You don't sponsor it any more.")


def withheld_draft_title(say: Language) -> str:
    """The title of a draft whose own may not be shown."""
    return say.pgettext("title", "A draft")


def withheld_draft_text(say: Language) -> str:
    """Instead of a text that may not be shown."""
    return say._(
        "⚠️ This server's filters refuse the author's words, so that they can't be shown here: Details has them."
    )


def ask_sponsors_label(say: Language) -> str:
    return say.pgettext("button", "Ask for sponsors")


def sponsor_label(say: Language) -> str:
    return say.pgettext("button", "Sponsor")


def take_back_label(say: Language) -> str:
    return say.pgettext("button", "Sponsor no more")


def sponsor_details_label(say: Language) -> str:
    return say.pgettext("button", "Details")
