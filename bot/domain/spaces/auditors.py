"""Who may see what Discord signed for each ballot of a space."""

import msgspec

MOST_AUDITORS = 20


class Auditor(msgspec.Struct, frozen=True, order=True):
    """A member, or everybody with a role. No two things in Discord have the same id."""

    is_role: bool
    id: int
