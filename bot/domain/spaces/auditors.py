"""Who may see what Discord signed for each ballot of a space."""

from dataclasses import dataclass

MOST_AUDITORS = 20


@dataclass(frozen=True, order=True)
class Auditor:
    """A member, or everybody with a role. No two things in Discord have the same id."""

    is_role: bool
    id: int
