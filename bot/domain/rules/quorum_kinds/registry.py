"""Every kind of quorum by its name in the election document. A new one is one file and one line here."""

from __future__ import annotations

from bot.domain.rules.quorum_kinds.absolute import ABSOLUTE
from bot.domain.rules.quorum_kinds.dynamic import DYNAMIC
from bot.domain.rules.quorum_kinds.headcount import HEADS
from bot.domain.rules.quorum_kinds.kind import QuorumKind
from bot.domain.rules.quorum_kinds.share import SHARE

QUORUM_KINDS: dict[str, QuorumKind] = {kind.name: kind for kind in (ABSOLUTE, SHARE, HEADS, DYNAMIC)}
