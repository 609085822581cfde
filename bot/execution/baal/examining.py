"""What a Baal is about to be asked for, held against the Baal and the contracts of the moment."""

from collections.abc import Sequence

from bot.chain.chains import EvmChain
from bot.domain.actions.actions import Action
from bot.domain.errors import WrongContract
from bot.domain.errors.chain.contracts import OtherSafe
from bot.domain.executors import BaalExecutor, CalledCode, Examined, Rights
from bot.domain.ids import Address
from bot.execution.actions.abi import function
from bot.execution.actions.calls import calls_of
from bot.execution.actions.known import SAFE_ADMINISTRATION
from bot.execution.administration import refuse_calls_of
from bot.execution.baal.contract import FoundBaal
from bot.execution.called_code import called_code

_ADMINISTRATION = {
    **SAFE_ADMINISTRATION,
    **{
        known.selector: known
        for known in map(
            function,
            (
                "setShamans(address[] shamans, uint256[] permissions)",
                "setGovernanceConfig(bytes governanceConfig)",
                "setAdminConfig(bool pauseShares, bool pauseLoot)",
                "setTrustedForwarder(address trustedForwarder)",
                "setAvatar(address avatar)",
                "setTarget(address target)",
                "setGuard(address guard)",
                "transferOwnership(address newOwner)",
                "renounceOwnership()",
                "mintShares(address[] to, uint256[] amount)",
                "burnShares(address[] from, uint256[] amount)",
                "mintLoot(address[] to, uint256[] amount)",
                "burnLoot(address[] from, uint256[] amount)",
                "executeAsBaal(address to, uint256 value, bytes data)",
                "lockAdmin()",
                "lockManager()",
                "lockGovernor()",
            ),
        )
    },
}
"""What is known to change who may do what with a Baal or its Safe: named to people, not the measure of what is
refused."""


async def examine(
    chain: EvmChain, executor: BaalExecutor, found: FoundBaal, actions: Sequence[Action]
) -> Examined:
    """What the actions call, with the Baal, its Safe and through what it makes them. Raises ChangesExecutor,
    CallsHidden, ChainUnavailable."""
    rules = found.rules
    refuse_administration([rules.address, rules.safe, executor.holder], actions)
    own = (rules.address, rules.safe, found.multi_send)
    called = list(dict.fromkeys([*own, *(call.to for call in calls_of(actions) if call.data)]))
    code = await called_code(chain, called, found.at)
    rights: dict[Address, Rights] = {rules.safe: "self"}
    return Examined(
        found.at,
        tuple(CalledCode(account, code[account], rights.get(account, "")) for account in called),
        rules.count,
    )


def require_safe(executor: BaalExecutor, found: FoundBaal) -> None:
    """Raises WrongContract where another account makes the Baal's calls than the policy names."""
    if executor.holder != found.rules.safe:
        raise WrongContract(executor.address, "Baal", OtherSafe(executor.holder, found.rules.safe))


def refuse_administration(own: Sequence[Address], actions: Sequence[Action]) -> None:
    """Raises ChangesExecutor for a call, wherever it stands, of the Baal or its Safe themselves: whatever they are
    called with can change who decides, or whose part is how large. Raises CallsHidden too."""
    refuse_calls_of(own, actions, _ADMINISTRATION)
