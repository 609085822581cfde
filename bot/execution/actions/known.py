"""Functions that are known by their selector, whatever a proposer calls them, and what is dangerous about them."""

from dataclasses import dataclass

from bot.execution.actions.abi import Function, function


@dataclass(frozen=True)
class Administration:
    """A function by which a Safe changes who may do what with it."""

    function: Function
    warning: str


TRANSFER = function("transfer(address to, uint256 amount)")
APPROVE = function("approve(address spender, uint256 amount)")
TRANSFER_FROM = function("transferFrom(address from, address to, uint256 amount)")
MULTI_SEND = function("multiSend(bytes transactions)")

SAFE_ADMINISTRATION: dict[bytes, Administration] = {
    known.selector: Administration(known, warning)
    for known, warning in (
        (function(signature), warning)
        for signature, warning in (
            ("addOwnerWithThreshold(address owner, uint256 threshold)", "It adds an owner to the Safe."),
            (
                "removeOwner(address previousOwner, address owner, uint256 threshold)",
                "It removes an owner of the Safe.",
            ),
            (
                "swapOwner(address previousOwner, address oldOwner, address newOwner)",
                "It replaces an owner of the Safe.",
            ),
            (
                "changeThreshold(uint256 threshold)",
                "It changes how many owners must sign for the Safe.",
            ),
            (
                "enableModule(address module)",
                "It lets a module move everything in the Safe without any signature.",
            ),
            ("disableModule(address previousModule, address module)", "It removes a module of the Safe."),
            ("setGuard(address guard)", "It sets a guard, which can block the Safe for ever."),
            (
                "setModuleGuard(address moduleGuard)",
                "It sets a module guard, which can block the Safe's modules.",
            ),
            (
                "setFallbackHandler(address handler)",
                "It changes who answers for the Safe, and so what counts as its signature.",
            ),
        )
    )
}
"""Safe 1.3.0 to 1.5.0: OwnerManager, ModuleManager, GuardManager, FallbackManager."""
