"""/propose where there are several tracks."""

import pytest

from tests.cogs.conftest import WHOLE

pytestmark = pytest.mark.asyncio(loop_scope="session")

FORM = {"Title": "A well", "Text": "Dig a well."}


async def offered(dao, name="ada"):
    """The answer to /propose, with its menu."""
    return await dao.use(name, "propose")


async def chosen(dao, message, track, name="ada"):
    """What comes of choosing a track in the menu."""
    return await dao[name].select(message, values=[track])


async def test_with_one_track_the_form_opens_at_once(dao):
    assert (await dao["ada"].slash(dao.council, "propose")).modal is not None


async def test_tracks_where_the_member_may_propose_come_first_and_the_others_say_what_is_missing(dao):
    await dao.use("mona", "gov track edit", track="main", threshold="1000")
    await dao.use("mona", "gov track add", name="signal", preset="staged")
    await dao.use("mona", "gov track add", name="small", preset="token", threshold="250")
    await dao.link("ada", tokens=250)
    lines = [line for line in (await offered(dao)).text.splitlines() if line.startswith("•")]
    first = [line.split("**")[1] for line in lines if "you may propose" in line]
    assert [line.split("**")[1] for line in lines][: len(first)] == first
    assert "• **main**: needs 1\u202f000 FOLK, you hold 250 FOLK" in lines
    assert set(first) >= {"signal", "small"}


async def test_the_chosen_track_is_that_of_the_draft_and_of_its_rules(dao):
    await dao.use("mona", "gov track add", name="small", preset="moloch", voting_period="1d")
    await dao.link("ada", tokens=5)
    form = await chosen(dao, await offered(dao), "small")
    preview = await (await form.modal.submit(FORM)).settled()
    assert "Track small" in preview.text
    assert "1 day** of voting" in preview.text
    assert "is in discussion" in (await dao.click("ada", preview, "Submit")).text
    assert (await dao.newest()).policy.name == "moloch"


async def test_the_option_names_the_track_without_a_menu(dao):
    await dao.use("mona", "gov track add", name="small", preset="moloch")
    reply = await dao["ada"].slash(dao.council, "propose", track="SMALL")
    assert reply.modal is not None
    preview = await (await reply.modal.submit(FORM)).settled()
    assert "Track small" in preview.text
    assert "There is no track `moon`" in (await dao.use("ada", "propose", track="moon")).text


async def test_nothing_new_is_proposed_on_a_retired_track(dao):
    await dao.use("mona", "gov track add", name="small", preset="moloch")
    await dao.link("ada", tokens=5)
    menu = await offered(dao)
    form = await dao["ada"].slash(dao.council, "propose", track="small")
    draft = await (await form.modal.submit(FORM)).settled()
    open_form = await dao["ada"].slash(dao.council, "propose", track="small")
    await dao.use("mona", "gov track retire", track="small")
    assert "was retired" in (await dao.click("ada", draft, "Submit")).text
    assert "was retired" in (await (await open_form.modal.submit(FORM)).settled()).text
    assert "was retired" in (await (await chosen(dao, menu, "small")).settled()).text


async def test_what_was_proposed_before_a_track_was_retired_goes_on(dao):
    await dao.use("mona", "gov track add", name="small", preset="moloch")
    await dao.link("ada", tokens=5)
    form = await dao["ada"].slash(dao.council, "propose", track="small")
    draft = await (await form.modal.submit(FORM)).settled()
    await dao.click("ada", draft, "Submit")
    answer = await dao.use("mona", "gov track retire", track="small")
    assert "1 proposal goes on to its end." in answer.text
    await dao.services.card_visibility.thread_seen((await dao.newest()).id)
    await dao.world.later((await dao.newest()).policy.periods.discussion)
    assert await dao.open_now((await dao.newest()).id)


async def undelegated(dao, name):
    """The member links a wallet that holds 3,000 tokens which are delegated to nobody."""
    account = await dao.link(name)
    await dao.folk.send("airdrop", [account.address], [3_000 * WHOLE], False, sender=dao.world.chain.deployer)
    await dao.world.chain.mine(3)


NOT_YET = "You hold 3\u202f000 FOLK, not delegated yet"


async def test_who_may_not_propose_for_want_of_a_delegation_is_told_so(dao):
    await undelegated(dao, "ada")
    refused = await dao.click("ada", await dao.draft(), "Submit")
    assert "a proposer needs 1, and you hold 0" in refused.text
    assert NOT_YET in refused.text


async def test_who_holds_too_little_and_all_of_it_delegated_is_told_of_no_delegation(dao):
    await dao.use("mona", "gov track edit", track="main", threshold="1000")
    await dao.link("ada", tokens=250)
    refused = await dao.click("ada", await dao.draft(), "Submit")
    assert "needs 1\u202f000, and you hold 250" in refused.text
    assert "not delegated" not in refused.text


async def test_the_choice_of_a_track_says_what_is_held_and_not_delegated(dao):
    await dao.use("mona", "gov track add", name="small", preset="token", threshold="250")
    await undelegated(dao, "ada")
    assert NOT_YET in (await offered(dao)).text
    await dao.link("ben", tokens=2_000)
    assert "not delegated" not in (await offered(dao, "ben")).text
