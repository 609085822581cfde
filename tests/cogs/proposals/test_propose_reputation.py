"""Reputation in the forms with which proposals are written."""

import pytest

from bot.domain.proposals.facts import Grant
from tests.cogs.conftest import named
from tests.cogs.proposals.test_propose_actions import TO, add

pytestmark = pytest.mark.asyncio(loop_scope="session")

POINT = 10**18


async def test_giving_and_taking_have_forms_that_add_a_line(dao):
    ada, ben = dao["ada"], dao["ben"]
    preview = await dao.draft(actions=f"transfer 1 ETH to {TO}")
    preview = await add(dao, preview, "Give reputation", {"Reputation": "1 500", "Member": ben})
    assert f"give 1\u202f500 reputation to {ben.mention}" in preview.text
    preview = await add(dao, preview, "Take reputation", {"Reputation": "0.5", "Member": ada})
    assert f"take 0.5 reputation from {ada.mention}" in preview.text
    assert "1. send 1 ETH" in preview.text
    content = (await dao.newest()).content
    assert content.grants == (Grant(ben.id, 1500 * POINT), Grant(ada.id, -POINT // 2))
    assert len(content.actions) == 1


async def test_what_is_no_amount_is_refused_and_the_form_opens_again_filled_in(dao):
    preview = await dao.draft()
    refused = await add(dao, preview, "Give reputation", {"Reputation": "many", "Member": dao["ben"]})
    assert "Line 1 of the actions" in refused.text
    modal = (await dao["ada"].click(refused, "Correct it")).modal
    assert modal.field("Member").value == [str(dao["ben"].id)]
    preview = await (await modal.submit({"Reputation": "5"})).settled()
    assert f"give 5 reputation to {dao['ben'].mention}" in preview.text


async def test_a_line_that_names_no_member_is_refused(dao):
    refused = await dao.draft(actions="grant 5 reputation to @ben")
    assert "Line 1 of the actions" in refused.text
    assert "a mention or the member's id" in refused.text


async def test_the_edit_form_shows_the_lines_again_and_the_thread_their_difference(dao):
    ben = dao["ben"]
    proposal = await dao.discussed(actions=f"grant 50 reputation to {ben.id}")
    modal = (await dao["ada"].slash(dao.council, "proposal edit", proposal=named(proposal))).modal
    field = "Actions, one per line (optional)"
    assert modal.field(field).value == f"grant 50 reputation to {ben.mention}"
    await (await modal.submit({field: f"grant 5 reputation to {ben.mention}"})).settled()
    diff = await dao.use("ben", "proposal diff", proposal=named(proposal))
    assert f"-grant 50 reputation to {ben.mention}" in diff.text
    assert f"+grant 5 reputation to {ben.mention}" in diff.text
    shown = await dao.use("ben", "proposal actions", proposal=named(proposal))
    assert f"give 5 reputation to {ben.mention}" in shown.text
