"""What members are answered in private can be said in another language, a sentence at a time."""

from itertools import product

import pytest
from msgspec.structs import replace

from bot.domain.accounts.wallet import LinkRequest, Wallet
from bot.domain.delegation.delegation import Profile
from bot.domain.delegation.participation import Participation
from bot.domain.ids import ChainId, ChannelId, GuildId, MemberId, MessageId, Power, ProposalNumber, SpaceId
from bot.domain.proposals.progress import ProgressReport
from bot.domain.spaces.auditors import Auditor
from bot.domain.spaces.tree import SpaceTree
from bot.services.actors import Actor
from bot.services.delegation.delegating import Portrait
from bot.services.governance.space_tree import DescribedSpace
from bot.services.ports import LogEntry, Posted
from bot.services.proposals.drafting.previews import Preview
from bot.services.proposals.drafting.track_eligibility import TrackChoice
from bot.services.proposals.finding import Found, StateGroup, Wanted
from bot.services.proposals.listing import Listed
from bot.services.reputation.reputation import MemberReputation
from bot.wording.accounts import wallets
from bot.wording.actions.calls import proposal_calls_lines
from bot.wording.delegation import delegate_profiles
from bot.wording.governance import spaces
from bot.wording.governance.offices import moderation
from bot.wording.governance.tracks import track_templates
from bot.wording.governance.tree import tree_lines
from bot.wording.help import help_parts, not_set_up_parts
from bot.wording.proposals.drafts import coauthors, drafts
from bot.wording.proposals.lifecycle import progress
from bot.wording.proposals.lifecycle.forum_tags import tag_names
from bot.wording.proposals.proposal_list import list_lines, newer_label, older_label
from tests.cogs.voting.samples import START, TOKEN, card_of, in_every_state, proposal_of, token_policy
from tests.wording.translations.pseudo import PSEUDO
from tests.wording.translations.test_pseudo_language import check

MEMBER, GUILD = MemberId(7), GuildId(42)


@pytest.mark.parametrize("primary", [True, False])
def test_wallets_are_said_in_whole_sentences(primary: bool) -> None:
    wallet = Wallet(GUILD, MEMBER, TOKEN, START, primary)
    asked = LinkRequest("abc", GUILD, MEMBER, TOKEN, ChainId(1), "message", START, START)
    check("\n".join(wallets.wallet_lines([wallet], "https://x.example", PSEUDO)))
    check("\n".join(wallets.wallet_lines([], None, PSEUDO)))
    check("\n".join(wallets.linked_lines(wallet, PSEUDO)))
    check(wallets.sign_line(asked, PSEUDO))
    check("\n".join(wallets.how_to_sign_lines("message.txt", PSEUDO)))
    check(wallets.unlink_question(TOKEN, PSEUDO))


@pytest.mark.parametrize("administrator", [True, False])
def test_the_help_is_said_in_whole_sentences(administrator: bool) -> None:
    space = card_of(proposal_of()).space
    actor = Actor(MEMBER, "Ada", GUILD, "DAO", frozenset({space.guardians}), administrator)
    for told in (help_parts(actor, space, [token_policy()], PSEUDO), not_set_up_parts(actor, PSEUDO)):
        check("\n".join(told))


@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize("conflicts", ["", "none"])
def test_profiles_are_said_in_whole_sentences(own: bool, conflicts: str) -> None:
    profile = Profile(MEMBER, "parks", "budgets", conflicts, START)
    for said in (profile, None):
        portrait = Portrait(MEMBER, said, 2, Participation(5, 3, 2, 1, 1), open=True)
        lines = delegate_profiles.profile_lines(portrait, MemberReputation((), 0, ()), PSEUDO, own=own)
        check("\n".join(lines), profile)


def test_what_moderators_ask_and_did_is_said_in_whole_sentences() -> None:
    proposal = proposal_of()
    check("\n".join(moderation.cancel_lines(proposal, PSEUDO)), proposal)
    check("\n".join(moderation.veto_lines(proposal, PSEUDO)), proposal)
    for done in (
        moderation.paused_line,
        moderation.resumed_line,
        moderation.cancelled_line,
        moderation.vetoed_line,
    ):
        check(done(proposal.number, PSEUDO))


@pytest.mark.parametrize("numbered", [True, False])
@pytest.mark.parametrize("reason", ["spam", None])
def test_the_log_and_the_space_are_said_in_whole_sentences(numbered: bool, reason: str | None) -> None:
    about = proposal_of() if numbered else None
    entry = LogEntry(
        1,
        GUILD,
        MEMBER,
        "pause",
        about and about.id,
        reason,
        {},
        START,
        "",
        "ab" * 32,
        about and about.number,
    )
    check("\n".join(spaces.log_lines([entry], PSEUDO)), entry)
    check("\n".join(spaces.log_lines([], PSEUDO)))
    card = card_of(proposal_of())
    auditors = [Auditor(False, MEMBER), Auditor(True, 12)]
    part = replace(card.space, id=SpaceId(9), name="Grants", parent=card.space.id, archived_at=START)
    for space, above, children in ((card.space, [], [part]), (part, [card.space], [])):
        described = DescribedSpace(space, above, children, [card.track], auditors)
        shown = spaces.space_lines(described, "https://a.example", PSEUDO)
        check("\n".join(shown), described)
    for spaces_of_server in ([card.space], [card.space, part], [card.space, replace(part, archived_at=None)]):
        check("\n".join(tree_lines(SpaceTree(spaces_of_server), part, PSEUDO)), spaces_of_server)


def test_drafts_and_lists_are_said_in_whole_sentences() -> None:
    for current, card in in_every_state().items():
        proposal = card.proposal
        check(drafts.draft_head(Preview(proposal, card.track, (), current), PSEUDO), card)
        listed = [Listed(proposal, current, Posted("card", ChannelId(2), MessageId(3)))]
        for group in (None, *StateGroup):
            wanted = Wanted(group, proposal.track, proposal.author, ("a", "well"))
            page = Found(listed, None, None, card.track.name)
            check("\n".join(list_lines(page, wanted, listed, GUILD, START, PSEUDO)), card)
        check("\n".join(proposal_calls_lines(proposal, card.actions, PSEUDO, card.milestones)), card)
        check(drafts.withdraw_question(proposal, PSEUDO), card)
        check("\n".join(drafts.submitted_lines(proposal, ChannelId(2), PSEUDO)), card)
    for group, number in product((None, *StateGroup), (None, ProposalNumber(7))):
        for nothing in (Found([], number, None), Found([], None, number)):
            check("\n".join(list_lines(nothing, Wanted(group), [], GUILD, START, PSEUDO)))
    check(newer_label(PSEUDO)), check(older_label(PSEUDO))
    for name in tag_names(PSEUDO):
        check(name)
    check(drafts.draft_text("", 10, PSEUDO))


def test_co_authors_and_reports_are_said_in_whole_sentences() -> None:
    for card in in_every_state().values():
        written = replace(card.proposal, coauthors=(MEMBER, MemberId(8)))
        for lines in (
            coauthors.coauthors_lines(written, PSEUDO),
            coauthors.invitation_lines(written, MEMBER, PSEUDO),
            [coauthors.accepted_line(written, MEMBER, PSEUDO), coauthors.declined_line(MEMBER, PSEUDO)],
            [coauthors.left_line(MEMBER, PSEUDO)],
        ):
            check("\n".join(lines), card)
    for label in (coauthors.accept_label, coauthors.decline_label, coauthors.look_label):
        check(label(PSEUDO))
    reports = [ProgressReport(MEMBER, "", "", START)] * 7
    check("\n".join(progress.progress_lines(reports, PSEUDO)))
    check(progress.progress_form_title(ProposalNumber(7), PSEUDO))
    check(progress.progressed_line(ProposalNumber(7), PSEUDO))
    check(progress.reports_heading(PSEUDO))
    for question in (progress.progress_text_question, progress.progress_link_question):
        check("\n".join(question(PSEUDO)))


def test_templates_are_asked_for_and_answered_in_whole_sentences() -> None:
    check(track_templates.template_form_title(PSEUDO))
    for question in (track_templates.template_title_question, track_templates.template_text_question):
        for text in question(PSEUDO):
            check(text)
    _, card = next(iter(in_every_state().items()))
    for template in (True, False):
        check("\n".join(track_templates.template_lines(card.track, template, PSEUDO)), card)


@pytest.mark.parametrize("held", [None, 0, 10**30])
@pytest.mark.parametrize("next_track", [None, "binding"])
def test_what_a_track_asks_is_said_in_whole_sentences(held: int | None, next_track: str | None) -> None:
    track = replace(
        card_of(proposal_of()).track, policy=token_policy(proposal_threshold=10**20, next_track=next_track)
    )
    offered = [TrackChoice(track, None if held is None else Power(held))]
    check("\n".join(drafts.track_picker_lines(offered, PSEUDO)), track)
