"""What is dangerous about the functions by which a Safe changes who may do what with it."""

from bot.wording.language import Language


def administration_words(function: str, say: Language) -> str:
    """What a call of this function does to the Safe, as a sentence. `function` is its name in Solidity."""
    match function:
        case "addOwnerWithThreshold":
            return say._("It adds an owner to the Safe.")
        case "removeOwner":
            return say._("It removes an owner of the Safe.")
        case "swapOwner":
            return say._("It replaces an owner of the Safe.")
        case "changeThreshold":
            return say._("It changes how many owners must sign for the Safe.")
        case "enableModule":
            return say._("It lets a module move everything in the Safe without any signature.")
        case "disableModule":
            return say._("It removes a module of the Safe.")
        case "setGuard":
            return say._("It sets a guard, which can block the Safe for ever.")
        case "setModuleGuard":
            return say._("It sets a module guard, which can block the Safe's modules.")
        case "setFallbackHandler":
            return say._("It changes who answers for the Safe, and so what counts as its signature.")
        case _:
            return say._("It changes the Safe itself.")


def administration_in_short(function: str, say: Language) -> str:
    """The same in a few words."""
    match function:
        case "addOwnerWithThreshold":
            return say._("adds an owner")
        case "removeOwner":
            return say._("removes an owner")
        case "swapOwner":
            return say._("replaces an owner")
        case "changeThreshold":
            return say._("changes the threshold")
        case "enableModule":
            return say._("module without signatures")
        case "disableModule":
            return say._("removes a module")
        case "setGuard":
            return say._("sets a guard")
        case "setModuleGuard":
            return say._("sets a module guard")
        case "setFallbackHandler":
            return say._("changes the fallback handler")
        case _:
            return say._("changes the Safe")
