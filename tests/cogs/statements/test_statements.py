"""Members put short statements on a proposal and answer each other's; what both sides agree on may be taken over."""

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.ids import ProposalId
from bot.domain.statements.bridging import bridging
from bot.domain.statements.exported import computed, read_export
from bot.domain.statements.statement import PER_MEMBER, PER_PROPOSAL
from sandbox.discord import Message
from tests.cogs.voting.discord_harness import DiscordHarness
from tests.naive import statements as naive

TEXTS = ("Dig it by hand.", "Let a firm dig it.", "The water stays free.")
CAMPS = {"ada": "+-+", "ben": "+-+", "cora": "+-+", "dan": "-++", "eve": "-++", "fay": "-+-"}
LABELS = {"+": "Agree", "-": "Disagree", ".": "Pass"}


async def use(dao: DiscordHarness, name: str, command: str, **options: Any) -> Message:
    reply = await dao[name].slash(dao.log, f"proposal {command}", proposal="1", **options)
    message = await reply.settled()
    assert message.ephemeral
    return message


async def put(dao: DiscordHarness, name: str, text: str) -> str:
    return (await use(dao, name, "statement", text=text)).text


def post(dao: DiscordHarness) -> Message:
    """The message in the thread that shows the statements."""
    (found,) = dao.said(dao.thread, "Statements on proposal 1")
    return found


async def answer_all(dao: DiscordHarness, name: str, signs: str) -> Message:
    """One after the other, in the order in which they are asked."""
    asked = await (await dao[name].click(post(dao), "Answer")).settled()
    shown = asked.text
    while "That is all" not in shown:
        place = next(place for place, text in enumerate(TEXTS) if text in shown)
        await (await dao[name].click(asked, LABELS[signs[place]])).settled()
        assert asked.text != shown
        shown = asked.text
    return asked


async def discussed(dao: DiscordHarness, **content: Any) -> ProposalId:
    """A proposal with the statements; Ada is its author, and Ben's are the statements."""
    proposal = await dao.submitted({"ada": 70}, **content)
    for text in TEXTS:
        await put(dao, "ben", text)
    await dao.deliver()
    return proposal


async def answered(dao: DiscordHarness) -> ProposalId:
    proposal = await discussed(dao)
    for name, signs in CAMPS.items():
        if name == "ben":
            # He agrees with his own: now he says otherwise of the second.
            asked = await (await dao[name].click(post(dao), "Answer")).settled()
            await (await dao[name].click(asked, "Look at my answers")).settled()
            while TEXTS[1] not in asked.text:
                await (
                    await dao[name].click(asked, "Next" if asked.buttons[-1].label == "Next" else "Back")
                ).settled()
            assert "You agree." in asked.text
            await (await dao[name].click(asked, "Disagree")).settled()
        else:
            await answer_all(dao, name, signs)
    return proposal


async def test_statements_stand_in_one_message_of_the_thread_with_their_authors(dao: DiscordHarness) -> None:
    await discussed(dao)
    text = post(dao).text
    assert all(each in text for each in TEXTS)
    assert dao["ben"].mention in text
    assert "3 statements · 1 member has answered" in text


async def test_a_statement_is_put_by_the_button_of_the_threads_first_message(dao: DiscordHarness) -> None:
    await dao.submitted({"ada": 70})
    starter = dao.thread.messages[0]
    reply = await dao["ben"].click(starter, "Put a statement")
    assert reply.modal is not None
    said = await (await reply.modal.submit({"Your statement": "  Dig\nit   deep. "})).settled()
    assert "Your statement is number 1 on proposal 1: Dig it deep." in said.text
    await dao.deliver()
    assert "`1` Dig it deep." in post(dao).text


async def test_a_member_answers_one_statement_after_the_other_and_may_change_that(
    dao: DiscordHarness,
) -> None:
    await discussed(dao)
    asked = await (await dao["cora"].click(post(dao), "Answer")).settled()
    assert asked.ephemeral
    assert "you have answered 0 of 3" in asked.text
    assert sum(text in asked.text for text in TEXTS) == 1
    await answer_all(dao, "cora", "+-.")
    again = await (await dao["cora"].click(post(dao), "Answer")).settled()
    assert "you have answered 3 of 3" in again.text
    await dao.deliver_again()
    assert "2 members have answered" in post(dao).text


async def test_what_both_sides_agree_on_is_shown_and_nobodys_own_answers(dao: DiscordHarness) -> None:
    await answered(dao)
    shown = (await use(dao, "gus", "statements")).text
    # By hand: 3 of 3 and 2 of 3 agree with the third, so (3+1)/(3+2) · (2+1)/(3+2) = 48 %.
    assert (
        "both sides agree on**\n`3` The water stays free. · A: 3 of 3 and B: 2 of 3 agree · consensus 48.0"
        in shown
    )
    assert "they are 2 groups: A (3) and B (3)" in shown
    assert "3 agree, 0 pass, 3 disagree" in shown
    for name in CAMPS.keys() - {"ben"}:
        assert dao[name].mention not in shown


async def test_the_file_has_no_names_and_everybody_computes_the_same_from_it(dao: DiscordHarness) -> None:
    await answered(dao)
    shown = await use(dao, "gus", "statements")
    answer = await (await dao["gus"].click(shown, "File of the answers")).settled()
    file = answer.attachments[0].content
    assert not any(str(dao[name].id).encode() in file for name in CAMPS)
    found = json.loads(computed(bridging(read_export(file))))
    assert found == naive.computed(file)
    assert (found["groups"], found["agreed"]) == ([3, 3], [3])


async def test_the_author_takes_a_statement_over_in_the_form_of_an_edit(dao: DiscordHarness) -> None:
    proposal = await answered(dao)
    shown = await use(dao, "ada", "statements")
    reply = await dao["ada"].select(shown, values="3")
    assert reply.modal is not None
    assert reply.modal.field("Text").value == "We need water.\n\nThe water stays free."
    await (await reply.modal.submit({})).settled()
    async with dao.harness.services.uow.reading() as repositories:
        text = (await repositories.proposals.get(proposal)).content.text
    assert text == "We need water.\n\nThe water stays free."
    assert "Take a statement over" not in str((await use(dao, "ben", "statements")).components)


async def test_a_statement_for_which_there_is_no_room_is_refused(dao: DiscordHarness) -> None:
    await answered(dao)
    shown = await use(dao, "ada", "statements")
    ada = dao.harness.actor("ada", guild=dao.guild_id)
    proposal = next(iter(await dao.harness.services.proposal_reading.of_guild(dao.guild_id, ada.member)))
    await dao.harness.services.proposing.edit(ada, proposal.id, "A well", "x" * 3490, "")
    refused = await (await dao["ada"].select(shown, values="3")).settled()
    assert "too long for it" in refused.text


async def test_while_few_have_answered_nothing_is_told_of_how(dao: DiscordHarness) -> None:
    await discussed(dao)
    await answer_all(dao, "cora", "+++")
    shown = await use(dao, "gus", "statements")
    assert "is shown when 5 have" in shown.text
    assert "agree," not in shown.text
    assert "File of the answers" not in [button.label for button in shown.buttons]


async def test_where_a_policy_hides_counts_only_what_all_agree_on_is_told(dao: DiscordHarness) -> None:
    await dao.set_up()
    async with dao.harness.services.uow.writing() as repositories:
        (track,) = await repositories.spaces.tracks((await repositories.spaces.of_guild(dao.guild_id)).id)
        policy = track.policy.model_copy(update={"privacy": "after_close", "reactions": False})
        await repositories.spaces.set_track(track.space, track.name, policy, dao.harness.clock.now())
    await dao.harness.powers({"ada": 70}, guild=dao.guild_id)
    await dao.harness.submitted("ada", guild=dao.guild_id)
    await dao.deliver()
    for text in TEXTS:
        await put(dao, "ben", text)
    await dao.deliver()
    for name in ("ada", "cora", "dan", "eve"):
        await answer_all(dao, name, "+-+")
    shown = await use(dao, "gus", "statements")
    assert "`3` The water stays free." in shown.text
    assert "hide all counts" in shown.text
    assert not any(sign in shown.text for sign in ("consensus", "%", "pass,"))
    assert "File of the answers" not in [button.label for button in shown.buttons]


async def test_each_member_puts_few_statements_and_the_same_one_once(dao: DiscordHarness) -> None:
    proposal = await discussed(dao)
    assert "stands as number 1 on proposal 1 already" in await put(dao, "cora", "dig it BY hand.")
    for number in range(PER_MEMBER - len(TEXTS)):
        assert "Your statement" in await put(dao, "ben", f"One more {number}")
    assert "You have put 5 statements" in await put(dao, "ben", "Too many")
    services = dao.harness.services
    for number in range(PER_PROPOSAL - PER_MEMBER):
        member = dao.harness.actor(f"member {number // PER_MEMBER}", guild=dao.guild_id)
        await services.putting_statements.put(member, proposal, f"Statement of many {number}")
    assert "This proposal has 100 statements" in await put(dao, "cora", "Yet another")
    await dao.deliver_again()
    assert "… and" in post(dao).text
    shown = await use(dao, "gus", "statements")
    await (await dao["gus"].click(shown, "Next")).settled()
    assert "Statement of many" in shown.text


async def test_its_author_takes_a_statement_away_and_a_moderator_in_public(dao: DiscordHarness) -> None:
    await discussed(dao)
    refused = await use(dao, "cora", "retract", statement=1)
    assert "another member's" in refused.text
    assert "taken away" in (await use(dao, "ben", "retract", statement=1)).text
    assert "taken away" in (await use(dao, "mo", "retract", statement=2)).text
    await dao.deliver_again()
    assert TEXTS[0] not in post(dao).text
    assert TEXTS[2] in post(dao).text
    assert "a member's statement taken away" in dao.log.messages[-1].text
    assert "no such statement" in (await use(dao, "ben", "retract", statement=1)).text


async def test_when_the_discussion_is_over_nothing_is_put_or_answered(dao: DiscordHarness) -> None:
    proposal = await discussed(dao)
    asked = await (await dao["cora"].click(post(dao), "Answer")).settled()
    dao.harness.clock.advance(timedelta(days=3))
    await dao.harness.open(proposal)
    await dao.deliver_again()
    assert "The discussion is over" in post(dao).text
    assert [button.label for button in post(dao).buttons] == ["What they agree on"]
    assert "is in the state" in await put(dao, "cora", "Too late")
    refused = await (await dao["cora"].click(asked, "Agree")).followup()
    assert "is in the state" in refused.text
    assert TEXTS[0] in (await use(dao, "cora", "statements")).text


async def test_another_servers_proposal_and_a_draft_have_no_statements(dao: DiscordHarness) -> None:
    await dao.set_up()
    assert "There is no" in await put(dao, "ben", "Here?")


@pytest.mark.attack("discord")
async def test_what_a_statement_says_pings_nobody_and_forges_nothing(dao: DiscordHarness) -> None:
    await dao.submitted({"ada": 70})
    for text in ("@everyone **Passed** [here](https://a.example)", "```\n# Result", "\u200b\u202e"):
        await put(dao, "ben", text)
    await dao.deliver()
    shown = post(dao)
    assert r"\[here\]" in shown.text
    assert "**Passed**" not in shown.text
    assert "```" not in shown.text
    assert "(nothing that can be seen)" in shown.text
    assert not shown.payload()["mention_everyone"]
