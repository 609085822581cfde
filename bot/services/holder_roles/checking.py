"""What the doctor says of rules for roles."""

import msgspec

from bot.domain.errors import FolkmootError
from bot.domain.spaces.space import Space
from bot.services.governance import findings
from bot.services.governance.doctor import Check
from bot.services.holder_roles.rights import halt_of, say_of
from bot.services.ports import DiscordServer, UnitOfWork


class CheckingRoles(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    server: DiscordServer

    async def check(self, space: Space) -> list[Check]:
        """A line for each rule: whether its role can be given now."""
        async with self.uow.reading() as repositories:
            rules = await repositories.holder_roles.of_space(space.id)
            have = await repositories.holder_roles.have([rule.id for rule in rules])
            say = await say_of(repositories, space, [rule.role for rule in rules])
        if not rules:
            return []
        try:
            found = await self.server.roles(space.guild)
        except FolkmootError as error:
            return [Check(findings.OfDiscord(), False, error, findings.CheckNetwork())]
        checks = []
        for rule in rules:
            subject = findings.OfRoleRule(rule.number, rule.role)
            halted = halt_of(rule.role, found, say)
            if halted is None:
                checks.append(Check(subject, True, findings.RoleRuleWorks(have.get(rule.id, 0))))
            else:
                halt = halted[0]
                mend = findings.MendRoleRule(rule.number, halt)
                checks.append(Check(subject, False, findings.RoleRuleHalts(halt), mend))
        return checks
