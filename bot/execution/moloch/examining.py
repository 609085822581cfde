"""What a Moloch DAO is about to be asked for, held against the contracts of the moment."""

from collections.abc import Sequence

from bot.chain.calls.state import Call
from bot.chain.chains import EvmChain
from bot.chain.contracts import tokens
from bot.domain.actions.actions import Action
from bot.domain.executors import CalledCode, Examined, MolochExecutor, MolochRefusal, Rights
from bot.domain.ids import Address
from bot.execution import answers
from bot.execution.actions.abi import function
from bot.execution.called_code import called_code
from bot.execution.moloch.contract import FoundMoloch
from bot.execution.moloch.leaving import bank_of
from bot.execution.moloch.proposing import MolochRequest, request_of

_WHITELISTED = function("tokenWhitelist(address token)")
_MEMBER = function("members(address member)")
_SHARES, _LOOT, _JAILED = 1, 2, 5
"""Places in what `members` gives."""
_WORDS = 6


async def examine(
    chain: EvmChain, executor: MolochExecutor, found: FoundMoloch, actions: Sequence[Action]
) -> Examined:
    """What is called: the DAO, and the token that it pays or takes up. Raises TooManyCalls, NotForMoloch,
    ChainUnavailable."""
    request = request_of(executor, actions)
    own = (executor.address, *((request.token,) if request.token is not None else ()))
    called = list(dict.fromkeys(own))
    code = await called_code(chain, called, found.at)
    rights: dict[Address, Rights] = {executor.address: "self"}
    return Examined(
        found.at,
        tuple(CalledCode(account, code[account], rights.get(account, "")) for account in called),
        found.rules.count,
    )


async def refusal_of(chain: EvmChain, found: FoundMoloch, request: MolochRequest) -> MolochRefusal | None:
    """What would stop it if it were processed now. Raises ChainUnavailable."""
    moloch, token = found.rules.address, request.token
    questions = []
    if token is not None:
        questions += [Call(moloch, _WHITELISTED.encode([token])), bank_of(moloch, token)]
    if request.applicant is not None:
        questions.append(Call(moloch, _MEMBER.encode([request.applicant])))
    told = await chain.read(questions, found.at)
    tokens.all_answered(told, chain.id)
    if request.applicant is not None:
        member = answers.words(told[-1], _WORDS) or [0] * _WORDS
        if member[_JAILED]:
            return MolochRefusal("jailed")
        if request.form == "guildkick" and not (member[_SHARES] or member[_LOOT]):
            return MolochRefusal("no_member")
    if token is None:
        return None
    whitelisted, held = answers.number(told[0]) == 1, answers.number(told[1]) or 0
    if request.form == "whitelist":
        return MolochRefusal("whitelisted", token) if whitelisted else None
    if not whitelisted:
        return MolochRefusal("not_whitelisted", token)
    return MolochRefusal("funds", token, held) if request.payment > held else None
