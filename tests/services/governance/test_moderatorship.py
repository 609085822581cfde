"""A space that nobody can moderate any more is told of, each by itself, with what can be done there."""

from tests.harness import MODERATORS, ServiceHarness
from tests.harness.setting import GUILD
from tests.services.governance.subdaos import GRANTERS, with_grants


async def acts(harness: ServiceHarness) -> list[tuple[str, str, str]]:
    """What was said of moderators, the oldest first."""
    entries = await harness.services.public_log.newest(GUILD, limit=20)
    return [
        (entry.act, entry.details["role"], entry.details.get("space", ""))
        for entry in reversed(entries)
        if entry.act.startswith("moderators")
    ]


async def test_each_space_without_its_moderators_role_is_told_of_once(harness: ServiceHarness) -> None:
    await with_grants(harness)
    moderatorship = harness.services.moderatorship
    await moderatorship.look(GUILD, lambda role: False)
    assert await acts(harness) == []
    for _ in range(2):
        await moderatorship.look(GUILD, lambda role: role == GRANTERS)
    part = ("moderators missing", str(GRANTERS), "Grants")
    assert await acts(harness) == [part]
    await moderatorship.look(GUILD, lambda role: True)
    assert await acts(harness) == [part, ("moderators lost", str(MODERATORS), "")]
