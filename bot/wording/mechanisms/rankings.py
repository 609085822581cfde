"""What every mechanism of rankings says."""

from bot.domain.policy.model import Policy
from bot.wording.language import Language


def ranking_options(policy: Policy, say: Language) -> list[str]:
    """Whether a ranking must be whole."""
    if policy.options.get("require_full"):
        return [say._("a ranking that leaves a choice out doesn't count")]
    return []
