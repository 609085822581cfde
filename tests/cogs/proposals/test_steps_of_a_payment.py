"""How many steps a proposer takes: a command, a click, a choice and a form that is sent each count as one."""

import pytest

from tests.cogs.conftest import ACTIONS, answered

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_payment_is_proposed_in_three_steps(dao):
    await dao.link("ada", tokens=100)
    ben = await dao.link("ben")
    opened = await dao["ada"].slash(dao.council, "propose")
    form = {"Title": "Pay Ben", "Text": "For the well.", ACTIONS: f"transfer 1 ETH to {ben.address}"}
    preview = await answered(await opened.modal.submit(form))
    submitted = await answered(await dao["ada"].click(preview, "Submit"))
    assert "is in discussion" in submitted.text
    (action,) = (await dao.newest()).content.actions
    assert (action.to, action.value) == (ben.address, 10**18)
