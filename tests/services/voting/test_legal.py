"""What the law asks of a vote: notice, quorums, and who sees the list of those who voted."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.ids import ChannelId, ProposalId
from bot.domain.policy.legal import LegalRule
from bot.domain.policy.model import Policy, preset
from bot.domain.policy.rules import rules_of
from bot.wording.language import language
from bot.wording.markup.markdown_markup import MarkdownMarkup
from bot.wording.proposals.drafts.drafts import submitted_lines
from bot.wording.proposals.minutes import minutes_document
from tests.harness import DISCUSSION, GUILD, ServiceHarness
from tests.services.delegation.delegating import rule
from tests.verification.checking import changed, refusal

NOTICE = timedelta(days=14)
SILENT = {"by": "silence", "voting": "P7D", "objection": "1/10"}
SAY = language(markup=MarkdownMarkup())


async def voting(harness: ServiceHarness, **legal: Any) -> ProposalId:
    await harness.set_up(quorum="1 votes")
    await rule(harness, legal=LegalRule(**legal), reactions=False)
    await harness.powers({"ada": 10, "ben": 5, "cleo": 85})
    return await harness.submitted("ada")


async def minutes_of(harness: ServiceHarness, proposal: ProposalId) -> str:
    return minutes_document(await harness.services.minutes.of(GUILD, proposal), SAY)


async def test_a_changed_text_begins_the_notice_anew(harness: ServiceHarness) -> None:
    proposal = await voting(harness, notice=NOTICE, retention=timedelta(days=3650))
    said = submitted_lines(await harness.get(proposal), ChannelId(1), SAY)
    assert "by itself 14 days later" in said[2]
    assert "Each change begins the notice of 14 days anew" in said[-1]
    await harness.proceed()
    await harness.pass_time(DISCUSSION)
    await harness.proceed()
    assert (await harness.get(proposal)).opening is None
    await harness.pass_time(NOTICE - DISCUSSION - timedelta(hours=1))
    await harness.services.proposing.edit(harness.actor("ada"), proposal, "A well", "A deeper one.", "")
    changed_at = harness.clock.now()
    assert (await harness.services.cards.card(proposal)).opens_at == changed_at + NOTICE
    await harness.pass_time(timedelta(hours=2))
    await harness.proceed()
    assert (await harness.get(proposal)).opening is None
    await harness.pass_time(NOTICE - timedelta(hours=2))
    await harness.proceed()
    found = await harness.get(proposal)
    assert found.opening is not None
    assert found.opening.at >= changed_at + NOTICE
    await harness.vote("ada", "For", proposal=proposal)
    await harness.close(proposal)
    record = await harness.services.cards.record(proposal) or b""
    assert refusal(record) is None

    def late(document: Any) -> None:
        document["announced_at"] += 60 * 60

    def left_out(document: Any) -> None:
        del document["announced_at"]

    assert "announced_at" in (refusal(changed(record, late)) or "")
    assert "announced_at" in (refusal(changed(record, left_out)) or "")
    document = await minutes_of(harness, proposal)
    assert "**Notice**: 14 days, required 14 days (announced " in document
    assert "**To be kept** until 2036" in document


async def test_a_vote_without_the_quorums_of_the_law_is_defeated_and_says_so(harness: ServiceHarness) -> None:
    proposal = await voting(harness, quorum="1/5", voters=2)
    await harness.open(proposal)
    await harness.vote("ada", "For")
    await harness.vote("ben", "For")
    count = await harness.close(proposal)
    assert not count.passed
    assert count.outcome["quorum_power"] == ["15", "15", "2"]
    assert count.outcome["quorum_needed"][1:] == ["20", "2"]
    record = await harness.services.cards.record(proposal) or b""
    assert refusal(record) is None
    document = await minutes_of(harness, proposal)
    assert "**Defeated**: the quorum that the law asks for is not reached" in document
    assert "**Quorum reached**" in document
    assert "**Quorum by law missed**" in document
    assert "**Quorum by law reached**: 2" in document


async def test_lists_of_voters_show_numbers_where_only_auditors_may_see_names(
    harness: ServiceHarness,
) -> None:
    proposal = await voting(harness, members_list="auditors")
    await harness.open(proposal)
    await harness.vote("ada", "For")
    number = await harness.in_record("ada", proposal)
    reading, cards = harness.services.page_reading, harness.services.cards

    async def listed() -> list[str]:
        page = await reading.voters_of(await cards.card(proposal))
        assert page is not None
        return [str(each.member) for each in page.voters]

    assert await listed() == [number]
    await harness.close(proposal)
    assert await listed() == [number]
    concentration = await harness.services.statistics.concentration.of(harness.actor("ben"))
    assert [str(each.member) for each in concentration.voters] == [number]
    overlap = await harness.services.statistics.participation.overlap(harness.actor("ben"), 30)
    assert harness.member("ada") not in overlap.agreement.voters


async def test_names_stay_hidden_of_one_member_and_after_the_rules_have_changed(
    harness: ServiceHarness,
) -> None:
    proposal = await voting(harness, members_list="auditors")
    await harness.open(proposal)
    await harness.vote("ada", "For")
    await harness.close(proposal)
    await rule(harness, legal=None, reactions=False)
    ada, ben = harness.member("ada"), harness.actor("ben")
    overlap = await harness.services.statistics.participation.overlap(ben, 30)
    assert ada not in overlap.agreement.voters
    assert not (await harness.services.statistics.delegate.of(ben, ada, 30)).casts
    space = (await harness.get(proposal)).space
    async with harness.services.uow.reading() as repositories:
        delegates = await harness.services.page_reading.delegates(await repositories.spaces.get(space))
    assert (delegates.newest, delegates.weights) == (None, {})


def test_the_law_adds_its_quorums_to_any_policys_own() -> None:
    token = preset("token")
    law = token.model_copy(update={"legal": LegalRule(quorum="1/10", voters=3)})
    assert [each.kind for each in rules_of(law).quorum] == ["share", "share", "headcount"]
    assert rules_of(token).quorum == rules_of(law).quorum[0]
    assert token.hash != law.hash
    assert Policy.model_validate(law.document()) == law


@pytest.mark.parametrize(
    ("name", "changes", "field"),
    [
        ("conviction", {"legal": {"voters": 3}}, "legal"),
        ("token", {"legal": {}}, "legal"),
        ("token", {"legal": {"quorum": "3/2"}}, "legal"),
        ("token", {"legal": {"members_list": "auditors"}}, "reactions"),
        (
            "token",
            {"legal": {"members_list": "auditors"}, "reactions": False, "named_records": True},
            "named_records",
        ),
        ("token", {"legal": {"voters": 3}, "milestones": SILENT}, "milestones"),
    ],
)
def test_what_no_law_can_ask_is_refused(name: str, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(ValueError, match=field):
        Policy.model_validate({**preset(name).document(), **changes})
