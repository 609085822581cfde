"""What a Governor is about to be asked for, held against the Governor and the contracts of the moment."""

from collections.abc import Sequence

from bot.chain.chains import EvmChain
from bot.domain.actions.actions import Action
from bot.domain.errors import TooManyCalls, WrongContract
from bot.domain.errors.chain.contracts import DeafTimelock, OtherTimelock
from bot.domain.executors import CalledCode, Examined, GovernorExecutor, Rights
from bot.domain.ids import Address
from bot.execution.actions.abi import function
from bot.execution.actions.calls import calls_of
from bot.execution.administration import refuse_calls_of
from bot.execution.called_code import called_code
from bot.execution.governor.contract import FoundGovernor

_ADMINISTRATION = {
    known.selector: known
    for known in map(
        function,
        (
            "setVotingDelay(uint48 newVotingDelay)",
            "setVotingDelay(uint256 newVotingDelay)",
            "setVotingPeriod(uint32 newVotingPeriod)",
            "setVotingPeriod(uint256 newVotingPeriod)",
            "setProposalThreshold(uint256 newProposalThreshold)",
            "updateQuorumNumerator(uint256 newQuorumNumerator)",
            "setLateQuorumVoteExtension(uint48 newVoteExtension)",
            "updateTimelock(address newTimelock)",
            "relay(address target, uint256 value, bytes data)",
            "upgradeTo(address newImplementation)",
            "upgradeToAndCall(address newImplementation, bytes data)",
            "_setVotingDelay(uint256 newVotingDelay)",
            "_setVotingPeriod(uint256 newVotingPeriod)",
            "_setProposalThreshold(uint256 newProposalThreshold)",
            "_setImplementation(address implementation)",
            "_setPendingAdmin(address newPendingAdmin)",
            "_acceptAdmin()",
            "_setWhitelistGuardian(address account)",
            "_setWhitelistAccountExpiration(address account, uint256 expiration)",
            "grantRole(bytes32 role, address account)",
            "revokeRole(bytes32 role, address account)",
            "renounceRole(bytes32 role, address account)",
            "updateDelay(uint256 newDelay)",
            "setDelay(uint256 delay)",
            "setPendingAdmin(address pendingAdmin)",
            "acceptAdmin()",
        ),
    )
}
"""What is known to change who may do what with a Governor or a timelock: named to people, not the measure of what is
refused."""


async def examine(
    chain: EvmChain, executor: GovernorExecutor, found: FoundGovernor, actions: Sequence[Action]
) -> Examined:
    """What the actions call, with the Governor and its timelock. Raises ChangesExecutor, CallsHidden,
    TooManyCalls, ChainUnavailable."""
    rules = found.rules
    refuse_administration([rules.address, rules.holder, executor.holder], actions)
    if len(actions) > found.most_calls:
        raise TooManyCalls(executor, found.most_calls, len(actions))
    # The Governor that takes the proposal, and the timelock that makes it, are to be the same too.
    own = (executor.address, executor.holder)
    called = list(dict.fromkeys([*own, *(call.to for call in calls_of(actions) if call.data)]))
    code = await called_code(chain, called, found.at)
    rights: dict[Address, Rights] = {rules.holder: "self"}
    return Examined(
        found.at,
        tuple(CalledCode(account, code[account], rights.get(account, "")) for account in called),
        rules.count,
    )


def require_timelock(executor: GovernorExecutor, found: FoundGovernor) -> None:
    """Raises WrongContract where another account makes the Governor's calls than the policy names, or where that
    account takes none from it: a Governor can name a timelock of others, with all that it has."""
    if executor.holder != found.rules.holder:
        timelock = found.rules.timelock.address if found.rules.timelock else ""
        raise WrongContract(executor.address, "Governor", OtherTimelock(executor.timelock or "", timelock))
    if not found.heeded:
        raise WrongContract(executor.holder, "Timelock", DeafTimelock(executor.address))


def refuse_administration(own: Sequence[Address], actions: Sequence[Action]) -> None:
    """Raises ChangesExecutor for a call, wherever it stands, of the Governor or its timelock, and CallsHidden."""
    refuse_calls_of(own, actions, _ADMINISTRATION)
