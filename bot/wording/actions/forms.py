"""How forms ask for the parts of an action. The kinds and the names of their parts are those of the forms."""

from bot.services.proposals.drafting.sendable_assets import Asset
from bot.wording.actions.amounts import in_short
from bot.wording.language import Language


def action_title(kind: str, say: Language) -> str:
    """What an action of this kind does."""
    match kind:
        case "payment":
            return say._("Send coins or tokens")
        case "milestone":
            return say._("Promise a payment for later")
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
        case "payment":
            return say._("what the Safe holds, to a member or an account")
        case "milestone":
            return say._("paid once its own report was accepted")
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
        case "payment", "amount":
            return say._("Amount"), say._(
                "Such as 25000 or 0.5. Another token is written after it: 25000 0x…"
            )
        case "milestone", "title":
            return say._("What is delivered"), say._("In a few words, such as: the first version")
        case "milestone", "due":
            return say._("Last day for the report"), say._("As 2027-01-31; the day ends at midnight UTC")
        case "milestone", "amount":
            return say._("Amount"), say._("With what is sent, such as 4000 USDC or 0.5 ETH")
        case "payment", "asset":
            return say._("What is sent"), say._("What this server knows, then what else the Safe holds")
        case (("payment" | "milestone"), "member"):
            return say._("To a member"), say._("It goes to their primary wallet.")
        case (("payment" | "milestone"), "to"):
            return say._("Or to an account"), _address(say)
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
            return say._("Member"), say._("Who it is given to, or taken from")
    raise ValueError(f"no action of the kind {kind} has a part {part}")


def asset_label(asset: Asset, native: str, say: Language) -> str:
    """What can be sent, by the name that it has here, and its chain where that isn't the usual one."""
    name = _asset_name(asset, native, say)
    return say._("{asset} on {chain}").format(asset=name, chain=asset.chain) if asset.chain else name


def _asset_name(asset: Asset, native: str, say: Language) -> str:
    if asset.contract is None:
        return asset.symbol
    if not asset.listed:
        return say._("unlisted token {address}").format(address=asset.contract)
    if asset.written != asset.contract:
        return asset.written
    # Anybody can give their token the symbol of the coin.
    return asset.symbol if asset.symbol.casefold() != native.casefold() else say._("a token")


def asset_hint(asset: Asset, say: Language) -> str:
    """How much there is of it, and which token it is; without marks, since menus show none."""
    say = say.plain()
    if asset.contract is None:
        return _held(asset, say)
    if asset.held is None:
        return asset.contract
    if not asset.listed:
        amount = in_short(asset.held, asset.decimals, say)
        return say._("{amount} held; nobody here has named it").format(amount=amount)
    return say._("{held}, token {address}").format(held=_held(asset, say), address=asset.contract)


def _held(asset: Asset, say: Language) -> str:
    if asset.held is None:
        return ""
    amount = in_short(asset.held, asset.decimals, say)
    return say._("{amount} {symbol} held").format(amount=amount, symbol=asset.symbol)


def _address(say: Language) -> str:
    return say._("0x and 40 digits, a name such as vitalik.eth, <@1234>, or one of the address book")
