"""/gov safe: an owner proves that a Safe is the server's, and nobody else can."""

import pytest

from tests.cogs.conftest import Dao, message_to_sign, new_guild

pytestmark = pytest.mark.asyncio(loop_scope="session")

TO = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045"
PAY = f"transfer 1 ETH to {TO}"


async def lines_of(dao: Dao) -> str:
    return (await dao.use("mona", "gov safe show")).text


async def test_a_moderator_asks_an_owner_signs_and_the_safe_is_the_servers(fresh: Dao) -> None:
    assert "not proved to belong to this server" in (await fresh.set_up()).text
    # A token that nobody holds would be left to mend.
    await fresh.link("ada", tokens=10)
    owner = fresh.safe.owners[1]
    message = await fresh.use("mona", "gov safe prove", signer=owner.address)
    text = message_to_sign(message)
    assert f"Bind Safe {fresh.safe.address} on chain" in text
    assert f"to the Discord server The Well DAO ({fresh.guild.id})" in text
    assert message.attachments[0].content.decode() == text
    done = await fresh.sign("mona", message, owner)
    assert f"It is proved that the Safe `{fresh.safe.address}` belongs to this server" in done.text
    assert "proved by 1 signature" in await lines_of(fresh)
    assert "Nothing is left to mend" in (await fresh.set_up()).text
    assert (await fresh.log())[1] == ("safe prove", None)


async def test_any_moderator_hands_the_signature_in_also_after_a_restart(fresh: Dao) -> None:
    await fresh.set_up()
    owner = fresh.safe.owners[0]
    message = await fresh.use("mona", "gov safe prove", signer=owner.address)
    await fresh.world.restart()
    assert "It is proved" in (await fresh.sign("mona", message, owner)).text


async def test_as_many_owners_as_the_safe_asks_for_can_be_demanded(fresh: Dao) -> None:
    await fresh.set_up()
    said = []
    for owner in fresh.safe.owners[:2]:
        options = {"signer": owner.address, "signatures": "threshold"}
        message = await fresh.use("mona", "gov safe prove", **options)
        said.append((await fresh.sign("mona", message, owner)).text)
    assert "The signature is kept:** 1 of 2" in said[0]
    assert "It is proved" in said[1]


async def test_who_names_no_signer_is_told_who_can_sign(fresh: Dao) -> None:
    await fresh.set_up()
    answer = await fresh.use("mona", "gov safe prove")
    assert "It must be said who signs" in answer.text
    for owner in fresh.safe.owners:
        assert owner.address in answer.text


@pytest.mark.attack("linking")
async def test_a_strangers_signature_proves_nothing_and_the_button_stays(fresh: Dao) -> None:
    await fresh.set_up()
    mallory, owner = fresh.world.chain.account("mallory"), fresh.safe.owners[0]
    refused = await fresh.use("mona", "gov safe prove", signer=mallory.address)
    assert "can't sign for the Safe" in refused.text
    message = await fresh.use("mona", "gov safe prove", signer=owner.address)
    wrong = await fresh.sign("mona", message, mallory)
    assert "This is not a signature by" in wrong.text
    assert "not proved" in await lines_of(fresh)
    assert "It is proved" in (await fresh.sign("mona", message, owner)).text


@pytest.mark.attack("linking")
async def test_a_proposal_with_actions_waits_for_the_proof_and_is_told_what_to_do(fresh: Dao) -> None:
    await fresh.set_up()
    await fresh.link("ada", tokens=100)
    preview = await fresh.draft("ada", actions=PAY)
    refused = await fresh.click("ada", preview, "Submit")
    assert "It is not proved that the Safe" in refused.text
    assert "What you wrote is kept" in refused.text
    assert "`/gov safe prove`" in refused.text
    await fresh.prove()
    assert "is in discussion" in (await fresh.click("ada", preview, "Submit")).text


@pytest.mark.attack("linking")
async def test_another_server_is_refused_and_the_first_one_hears_of_it(dao: Dao) -> None:
    other = await new_guild(dao.world, "@everyone **Thieves**")
    refused = await other.set_up(safe=dao.safe.address)
    assert "Another Discord server has proved" in refused.text
    assert "That server is told of the attempt" in refused.text
    assert await other.log() == []
    assert (await dao.log())[0] == ("safe claimed", None)
    shown = (await dao.use("mona", "gov log")).text
    assert "another server asked for the Safe" in shown


async def test_a_safe_is_let_go_in_public_and_can_be_proved_elsewhere(dao: Dao) -> None:
    released = await dao.use("mona", "gov safe release", reason="We moved.")
    assert f"the Safe `{dao.safe.address}` does not belong to this server any more" in released.text
    assert (await dao.log())[0] == ("safe release", "We moved.")
    other = await new_guild(dao.world, "The New Well DAO")
    await other.set_up(safe=dao.safe.address)
    other.safe = dao.safe
    assert "It is proved" in (await other.prove()).text


@pytest.mark.attack("commands")
@pytest.mark.parametrize("command", ["prove", "release"])
@pytest.mark.parametrize("name", ["ada", "gus"])
async def test_the_commands_are_for_moderators(dao: Dao, command: str, name: str) -> None:
    options = {"reason": "because"} if command == "release" else {"signer": dao.safe.owners[0].address}
    gov = dao.world.app.command("gov", 1, dao.guild.id).payload
    hidden, gov["default_member_permissions"] = gov["default_member_permissions"], None
    try:
        refused = await dao.use(name, f"gov safe {command}", **options)
    finally:
        gov["default_member_permissions"] = hidden
    assert "This is for moderators" in refused.text
    assert "proved by 1 signature" in await lines_of(dao)


async def test_the_doctor_says_what_is_proved(fresh: Dao) -> None:
    await fresh.set_up()
    line = next(
        line
        for line in (await fresh.use("mona", "gov doctor")).text.splitlines()
        if f"{fresh.safe.address}: proof" in line
    )
    assert line.startswith("⚠️")
    assert "`/gov safe prove`" in line
    await fresh.prove()
    assert f"✅ Safe {fresh.safe.address}: proof: proved by 1 signature" in (
        (await fresh.use("mona", "gov doctor")).text
    )
