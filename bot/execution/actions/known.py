"""Functions that are known by their selector, whatever a proposer calls them."""

from bot.execution.actions.abi import function

TRANSFER = function("transfer(address to, uint256 amount)")
MULTI_SEND = function("multiSend(bytes transactions)")
EXEC_TRANSACTION = function(
    "execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, "
    "uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures)"
)

WITHIN_SAFE = {
    known.selector: known
    for known in (
        EXEC_TRANSACTION,
        function("execTransactionFromModule(address to, uint256 value, bytes data, uint8 operation)"),
        function(
            "execTransactionFromModuleReturnData(address to, uint256 value, bytes data, uint8 operation)"
        ),
    )
}
"""What makes another Safe call something, by selector; each begins with what that call is."""

SAFE_ADMINISTRATION = {
    known.selector: known
    for known in map(
        function,
        (
            "addOwnerWithThreshold(address owner, uint256 threshold)",
            "removeOwner(address previousOwner, address owner, uint256 threshold)",
            "swapOwner(address previousOwner, address oldOwner, address newOwner)",
            "changeThreshold(uint256 threshold)",
            "enableModule(address module)",
            "disableModule(address previousModule, address module)",
            "setGuard(address guard)",
            "setModuleGuard(address moduleGuard)",
            "setFallbackHandler(address handler)",
        ),
    )
}
"""What changes who may do what with a Safe, by selector. Safe 1.3.0 to 1.5.0: OwnerManager, ModuleManager,
GuardManager, FallbackManager."""
