"""How forms ask for the parts of what moves something. The kinds and the names of their parts are the forms'."""

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
        case "stream":
            return say._("Pay somebody little by little")
        case "vest":
            return say._("Give tokens over years, with a cliff")
        case "cancel_stream":
            return say._("End a stream or vesting")
        case "withdraw_stream":
            return say._("Take out what is due of a stream")
        case "take_back":
            return say._("Take back what no stream needs")
        case "deploy_safe":
            return say._("Deploy a new Safe")
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
        case "stream":
            return say._("a salary by the second, put aside at once")
        case "vest":
            return say._("nothing before the cliff, and all of it at the end")
        case "cancel_stream":
            return say._("what is due by then stays with who gets it")
        case "withdraw_stream":
            return say._("of one that the Safe gets")
        case "take_back":
            return say._("out of the balance at LlamaPay")
        case "deploy_safe":
            return say._("with its owners, and perhaps recallable")
        case _:
            return say._("for what the others can't say")


def action_question(kind: str, part: str, say: Language) -> tuple[str, str]:
    """What a form asks for a part of an action, and what is to be filled in. Raises ValueError."""
    match kind, part:
        case (("payment" | "stream"), "amount"):
            return say._("Amount"), say._(
                "Such as 25000 or 0.5. Another token is written after it: 25000 0x…"
            )
        case "milestone", "title":
            return say._("What is delivered"), say._("In a few words, such as: the first version")
        case "milestone", "due":
            return say._("Last day for the report"), say._("As 2027-01-31; the day ends at midnight UTC")
        case "vest", "amount":
            return say._("Amount"), say._("With the token after it, such as 48000 RIVER or 25000 0x…")
        case "take_back", "amount":
            return say._("Amount"), say._("With the token after it, such as 500 USDC or all USDC")
        case "milestone", "amount":
            return say._("Amount"), say._("With what is sent, such as 4000 USDC or 0.5 ETH")
        case (("payment" | "stream"), "asset"):
            return say._("What is sent"), say._("What this server knows, then what else the Safe holds")
        case (("payment" | "milestone" | "stream" | "vest"), "member"):
            return say._("To a member"), say._("It goes to their primary wallet.")
        case (("payment" | "milestone" | "stream" | "vest"), "to"):
            return say._("Or to an account"), _address(say)
        case (("call" | "raw"), "to"):
            return say._("Contract"), _address(say)
        case (("call" | "raw"), "value"):
            return say._("Coins to send along (optional)"), say._("With their symbol, such as 0.1 ETH")
        case "call", "function":
            return say._("Function"), say._("As in its ABI, such as set(bytes32 key, uint256 value)")
        case "call", "arguments":
            return say._("Arguments"), say._("One per line, in order; lists as [1, 2]")
        case "stream", "over":
            return say._("For how long"), say._("Such as 12 months; perhaps with more words of such a line")
        case "vest", "over":
            return say._("For how long, and from when"), say._("As 4 years, or 4 years from 2027-01-31")
        case "vest", "cliff":
            return say._("Cliff (optional)"), say._("Nothing is paid out before, such as 1 year")
        case "cancel_stream", "stream":
            return say._("Which stream"), say._(
                "Its number, or what was agreed at LlamaPay: 500 USDC to 0x… over 1 year"
            )
        case "withdraw_stream", "stream":
            return say._("Which stream"), say._("Its number")
        case "withdraw_stream", "to":
            return say._("To an account (optional)"), say._("Left out, it goes to the Safe")
        case (("cancel_stream" | "withdraw_stream"), "by"):
            return say._("Through which contract (optional)"), say._("Its address, where there are several")
        case "take_back", "by":
            return say._("Through which contract (optional)"), say._(
                "Its address, where LlamaPay has several"
            )
        case "deploy_safe", "owners":
            return say._("Owners"), say._(
                "One a line: 0x and 40 digits, a mention, or a name of the address book"
            )
        case "deploy_safe", "threshold":
            return say._("How many of them must sign"), say._("Such as 2")
        case "deploy_safe", "recallable":
            return say._("Who else may move what it holds (optional)"), say._(
                "What is decided here may take it back, also against its owners."
            )
        case "deploy_safe", "number":
            return say._("Number (optional)"), say._("It tells apart several Safes of the same owners.")
        case "raw", "data":
            return say._("Calldata"), say._("0x and hexadecimal digits")
        case (("grant" | "slash"), "amount"):
            return say._("Reputation"), say._("In points, such as 50 or 0.5")
        case (("grant" | "slash"), "member"):
            return say._("Member"), say._("Who it is given to, or taken from")
    raise ValueError(f"no action of the kind {kind} has a part {part}")


def action_word(kind: str, word: str, say: Language) -> str:
    """A word of the line, as one chooses it. Raises ValueError."""
    match kind, word:
        case "deploy_safe", "recallable":
            return say._("recallable by what carries out this proposal")
    raise ValueError(f"no line of the kind {kind} has a word {word}")


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
