"""/gov address: how a server calls accounts."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")

TO = "0x52908400098527886E0F7030069857D2E4169EE7"


async def test_a_moderator_names_an_account_and_everyone_finds_it(dao):
    added = await dao.use("milo", "gov address add", name="Well-Fund", address=f"31337:{TO}")
    assert f"**Well-Fund**: `{TO}` on local" in added.text
    listed = await dao.use("mona", "gov address list")
    assert f"**Well-Fund**: `{TO}` on local" in listed.text
    suggested = await dao["mona"].autocomplete(
        dao.council, "gov address remove", focused="name", value="well"
    )
    assert [choice["value"] for choice in suggested] == ["Well-Fund"]
    removed = await dao.use("milo", "gov address remove", name="well-fund")
    assert "Removed from the address book" in removed.text
    assert "The address book is empty" in (await dao.use("mona", "gov address list")).text
    assert [act for act, _ in await dao.log()][:2] == ["address remove", "address add"]


async def test_what_is_no_account_is_refused_with_what_would_be(dao):
    for name, address, said in (
        ("well", "nobody.eth", "leads to no account on local"),
        ("well", "v\u0456talik.eth", "is not an address"),
        ("well", f"eth:{TO}", "is not the chain local"),
        ("well", TO[:-1] + "e", "checksum"),
        ("well", "elsewhere", "address book has no names"),
        ("value", TO, "can't have an entry called"),
    ):
        refused = await dao.use("mona", "gov address add", name=name, address=address)
        assert said in refused.text, refused.text
    assert await dao.services.address_book.entries(dao.guild.id) == []


@pytest.mark.attack("commands")
@pytest.mark.parametrize("command", ["add", "remove"])
@pytest.mark.parametrize("name", ["ada", "gus"])
async def test_nobody_but_moderators_changes_the_address_book(dao, name, command):
    options = {"name": "well", **({"address": TO} if command == "add" else {})}
    gov = dao.world.app.command("gov", 1, dao.guild.id).payload
    hidden, gov["default_member_permissions"] = gov["default_member_permissions"], None
    try:
        refused = await dao.use(name, f"gov address {command}", **options)
    finally:
        gov["default_member_permissions"] = hidden
    assert "This is for moderators" in refused.text
    assert await dao.services.address_book.entries(dao.guild.id) == []
