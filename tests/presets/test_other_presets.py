"""Presets by which people, roles, merit and stages decide: from the policy to the posted result."""

from __future__ import annotations

import pytest

from bot.domain.policy.model import preset
from tests.main_job.job import TOKEN, assert_says
from tests.presets.conftest import DiscordHarness

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def a_role(dao: DiscordHarness, *names: str) -> str:
    """The source of a new role that these members have."""
    role = dao.stage.guild.create_role("Citizen")
    for name in names:
        dao[name].person.give(role)
    return f"role <@&{role.id}>"


async def test_multisig(dao: DiscordHarness, council: list[str]) -> None:
    """Two of the three owners of the Safe decide, and the vote is over as soon as they have."""
    said = await dao.apply("multisig")
    assert_says(said, "ownership of the Safe", "For holds at least 2 votes", "a ballot can't be changed")
    grantee = dao.stage.chain.account("council grantee")
    number = await dao.opened(council[0], "A grant", f"transfer 1 ETH to {grantee.address}")
    await dao.click("ada", number, "Against")
    await dao.click(council[0], number, "For")
    assert dao.results(number) == []
    await dao.click(council[1], number, "For")
    await dao.bot.passes(seconds=10)
    result = await dao.result(number)
    assert_says(result.text, "**Passed**", "It ended early")
    assert str(dao.stage.safe.address) in said
    await dao.signed(number)
    assert await dao.stage.chain.balance(grantee.address) == TOKEN


async def test_hybrid(dao: DiscordHarness) -> None:
    """Tokens up to a cap, and reputation that earlier votes have earned."""
    await dao.apply("hybrid", sources=dao.tokens, quorum="3 voters")
    first = await dao.opened("ada", "Earning")
    for name, choice in (("ada", "For"), ("cleo", "For"), ("dan", "Abstain")):
        await dao.click(name, first, choice)
    record = await dao.ends(first)
    # 40,000 and 20,000 tokens, each at most 10,000.
    assert record["result"]["scores"] == [str(20_000 * TOKEN), "0", str(1_000 * TOKEN)]
    assert_says((await dao.result(first)).text, "**Passed**")
    second = await dao.opened("ada", "Earned")
    receipt = await dao.click("dan", second, "Against")
    assert "1\u202f0" in receipt, receipt
    await dao.click("ada", second, "For")
    await dao.click("cleo", second, "For")
    record = await dao.ends(second)
    against = int(record["result"]["scores"][1])
    # 1,000 tokens, and 10 votes for the reputation of one ballot, a little faded.
    assert 1_009 * TOKEN < against < 1_010 * TOKEN


async def test_reputation(dao: DiscordHarness) -> None:
    """Everybody begins with one vote; who takes part and whose proposals are accepted have more."""
    newcomers = ("eli", "fay", "gil")
    await dao.join(dict.fromkeys(newcomers, 0))
    await dao.apply("reputation", sources=await a_role(dao, *newcomers), quorum="3 voters")
    first = await dao.opened("eli", "Beginning")
    for name in newcomers:
        await dao.click(name, first, "For")
    record = await dao.ends(first)
    assert record["result"]["scores"] == [str(3 * TOKEN), "0", "0"]
    second = await dao.opened("eli", "Merit")
    await dao.click("eli", second, "For")
    await dao.click("fay", second, "Against")
    await dao.click("gil", second, "Against")
    record = await dao.ends(second)
    for_, against, _ = map(int, record["result"]["scores"])
    # Each voted once, and Eli proposed what was accepted: ten points, all a little faded.
    assert 11 * TOKEN < for_ < 12 * TOKEN
    assert 3 * TOKEN < against < 4 * TOKEN
    assert_says((await dao.result(second)).text, "**Passed**")


async def test_subdao(dao: DiscordHarness) -> None:
    """A working group decides by heads, and the guardians of the whole may veto for three days."""
    await dao.apply("subdao", sources=await a_role(dao, "ada", "ben", "dan"))
    number = await dao.opened("dan", "Our affair")
    for name in ("ada", "dan"):
        await dao.click(name, number, "For")
    await dao.click("ben", number, "Abstain")
    record = await dao.ends(number)
    assert record["result"]["outcome"]["passed"] is True
    assert record["ballots"][0]["evidence"][0]["source"] == "role"
    await dao.card(number, "guardians may veto until")
    asked = await dao.asked(dao.stage.guardian, "veto", proposal=str(number), reason="It is not yours alone.")
    await (await dao.stage.guardian.click(asked, label=f"Veto proposal {number}")).settled()
    await dao.card(number, "**Vetoed**")


async def test_association(dao: DiscordHarness) -> None:
    """One member, one vote; a quorum of three is not the five of the law."""
    members = ("hal", "ida", "jon", "kay", "lea")
    await dao.join(dict.fromkeys(members, 0))
    said = await dao.apply("association", sources=await a_role(dao, *members), quorum="3 voters")
    assert_says(said, "**Quorum by law**: at least 5", "**Notice**: a text is announced 14 days before")
    first = await dao.opened("hal", "A hall")
    for name in members[:4]:
        await dao.click(name, first, "For")
    record = await dao.ends(first)
    assert record["result"]["outcome"]["passed"] is False
    assert record["opened_at"] - record["announced_at"] >= 14 * 24 * 3600
    assert_says((await dao.result(first)).text, "the quorum that the law asks for is not reached")
    second = await dao.opened("hal", "A hall again")
    for name in members:
        await dao.click(name, second, "For")
    record = await dao.ends(second)
    assert record["result"]["outcome"]["passed"] is True


async def test_council_election(dao: DiscordHarness) -> None:
    """The author names the candidates; the last one is taken out, and nobody sees who leads."""
    said = await dao.apply("council-election", sources=dao.tokens)
    assert "the choices that the author names" in said
    number = await dao.opened("ada", "A steward", choices="Iris\nJonas\nKim")
    await dao.command("ada", number, "Iris > Kim > Jonas")
    await dao.command("ben", number, "Jonas > Iris > Kim")
    card = await dao.card(number, "Hidden until the end")
    assert "FOLK" not in card.text
    await dao.command("cleo", number, "Kim > Iris > Jonas")
    record = await dao.ends(number)
    # Kim is taken out first, and Cleo's 20,000 go to Iris.
    assert record["result"]["winner"] == 1
    assert record["result"]["rounds"][0]["eliminated"] == [3]
    assert_says((await dao.result(number)).text, "**Winner: Iris**")


async def test_staged(dao: DiscordHarness) -> None:
    """What passes the temperature check opens as a binding vote with the same text, and goes to the Safe."""
    await dao.apply("token", sources=dao.tokens)
    said = await dao.apply("staged")
    assert "The track binding was made with it" in said
    grantee = dao.stage.chain.account("staged grantee")
    check = await dao.opened("dan", "Warm enough?", f"transfer 1 ETH to {grantee.address}")
    for name in ("ada", "cleo", "dan"):
        await dao.click(name, check, "For")
    record = await dao.ends(check)
    assert record["result"]["outcome"]["passed"] is True
    binding = check + 1
    assert_says((await dao.result(check)).text, "**Next**", f"proposal {binding}")
    thread = await dao.thread(binding)
    await dao.in_thread(check, "goes on as a binding vote")
    assert thread.starter is not None
    assert_says(thread.starter.text, f"passed temperature check, proposal {check}", "track binding", "1 ETH")
    assert (await dao.thread(check)).mention in thread.starter.text
    await dao.card(check, thread.mention)

    dao.name = "token"
    await dao.begins(binding)
    assert_says((await dao.card(binding)).text, f"passed temperature check, proposal {check}")
    viewed = await dao.ask(dao["ben"].person, "proposal view", proposal=str(binding))
    assert f"proposal {check}" in viewed
    await dao.click("ada", binding, "For")
    await dao.click("cleo", binding, "For")
    record = await dao.ends(binding)
    assert record["origin"] == str(check)
    assert_says((await dao.result(binding)).text, "**Passed**")
    await dao.signed(binding)
    assert await dao.stage.chain.balance(grantee.address) == TOKEN


async def test_a_check_whose_next_track_is_gone_stays_passed_and_says_so(dao: DiscordHarness) -> None:
    await dao.apply("token", sources=dao.tokens)
    await dao.apply("staged")
    await dao.ask(dao.stage.moderator, "gov track retire", track="binding")
    check = await dao.opened("dan", "Where to?")
    for name in ("ada", "cleo", "dan"):
        await dao.click(name, check, "For")
    await dao.ends(check)
    assert_says((await dao.result(check)).text, "could not go on", "track binding")
    await dao.notified(check, "Nothing is lost")
    await dao.in_thread(check, "Nothing is lost")
    assert preset("staged").next_track == "binding"
