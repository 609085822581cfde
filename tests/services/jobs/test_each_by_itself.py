"""What fails for one kind of data, one member or one proposal holds up none of the others, and is said."""

from datetime import timedelta

import pytest

from bot.domain.errors import StoredDataInvalid
from bot.domain.ids import MemberId
from bot.domain.retention import RetentionKind
from bot.services.delivery.notifications import WarnModerators
from bot.services.privacy.own_data import LOOKED_AGAIN
from tests.captured_logs import captured_logs
from tests.harness import ServiceHarness
from tests.services.delegation.delegating import space
from tests.services.governance.test_unreadable_rows import damage
from tests.services.holder_roles.test_rules_for_roles import HOLDERS, VOTERS, for_holders, founded, having
from tests.services.privacy.erased import where
from tests.services.server_acts import changed_server
from tests.services.voting.ending import MAJORITY

DORA, ZOE = MemberId(187_654_321_098_765_432), MemberId(287_654_321_098_765_432)


async def names(harness: ServiceHarness, member: MemberId) -> set[str]:
    return (await where(harness.database, str(member)))[str(member)]


async def refuse(harness: ServiceHarness, changes: str) -> None:
    """The database takes these changes no more."""
    await damage(harness, f"CREATE TRIGGER refused {changes} BEGIN SELECT RAISE(ABORT, 'refused'); END")


async def test_a_kind_that_cannot_go_keeps_no_other_kind(harness: ServiceHarness) -> None:
    harness.meet("dora", DORA)
    await space(harness, {"dora": 10, "ben": 20}, rules=MAJORITY)
    await harness.drafted("ben")
    await harness.services.wallets.unlink(harness.actor("dora"), harness.wallet("dora"))
    for kind in (RetentionKind.DRAFTS, RetentionKind.UNLINKED):
        await harness.services.retaining.keep(harness.moderator(), kind, 90)
    await refuse(harness, "BEFORE UPDATE OF author ON proposals")
    await harness.pass_time(timedelta(days=92))
    with captured_logs() as logged:
        await harness.sweep.run()
    assert "wallets.member" not in await names(harness, DORA)
    assert any(entry["event"] == "job.fault" and entry["job"] == "expire_data" for entry in logged)


async def test_a_member_who_cannot_be_erased_keeps_nobody_else(harness: ServiceHarness) -> None:
    for name, member in (("dora", DORA), ("zoe", ZOE)):
        harness.meet(name, member)
    await space(harness, {"dora": 10, "zoe": 20}, rules=MAJORITY)
    proposal = await harness.opened({"dora": 10, "zoe": 20})
    for name in ("dora", "zoe"):
        await harness.vote(name, "For", proposal=proposal)
        await harness.services.own_data.erase(harness.actor(name), harness.interaction())
    await harness.close(proposal)
    await harness.notifications()
    await refuse(harness, f"BEFORE UPDATE ON ballots WHEN OLD.member = {DORA}")
    await harness.pass_time(LOOKED_AGAIN)
    with captured_logs() as logged:
        await harness.sweep.run()
    assert await names(harness, DORA)
    assert not await names(harness, ZOE)
    assert any(entry["event"] == "job.fault" and entry["job"] == "finish_erasures" for entry in logged)


async def test_a_rule_for_roles_that_fails_keeps_no_other_rule(harness: ServiceHarness) -> None:
    await founded(harness, ada=10)
    for role in (HOLDERS, VOTERS):
        seen = await for_holders(harness, role=role)
    await refuse(harness, f"BEFORE INSERT ON held_roles WHEN NEW.rule < {seen.rule.id}")
    with captured_logs() as logged:
        await harness.sweep.run()
    assert (having(harness, HOLDERS), having(harness, VOTERS)) == (set(), {"ada"})
    assert any(entry["event"] == "job.fault" and entry["job"] == "give_roles" for entry in logged)


async def test_an_act_on_the_server_that_fails_keeps_no_other_act(harness: ServiceHarness) -> None:
    await changed_server.founded(harness)
    proposal = await changed_server.passed(harness, changed_server.COUNCIL_TO_BEN, "moderators @Stewards")
    await refuse(harness, "BEFORE INSERT ON act_outcomes WHEN NEW.place = 0")
    with captured_logs() as logged:
        await harness.proceed()
    assert [each.place for each in (await harness.get(proposal)).act_outcomes] == [1]
    assert any(entry["event"] == "job.fault" and entry["job"] == "carry_out_acts" for entry in logged)


async def test_guardians_that_are_lost_are_told_beside_a_proposal_that_cannot_be_read(
    harness: ServiceHarness,
) -> None:
    bad = await harness.opened({"ada": 10})
    good = await harness.submitted("ada")
    await damage(harness, f"UPDATE revisions SET actions = '{{' WHERE proposal = {bad}")
    with pytest.raises(StoredDataInvalid):
        await harness.services.guardianship.look(lambda *_: True)
    told = [each for each in await harness.notifications() if isinstance(each, WarnModerators)]
    assert [(each.proposal, each.about) for each in told] == [(good, "unguarded")]
