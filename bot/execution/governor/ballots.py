"""Votes on a Governor from a member's own wallet: the transaction that casts one, and what is signed so that somebody
else may send it (EIP-712).

OpenZeppelin 5 names voter and nonce in what is signed; OpenZeppelin 4 and Compound's GovernorBravo don't.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError
from eth_utils.crypto import keccak

from bot.chain.calls.state import Call, Outcome
from bot.chain.chains import EvmChain
from bot.chain.contracts import tokens
from bot.domain.blocks import BlockRef
from bot.domain.errors import WrongContract
from bot.domain.errors.chain.contracts import NotAGovernor
from bot.domain.executors import GovernorRules, ReadyCall
from bot.domain.ids import Address, address
from bot.domain.metagovernance.calls import cast_call, params_of
from bot.domain.metagovernance.casting import Cast, ForeignProposal
from bot.execution import answers
from bot.execution.actions.abi import function

_CAST = function("castVote(uint256 proposalId, uint8 support)")
_RSV = "uint8 v, bytes32 r, bytes32 s"
_SIGNED = function("castVoteBySig(uint256 proposalId, uint8 support, address voter, bytes signature)")
_SIGNED_BEFORE = function(f"castVoteBySig(uint256 proposalId, uint8 support, {_RSV})")
_EXTENDED = "castVoteWithReasonAndParamsBySig(uint256 proposalId, uint8 support"
_SIGNED_REASON = function(f"{_EXTENDED}, address voter, string reason, bytes params, bytes signature)")
_SIGNED_REASON_BEFORE = function(f"{_EXTENDED}, string reason, bytes params, {_RSV})")
_BALLOT_TYPE, _DOMAIN, _NONCES, _NAME, _VERSION = map(
    function, ("BALLOT_TYPEHASH()", "eip712Domain()", "nonces(address owner)", "name()", "version()")
)
_DOMAIN_TYPES = ["bytes1", "string", "string", "uint256", "address", "bytes32", "uint256[]"]
_NAME_VERSION_CHAIN_CONTRACT = b"\x0f"
"""The fields of a domain, as ERC-5267 marks them."""

_VOTE = (("proposalId", "uint256"), ("support", "uint8"))
_VOTER = (("voter", "address"), ("nonce", "uint256"))
_REASON = (("reason", "string"), ("params", "bytes"))


def _type_hash(name: str, fields: tuple[tuple[str, str], ...]) -> bytes:
    return keccak(text=f"{name}({','.join(f'{kind} {field}' for field, kind in fields)})")


_NAMES_VOTER = {_type_hash("Ballot", _VOTE): False, _type_hash("Ballot", (*_VOTE, *_VOTER)): True}
"""By what a Governor says of the type of a ballot, whether voter and nonce are in it."""


class SigningRules(msgspec.Struct, frozen=True):
    """How a Governor takes votes that are signed."""

    domain: Mapping[str, Any]
    """That of EIP-712: name, version where it has one, chain and contract."""
    names_voter: bool
    """Whether what is signed names voter and nonce."""
    takes_reason: bool
    """Whether a reason can be signed, and parts of the votes."""

    def takes(self, cast: Cast, reason: str) -> bool:
        """Whether such a vote can be signed."""
        return self.takes_reason or not (reason or cast.parts)


async def read_signing_rules(chain: EvmChain, rules: GovernorRules, at: BlockRef) -> SigningRules | None:
    """At one block; None where it takes no signatures that are known here. Raises WrongContract for a Governor that
    names another contract or chain, where what is signed would count; ChainUnavailable."""
    questions = (_BALLOT_TYPE, _DOMAIN, _NAME, _VERSION)
    found = await chain.read([Call(rules.address, each.encode([])) for each in questions], at)
    tokens.all_answered(found, chain.id)
    kind, domain_told, name, version = found
    names_voter = _NAMES_VOTER.get(kind) if isinstance(kind, bytes) else None
    if names_voter is None:
        return None
    domain = _domain(domain_told) if names_voter else None
    if domain is None:
        named = {"name": answers.text(name), "version": answers.text(version)}
        own = {"chainId": chain.id, "verifyingContract": rules.address}
        domain = {**{key: text for key, text in named.items() if text is not None}, **own}
    if (domain["chainId"], domain["verifyingContract"]) != (chain.id, rules.address):
        raise WrongContract(rules.address, "Governor", NotAGovernor())
    return SigningRules(domain, names_voter, rules.form == "openzeppelin")


async def read_nonce(chain: EvmChain, governor: Address, voter: Address, at: BlockRef) -> int:
    """What the voter signs next, where voter and nonce are signed. Raises WrongContract, ChainUnavailable."""
    (answer,) = await chain.read([Call(governor, _NONCES.encode([voter]))], at)
    tokens.all_answered([answer], chain.id)
    told = answers.number(answer)
    if told is None:
        raise WrongContract(governor, "Governor", NotAGovernor())
    return told


def vote_call(proposal: ForeignProposal, cast: Cast, reason: str) -> ReadyCall:
    """The transaction with which a wallet casts its own votes."""
    if reason or cast.parts is not None:
        action = cast_call(proposal, cast, reason)
        return ReadyCall(action.to, action.value, action.data)
    return ReadyCall(proposal.governor, 0, "0x" + _CAST.encode([int(proposal.id), cast.support]).hex())


def ballot_document(
    signing: SigningRules, proposal: ForeignProposal, cast: Cast, reason: str, voter: Address, nonce: int
) -> dict[str, Any]:
    """What the wallet is shown and signs (`eth_signTypedData_v4`); numbers of the message are text.

    Raises ValueError for a reason, or parts, where the Governor takes none with a signature.
    """
    fields: tuple[tuple[str, str], ...] = _VOTE
    message: dict[str, str] = {"proposalId": proposal.id, "support": str(cast.support)}
    if signing.names_voter:
        fields = (*fields, *_VOTER)
        message |= {"voter": voter, "nonce": str(nonce)}
    if extended := _is_extended(signing, cast, reason):
        fields = (*fields, *_REASON)
        message |= {"reason": reason, "params": f"0x{_params(cast).hex()}"}
    primary = "ExtendedBallot" if extended else "Ballot"
    kinds = {"name": "string", "version": "string", "chainId": "uint256", "verifyingContract": "address"}
    return {
        "types": {
            "EIP712Domain": [
                {"name": name, "type": kind} for name, kind in kinds.items() if name in signing.domain
            ],
            primary: [{"name": name, "type": kind} for name, kind in fields],
        },
        "primaryType": primary,
        "domain": dict(signing.domain),
        "message": message,
    }


def ballot_digest(document: Mapping[str, Any]) -> bytes:
    """The 32 bytes that are signed for such a document (EIP-712)."""
    primary = document["primaryType"]
    named = (("EIP712Domain", document["domain"]), (primary, document["message"]))
    return keccak(b"\x19\x01" + b"".join(_hash(kind, document["types"][kind], told) for kind, told in named))


def _hash(name: str, fields: Sequence[Mapping[str, str]], told: Mapping[str, Any]) -> bytes:
    listed = tuple((field["name"], field["type"]) for field in fields)
    return keccak(_type_hash(name, listed) + b"".join(_word(kind, told[field]) for field, kind in listed))


def _word(kind: str, value: Any) -> bytes:
    if kind == "string":
        return keccak(text=value)
    if kind == "bytes":
        return keccak(hexstr=value)
    return (int(value, 16) if kind == "address" else int(value)).to_bytes(32, "big")


def relayed_call(
    signing: SigningRules,
    proposal: ForeignProposal,
    cast: Cast,
    reason: str,
    voter: Address,
    signature: bytes,
) -> ReadyCall:
    """The transaction with which anybody hands in what a voter signed. `signature`: that of a key, 65 bytes; where the
    voter is named also a contract's, of any length.

    Raises ValueError for what the Governor doesn't take.
    """
    vote, extended = [int(proposal.id), cast.support], _is_extended(signing, cast, reason)
    words = [reason, _params(cast)] if extended else []
    if signing.names_voter:
        called = _SIGNED_REASON if extended else _SIGNED
        sent = called.encode([*vote, voter, *words, signature])
    else:
        if len(signature) != 65:
            raise ValueError("a key's signature has 65 bytes")
        called = _SIGNED_REASON_BEFORE if extended else _SIGNED_BEFORE
        last = signature[64]
        sent = called.encode(
            [*vote, *words, last if last >= 27 else last + 27, signature[:32], signature[32:64]]
        )
    return ReadyCall(proposal.governor, 0, f"0x{sent.hex()}")


def _is_extended(signing: SigningRules, cast: Cast, reason: str) -> bool:
    extended = bool(reason) or cast.parts is not None
    if extended and not signing.takes_reason:
        raise ValueError("this Governor takes neither reasons nor parts with a signature")
    return extended


def _params(cast: Cast) -> bytes:
    return b"" if cast.parts is None else params_of(cast.parts)


def _domain(answer: Outcome) -> dict[str, Any] | None:
    """By ERC-5267; None where it isn't told, or has other fields than those that Governors have."""
    if not isinstance(answer, bytes):
        return None
    try:
        fields, name, version, chain, contract, _, _ = decode(_DOMAIN_TYPES, answer)
    except (DecodingError, UnicodeDecodeError, OverflowError):
        return None
    if fields != _NAME_VERSION_CHAIN_CONTRACT:
        return None
    return {"name": name, "version": version, "chainId": chain, "verifyingContract": address(contract)}
