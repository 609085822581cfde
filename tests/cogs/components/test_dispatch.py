"""One table says what becomes of every button, menu and modal, also of those that an earlier version showed."""

import inspect

import pytest

from bot.domain.ids import ProposalId
from cogs.components.interactions.custom_ids import PROPOSAL, CustomId
from cogs.components.interactions.dispatch import ComponentDispatch, register
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.persistent import Component, component
from tests.cogs.conftest import answered

pytestmark = pytest.mark.asyncio(loop_scope="session")

EARLIER = ["draft:7:edit", "vote:seven:1", "submit:7", "submit:", "form:0123456789abcdef", ":", "\u0000"]


@pytest.mark.parametrize("custom_id", EARLIER)
async def test_a_button_of_an_earlier_version_says_so_and_does_nothing(dao, custom_id):
    shown = await dao.use("ada", "earlier_button", custom_id=custom_id)
    answer = await dao.click("ada", shown, "Press")
    assert "of an earlier version of the bot" in answer.text
    assert "Nothing was changed" in answer.text


async def test_a_modal_of_an_earlier_version_says_so_and_does_nothing(dao):
    opened = await dao["ada"].slash(dao.council, "earlier_modal", custom_id="propose:new-1/0123abcd")
    answer = await answered(await opened.modal.submit({"Text": "Dig a well."}))
    assert "of an earlier version of the bot" in answer.text
    assert await dao.stored() == []


async def test_each_handler_takes_the_parts_of_its_custom_id(dao):
    handlers = dao.world.client.get_cog(ComponentDispatch.__name__).handlers
    assert handlers
    for kind, handler in handlers.items():
        assert handler.custom_id.kind == kind
        if not isinstance(handler, Component):
            assert set(handler.custom_id.parts) <= set(inspect.signature(handler).parameters), kind


async def test_a_handler_that_takes_other_parts_is_refused_where_it_is_declared():
    with pytest.raises(TypeError, match=r"takes \['choice'\], not \['proposal'\]"):

        @component(CustomId("well", proposal=PROPOSAL))
        async def dig(interaction: Interaction, choice: int) -> None: ...


async def test_a_kind_stands_in_the_table_once(dao):
    @component(CustomId("submit", proposal=PROPOSAL))
    async def submit(interaction: Interaction, proposal: ProposalId) -> None: ...

    with pytest.raises(ValueError, match="two kinds of components are called 'submit'"):
        register(dao.world.client, submit)
