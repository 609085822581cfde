"""Presets by which people, roles, merit and stages decide: from the policy to the posted result."""

from __future__ import annotations

import pytest

from bot.domain.policy import preset
from tests.main_job.job import TOKEN, assert_says
from tests.presets.conftest import Moot

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def a_role(moot: Moot, *names: str) -> str:
    """The source of a new role that these members have."""
    role = moot.stage.guild.create_role("Citizen")
    for name in names:
        moot[name].person.give(role)
    return f"role <@&{role.id}>"


def tokens_of(moot: Moot) -> str:
    return f"erc20_votes {moot.stage.token.address}"


async def test_multisig(moot: Moot, council: list[str]) -> None:
    """Two of the three owners of the Safe decide, and the vote is over as soon as they have."""
    said = await moot.apply("multisig")
    assert_says(said, "ownership of the Safe", "For holds at least 2 votes", "a ballot can't be changed")
    grantee = moot.stage.chain.account("council grantee")
    number = await moot.opened(council[0], "A grant", f"transfer 1 ETH to {grantee.address}")
    await moot.click("ada", number, "Against")
    await moot.click(council[0], number, "For")
    assert moot.results(number) == []
    await moot.click(council[1], number, "For")
    moot.bot.passes(seconds=10)
    result = await moot.result(number)
    assert_says(result.text, "**Passed**", "It ended early")
    assert str(moot.stage.safe.address) in said
    await moot.signed(number)
    assert await moot.stage.chain.balance(grantee.address) == TOKEN


async def test_hybrid(moot: Moot) -> None:
    """Tokens up to a cap, and reputation that earlier votes have earned."""
    await moot.apply("hybrid", sources=tokens_of(moot))
    first = await moot.opened("ada", "Earning")
    for name, choice in (("ada", "For"), ("cleo", "For"), ("dan", "Abstain")):
        await moot.click(name, first, choice)
    record = await moot.ends(first)
    # 40,000 and 20,000 tokens, each at most 10,000.
    assert record["result"]["scores"] == [str(20_000 * TOKEN), "0", str(1_000 * TOKEN)]
    assert_says((await moot.result(first)).text, "**Passed**")
    second = await moot.opened("ada", "Earned")
    receipt = await moot.click("dan", second, "Against")
    assert "1\u20090" in receipt, receipt
    await moot.click("ada", second, "For")
    await moot.click("cleo", second, "For")
    record = await moot.ends(second)
    against = int(record["result"]["scores"][1])
    # 1,000 tokens, and 10 votes for the reputation of one ballot, a little faded.
    assert 1_009 * TOKEN < against < 1_010 * TOKEN


async def test_reputation(moot: Moot) -> None:
    """Everybody begins with one vote; who takes part and whose proposals are accepted have more."""
    newcomers = ("eli", "fay", "gil")
    await moot.join(dict.fromkeys(newcomers, 0))
    await moot.apply("reputation", sources=await a_role(moot, *newcomers))
    first = await moot.opened("eli", "Beginning")
    for name in newcomers:
        await moot.click(name, first, "For")
    record = await moot.ends(first)
    assert record["result"]["scores"] == [str(3 * TOKEN), "0", "0"]
    second = await moot.opened("eli", "Merit")
    await moot.click("eli", second, "For")
    await moot.click("fay", second, "Against")
    await moot.click("gil", second, "Against")
    record = await moot.ends(second)
    for_, against, _ = map(int, record["result"]["scores"])
    # Each voted once, and Eli proposed what was accepted: ten points, all a little faded.
    assert 11 * TOKEN < for_ < 12 * TOKEN
    assert 3 * TOKEN < against < 4 * TOKEN
    assert_says((await moot.result(second)).text, "**Passed**")


async def test_subdao(moot: Moot) -> None:
    """A working group decides by heads, and the guardians of the whole may veto for three days."""
    await moot.apply("subdao", sources=await a_role(moot, "ada", "ben", "dan"))
    number = await moot.opened("dan", "Our affair")
    for name in ("ada", "dan"):
        await moot.click(name, number, "For")
    await moot.click("ben", number, "Abstain")
    record = await moot.ends(number)
    assert record["result"]["outcome"]["passed"] is True
    assert record["ballots"][0]["evidence"][0]["source"] == "role"
    await moot.card(number, "guardians may veto until")
    asked = await moot.asked(
        moot.stage.guardian, "veto", proposal=str(number), reason="It is not yours alone."
    )
    await (await moot.stage.guardian.click(asked, label=f"Veto proposal {number}")).settled()
    await moot.card(number, "**Vetoed**")


async def test_council_election(moot: Moot) -> None:
    """The author names the candidates; the last one is taken out, and nobody sees who leads."""
    said = await moot.apply("council-election", sources=tokens_of(moot))
    assert "the choices that the author names" in said
    number = await moot.opened("ada", "A steward", choices="Iris\nJonas\nKim")
    await moot.command("ada", number, "Iris > Kim > Jonas")
    await moot.command("ben", number, "Jonas > Iris > Kim")
    card = await moot.card(number, "Hidden until the end")
    assert "FOLK" not in card.text
    await moot.command("cleo", number, "Kim > Iris > Jonas")
    record = await moot.ends(number)
    # Kim is taken out first, and Cleo's 20,000 go to Iris.
    assert record["result"]["winner"] == 1
    assert record["result"]["rounds"][0]["eliminated"] == [3]
    assert_says((await moot.result(number)).text, "**Winner: Iris**")


async def test_staged(moot: Moot) -> None:
    """What passes the temperature check opens as a binding vote with the same text, and goes to the Safe."""
    await moot.apply("token", sources=tokens_of(moot))
    said = await moot.apply("staged")
    assert "The track binding was made with it" in said
    grantee = moot.stage.chain.account("staged grantee")
    check = await moot.opened("dan", "Warm enough?", f"transfer 1 ETH to {grantee.address}")
    for name in ("ada", "cleo", "dan"):
        await moot.click(name, check, "For")
    record = await moot.ends(check)
    assert record["result"]["outcome"]["passed"] is True
    binding = check + 1
    assert_says((await moot.result(check)).text, "**Next**", f"proposal {binding}")
    thread = await moot.thread(binding)
    await moot.in_thread(check, "goes on as a binding vote")
    assert thread.starter is not None
    assert_says(thread.starter.text, f"passed temperature check, proposal {check}", "track binding", "1 ETH")
    assert (await moot.thread(check)).mention in thread.starter.text
    await moot.card(check, thread.mention)

    moot.name = "token"
    await moot.begins(binding)
    assert_says((await moot.card(binding)).text, f"passed temperature check, proposal {check}")
    viewed = await moot.ask(moot["ben"].person, "proposal view", proposal=str(binding))
    assert f"proposal {check}" in viewed
    await moot.click("ada", binding, "For")
    await moot.click("cleo", binding, "For")
    record = await moot.ends(binding)
    assert record["origin"] == str(check)
    assert_says((await moot.result(binding)).text, "**Passed**")
    await moot.signed(binding)
    assert await moot.stage.chain.balance(grantee.address) == TOKEN


async def test_a_check_whose_next_track_is_gone_stays_passed_and_says_so(moot: Moot) -> None:
    await moot.apply("staged")
    await moot.ask(moot.stage.moderator, "gov track retire", track="binding")
    check = await moot.opened("dan", "Where to?")
    for name in ("ada", "cleo", "dan"):
        await moot.click(name, check, "For")
    await moot.ends(check)
    assert_says((await moot.result(check)).text, "could not go on", "track binding")
    await moot.told(check, "Nothing is lost")
    await moot.in_thread(check, "Nothing is lost")
    assert preset("staged").next_track == "binding"
