"""Functions that are known by their selector, whatever a proposer calls them."""

from bot.execution.actions.abi import function

TRANSFER = function("transfer(address to, uint256 amount)")
APPROVE = function("approve(address spender, uint256 amount)")
MULTI_SEND = function("multiSend(bytes transactions)")
EXEC_TRANSACTION = function(
    "execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, "
    "uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures)"
)

_CALL = "address to, uint256 value, bytes data, uint8 operation"
AS_MODULE = {
    known.selector: known
    for known in map(
        function,
        (
            f"execTransactionFromModule({_CALL})",
            f"execTransactionFromModuleReturnData({_CALL})",
            f"executeNextTx({_CALL})",
            f"execTransactionWithRole({_CALL}, uint16 role, bool shouldRevert)",
            f"execTransactionWithRoleReturnData({_CALL}, uint16 role, bool shouldRevert)",
            f"execTransactionWithRole({_CALL}, bytes32 roleKey, bool shouldRevert)",
            f"execTransactionWithRoleReturnData({_CALL}, bytes32 roleKey, bool shouldRevert)",
        ),
    )
}
"""What makes a Safe call something without signatures of its owners, by selector: a Safe's own functions for modules,
and those of the Zodiac modules Delay and Roles (both versions). Each begins with what that call is."""

WITHIN_SAFE = {EXEC_TRANSACTION.selector: EXEC_TRANSACTION, **AS_MODULE}
"""What makes another Safe call something, by selector; each begins with what that call is."""

SUBMIT_TO_MOLOCH = function(
    "submitProposal(address applicant, uint256 sharesRequested, uint256 lootRequested, uint256 tributeOffered, "
    "address tributeToken, uint256 paymentRequested, address paymentToken, string details)"
)
"""By which shares, loot or a payment are asked of a Moloch DAO of the second version."""

OPEN_DROP = function(
    "openDrop(address token, bytes32 record, bytes32 root, uint256 total, uint256 claimable)"
)
"""By which a contract takes what was allowed to it, for those who stand in a list."""
APPROVE_HASH = function("approveHash(bytes32 hashToApprove)")
"""By which an owner of a Safe signs a transaction of it on chain."""
ALLOWANCE_TRANSFER = function(
    "executeAllowanceTransfer(address safe, address token, address to, uint96 amount, address paymentToken, "
    "uint96 payment, address delegate, bytes signature)"
)
"""Of Safe's AllowanceModule: coins (the zero address) or tokens of that Safe go to somebody."""

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
OWNER_CHANGES = frozenset(
    selector
    for selector, known in SAFE_ADMINISTRATION.items()
    if known.name in ("addOwnerWithThreshold", "removeOwner", "swapOwner", "changeThreshold")
)
"""Of these, what changes no more than who its owners are and how many of them must sign."""
