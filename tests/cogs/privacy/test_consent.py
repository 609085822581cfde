"""Where a server asks for it, a member agrees once before anything is stored about them, and what they did goes on."""

from datetime import timedelta

from bot.domain.elections.ballot import snowflake_time
from bot.services.ports import DataKind
from sandbox.discord import Message
from tests.cogs.voting.discord_harness import DiscordHarness

AGREE = "Agree and go on"
ASKED = "This server asks you first."


async def asking(dao: DiscordHarness, words: str = "") -> None:
    """Its moderators have members asked."""
    options = {"words": words} if words else {}
    said = await moderated(dao, ask="on", **options)
    assert "Members are asked once before I store what they do here" in said.text


async def moderated(dao: DiscordHarness, **options: str) -> Message:
    """What the owner is answered, who agrees where they are asked themself."""
    said = await (await dao.guild.owner.slash(dao.announcements, "data consent", **options)).settled()
    if said.buttons:
        said = await (await dao.guild.owner.click(said, AGREE)).settled()
    return said


async def rows(dao: DiscordHarness, name: str) -> dict[DataKind, int]:
    async with dao.harness.services.uow.reading() as repositories:
        return dict(await repositories.personal_data.counts(dao.member(name)))


async def asked(dao: DiscordHarness, name: str, label: str) -> Message:
    """The question that comes in place of the receipt."""
    reply = await dao[name].click(dao.card, label)
    assert reply.ephemeral
    assert ASKED in reply.text
    assert reply.message is not None
    return reply.message


async def test_a_vote_is_cast_as_soon_as_the_voter_agrees(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70, "ben": 30})
    await asking(dao, "The Well Foundation, Zug, answers for it.")
    stored = await rows(dao, "ada")
    question = await asked(dao, "ada", "For")
    assert "The Well Foundation, Zug, answers for it." in question.text
    assert "`/privacy erase`" in question.text
    assert await rows(dao, "ada") == stored
    clicked_at = dao.harness.clock.now()
    dao.harness.clock.advance(timedelta(minutes=3))
    receipt = await (await dao["ada"].click(question, AGREE)).settled()
    assert "For" in receipt.text
    assert question.deleted
    assert await dao.stored(proposal) == {"ada": 1}
    async with dao.harness.services.uow.reading() as repositories:
        ballot = (await repositories.ballots.current(proposal))[dao.member("ada")]
    assert ballot.cast_at == snowflake_time(ballot.source)
    assert abs(ballot.cast_at - clicked_at) < timedelta(seconds=30)
    changed = await dao.vote("ada", "Against")
    assert ASKED not in changed.text
    shown = await (await dao["ada"].slash(dao.announcements, "privacy show")).settled()
    assert "You agreed to what this server asks (version" in shown.text


async def test_who_agrees_after_the_close_has_no_ballot(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70, "ben": 30})
    await asking(dao)
    opening = (await dao.harness.services.live_votes.get(proposal)).proposal.opening
    assert opening is not None
    dao.harness.clock.advance(opening.ends_at - dao.harness.clock.now() - timedelta(minutes=1))
    questions = {name: await asked(dao, name, "For") for name in ("ada", "ben")}
    await dao["ben"].click(questions["ben"], AGREE)
    dao.harness.clock.advance(timedelta(minutes=2))
    late = await (await dao["ada"].click(questions["ada"], AGREE)).settled()
    assert "ended" in late.text
    assert await dao.stored(proposal) == {"ben": 1}


async def test_who_agrees_after_the_end_declares_no_conflict_of_interest_either(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70, "ben": 30})
    opening = (await dao.harness.services.live_votes.get(proposal)).proposal.opening
    assert opening is not None
    dao.harness.clock.advance(opening.ends_at - dao.harness.clock.now() - timedelta(minutes=1))
    form = await dao["ada"].slash(dao.announcements, "vote conflict", proposal=str(proposal))
    assert form.modal is not None
    await asking(dao)
    question = await (await form.modal.submit({"Your interest in this decision": "My well."})).settled()
    assert ASKED in question.text
    dao.harness.clock.advance(timedelta(minutes=2))
    late = await (await dao["ada"].click(question, AGREE)).settled()
    assert "ended" in late.text
    async with dao.harness.services.uow.reading() as repositories:
        assert await repositories.conflicts.of(proposal) == {}


async def test_what_is_only_read_asks_nobody_and_a_form_opens_by_agreeing(dao: DiscordHarness) -> None:
    await dao.set_up()
    await asking(dao)
    listed = await (await dao["ada"].slash(dao.announcements, "proposal list")).settled()
    assert ASKED not in listed.text
    question = await dao["ada"].slash(dao.announcements, "propose")
    assert ASKED in question.text
    assert question.message is not None
    opened = await dao["ada"].click(question.message, AGREE)
    assert opened.modal is not None
    preview = await opened.modal.submit({"Title": "A well", "Text": "Dig a well."})
    assert "A well" in (await preview.settled()).text


async def test_a_changed_text_asks_again_and_an_agreement_is_taken_back(dao: DiscordHarness) -> None:
    await dao.opened({"ada": 70, "ben": 30})
    await asking(dao)
    agreed = await dao["ada"].click(await asked(dao, "ada", "For"), AGREE)
    await agreed.settled()
    old = await asked(dao, "ben", "For")
    await asking(dao, "Ask the council.")
    again = await asked(dao, "ada", "Against")
    assert "Ask the council." in again.text
    anew = await (await dao["ben"].click(old, AGREE)).settled()
    assert "Ask the council." in anew.text
    receipt = await (await dao["ben"].click(anew, AGREE)).settled()
    assert "For" in receipt.text
    given = await (await dao["ben"].slash(dao.announcements, "privacy consent")).settled()
    back = await (await dao["ben"].click(given, "Take it back")).settled()
    assert "Taken back" in back.text
    await asked(dao, "ben", "Against")
    assert "aren't asked" in (await moderated(dao, ask="off")).text
    assert ASKED not in (await dao.vote("ben", "Against")).text


async def test_what_waited_too_long_is_done_once_more(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70, "ben": 30})
    await asking(dao)
    question = await asked(dao, "ada", "For")
    await dao.restart()
    late = await (await dao["ada"].click(question, AGREE)).settled()
    assert "do it once more" in late.text
    assert await dao.stored(proposal) == {}
    assert ASKED not in (await dao.vote("ada", "For")).text
    assert await dao.stored(proposal) == {"ada": 1}


async def test_who_has_agreed_is_told_of_each_other_act_that_waited_too_long(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70, "ben": 30})
    await asking(dao)
    first, second = await asked(dao, "ada", "Against"), await asked(dao, "ada", "For")
    await (await dao["ada"].click(second, AGREE)).settled()
    dao.harness.clock.advance(timedelta(minutes=11))
    late = await (await dao["ada"].click(first, AGREE)).settled()
    assert "do it once more" in late.text
    assert await dao.stored(proposal) == {"ada": 1}


async def test_who_reacts_is_told_in_private_how_to_agree(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70, "ben": 30})
    await asking(dao)
    await dao["ada"].react(dao.card, "👍")
    await dao.until(lambda: "asks you to agree" in dao["ada"].inbox(dao.app)[-1].text)
    told = dao["ada"].inbox(dao.app)[-1]
    question = await (await dao["ada"].click(told, "Read and agree")).settled()
    assert ASKED in question.text
    done = await (await dao["ada"].click(question, AGREE)).settled()
    assert "react again" in done.text
    assert await dao.stored(proposal) == {}
    await dao["ada"].unreact(dao.card, "👍")
    await dao["ada"].react(dao.card, "👍")

    async def counted() -> bool:
        return await dao.stored(proposal) == {"ada": 1}

    await dao.until(counted)


async def test_who_took_part_before_they_were_asked_still_takes_their_reaction_back(
    dao: DiscordHarness,
) -> None:
    proposal = await dao.opened({"ada": 70, "ben": 30})

    async def says(choices: dict[str, int | None]) -> None:
        async def held() -> bool:
            return await dao.stored(proposal) == choices

        await dao.until(held)

    await dao["ada"].react(dao.card, "👍")
    await says({"ada": 1})
    await asking(dao)
    await dao["ada"].unreact(dao.card, "👍")
    await says({"ada": None})
