"""How forms ask for the parts of an action. The kinds and the names of their parts are those of the forms."""

from bot.wording.language import Language


def action_title(kind: str, say: Language) -> str:
    """What an action of this kind does."""
    match kind:
        case "coin":
            return say._("Send the chain's coin")
        case "token":
            return say._("Send a token")
        case "call":
            return say._("Call a contract")
        case "grant":
            return say._("Give reputation")
        case "slash":
            return say._("Take reputation")
        case _:
            return say._("Raw calldata")


def action_hint(kind: str, say: Language) -> str:
    """What this kind is for, beneath its title in a menu."""
    match kind:
        case "coin":
            return say._("such as 1.5 ETH to an address")
        case "token":
            return say._("an ERC-20 token, by its address")
        case "call":
            return say._("a function with its arguments")
        case "grant":
            return say._("to a member, once the proposal is executed")
        case "slash":
            return say._("from a member, once the proposal is executed")
        case _:
            return say._("for what the others can't say")


def action_question(kind: str, part: str, say: Language) -> tuple[str, str]:
    """What a form asks for a part of an action, and what is to be filled in. Raises ValueError."""
    match kind, part:
        case "coin", "amount":
            return say._("Amount"), say._("With the coin's symbol, such as 1.5 ETH")
        case "token", "amount":
            return say._("Amount"), say._("In tokens, such as 25000 or 0.5")
        case "token", "token":
            return (
                say._("Token"),
                say._("Its contract (0x…), or what this server calls it, such as RIVER"),
            )
        case (("coin" | "token"), "to"):
            return say.pgettext("of an action", "To"), _address(say)
        case (("call" | "raw"), "to"):
            return say._("Contract"), _address(say)
        case (("call" | "raw"), "value"):
            return say._("Coins to send along (optional)"), say._("With their symbol, such as 0.1 ETH")
        case "call", "function":
            return say._("Function"), say._("As in its ABI, such as set(bytes32 key, uint256 value)")
        case "call", "arguments":
            return say._("Arguments"), say._("One per line, in order; lists as [1, 2]")
        case "raw", "data":
            return say._("Calldata"), say._("0x and hexadecimal digits")
        case (("grant" | "slash"), "amount"):
            return say._("Reputation"), say._("In points, such as 50 or 0.5")
        case (("grant" | "slash"), "member"):
            return say._("Member"), say._("Their user id, or a mention such as <@1234>")
    raise ValueError(f"no action of the kind {kind} has a part {part}")


def _address(say: Language) -> str:
    return say._("0x and 40 digits, a name such as vitalik.eth, <@1234>, or one of the address book")
