"""Attestations of EAS, which its Indexer finds by whom they are for (https://github.com/ethereum-attestation-service).

EAS knows an attestation by its id alone. Its Indexer keeps the ids of those that somebody entered there: by schema and
who they are for, and also by who attested. The latter lists are what is read: whoever attests things under the schema
to fill the lists of somebody else fills none of these.

The Indexer is believed only about which ids there are. What each is, EAS itself says
(docs/decisions/0163-an-attestation-counts-by-who-gave-it.md).
"""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from bot.chain.calls.multicall import Reader
from bot.chain.calls.state import Call, Outcome, Reverted, word
from bot.chain.contracts import tokens
from bot.chain.nodes.agreement import NoAnswer
from bot.chain.sources.one_number import UNTOLD
from bot.domain.blocks import BlockRef, Reading, Undetermined, Value
from bot.domain.errors import WrongContract
from bot.domain.errors.chain.contracts import AnswersOtherwise, NoSuchSchema, OtherEas
from bot.domain.ids import Address
from bot.domain.power import NEWEST_LOOKED_AT, Attestation

_KIND = "attestation"
_GET_EAS = bytes.fromhex("65c40b9c")
_GET_UIDS = bytes.fromhex("715ecdf6")
"""`getSchemaAttesterRecipientAttestationUIDs(bytes32,address,address,uint256,uint256,bool)`"""
_GET_ATTESTATION = bytes.fromhex("a3112a64")
_GET_SCHEMA_REGISTRY = bytes.fromhex("f10b5cc8")
_GET_SCHEMA = bytes.fromhex("a2ea7c6e")

_WORD = 32
_DYNAMIC = (32).to_bytes(32, "big")
"""Where what has no fixed length begins, alone in an answer."""
_FIELDS = 10
"""Of an attestation."""


class AttestationReads:
    bounded_by_total: ClassVar[bool] = False

    def calls(self, source: Attestation, wallet: Address) -> list[Call]:
        """The newest ids that the Indexer has of each attester's, and one more, which tells that there are others."""
        return [_uids_call(source, attester, wallet) for attester in source.attesters]

    def follow_ups(self, source: Attestation, wallet: Address, outcomes: Sequence[Outcome]) -> list[Call]:
        """What EAS knows of each id."""
        return [
            Call(source.contract, _GET_ATTESTATION + uid)
            for outcome in outcomes
            for uid in _looked_at(_uids(outcome))
        ]

    def power(
        self, source: Attestation, wallet: Address, outcomes: Sequence[Outcome], at: BlockRef
    ) -> Reading:
        """1 as soon as one attestation is good, whatever becomes of the others; 0 only if all were looked at."""
        doubts: list[Undetermined] = []
        attested = iter(outcomes[len(source.attesters) :])
        for attester, listed in zip(source.attesters, outcomes, strict=False):
            uids = _uids(listed)
            if isinstance(uids, Undetermined):
                doubts.append(uids)
                continue
            for uid in _looked_at(uids):
                good = _is_good(source, uid, attester, wallet, next(attested), at.timestamp)
                if good is True:
                    return Value(1)
                if isinstance(good, Undetermined):
                    doubts.append(good)
            if len(uids) > NEWEST_LOOKED_AT:
                doubts.append(
                    tokens.no_number(
                        f"{attester} attested more than {NEWEST_LOOKED_AT} times, and none of the newest counts"
                    )
                )
        # What fails for now may be the one that counts: it is asked again before anything is said for good.
        return min(doubts, key=lambda doubt: doubt.for_good, default=Value(0))

    def total_calls(self, source: Attestation) -> list[Call]:
        """None: for whom there is an attestation, nothing on chain lists."""
        return []

    def total(self, source: Attestation, outcomes: Sequence[Outcome]) -> Reading:
        return UNTOLD

    async def check(self, source: Attestation, reader: Reader, at: BlockRef, coin: str) -> tuple[str, int]:
        contract, indexer, chain = source.contract, source.indexer, source.chain
        eas, listed, nothing, registry = await reader.read(
            [
                Call(indexer, _GET_EAS),
                _uids_call(source, source.attesters[0], contract),
                Call(contract, _GET_ATTESTATION + bytes(_WORD)),
                Call(contract, _GET_SCHEMA_REGISTRY),
            ],
            at,
        )
        tokens.all_answered([listed, nothing], chain)
        if (found := tokens.expected_number(eas, indexer, chain, _KIND, "getEAS()")) != int(contract, 16):
            raise WrongContract(indexer, _KIND, OtherEas(f"0x{found:040x}"))
        if isinstance(uids := _uids(listed), Undetermined):
            raise WrongContract(
                indexer, _KIND, AnswersOtherwise("getSchemaAttesterRecipientAttestationUIDs", uids.why)
            )
        if isinstance(fields := _fields(nothing), Undetermined):
            raise WrongContract(contract, _KIND, AnswersOtherwise("getAttestation(bytes32)", fields.why))
        number = tokens.expected_number(registry, contract, chain, _KIND, "getSchemaRegistry()")
        schemas = tokens.account(Value(number))
        if not isinstance(schemas, str):
            raise WrongContract(contract, _KIND, AnswersOtherwise("getSchemaRegistry()", ""))
        uid = bytes.fromhex(source.schema_uid[2:])
        (schema,) = await reader.read([Call(schemas, _GET_SCHEMA + uid)], at)
        tokens.all_answered([schema], chain)
        # For a UID that it doesn't know, the registry gives a schema of which everything is zero, the UID too.
        if not isinstance(schema, bytes) or schema[: 2 * _WORD] != _DYNAMIC + uid or not any(uid):
            raise WrongContract(contract, _KIND, NoSuchSchema(source.schema_uid))
        return "votes", 0


def _uids_call(source: Attestation, attester: Address, wallet: Address) -> Call:
    page = (
        (0).to_bytes(_WORD, "big"),
        (NEWEST_LOOKED_AT + 1).to_bytes(_WORD, "big"),
        (1).to_bytes(_WORD, "big"),
    )
    asked = (bytes.fromhex(source.schema_uid[2:]), word(attester), word(wallet), *page)
    return Call(source.indexer, _GET_UIDS + b"".join(asked))


def _answer(outcome: Outcome) -> bytes | Undetermined:
    if isinstance(outcome, NoAnswer | Reverted):
        return tokens.failed(outcome)
    return outcome or tokens.no_number("it gave nothing: is there a contract at this block?")


def _words(answer: bytes) -> list[bytes]:
    return [answer[place : place + _WORD] for place in range(0, len(answer), _WORD)]


def _uids(outcome: Outcome) -> list[bytes] | Undetermined:
    """The ids, the newest first: at most one more than are looked at, each of them once."""
    answer = _answer(outcome)
    if isinstance(answer, Undetermined):
        return answer
    head, uids = answer[: 2 * _WORD], _words(answer[2 * _WORD :])
    good = (
        head == _DYNAMIC + len(uids).to_bytes(_WORD, "big")
        and len(answer) % _WORD == 0
        and len(uids) == len(set(uids)) <= NEWEST_LOOKED_AT + 1
    )
    return uids if good else tokens.no_number("it gave something else than a list of attestations")


def _looked_at(uids: list[bytes] | Undetermined) -> Iterator[bytes]:
    return iter(() if isinstance(uids, Undetermined) else uids[:NEWEST_LOOKED_AT])


def _fields(outcome: Outcome) -> list[bytes] | Undetermined:
    """The words of an attestation, without what it says: the place of that is the last of them."""
    answer = _answer(outcome)
    if isinstance(answer, Undetermined):
        return answer
    words = _words(answer[: (1 + _FIELDS) * _WORD])
    if len(answer) < (2 + _FIELDS) * _WORD or words[0] != _DYNAMIC:
        return tokens.no_number("it gave something else than an attestation")
    return words[1:]


def _is_good(
    source: Attestation, uid: bytes, attester: Address, wallet: Address, outcome: Outcome, time: int
) -> bool | Undetermined:
    """Whether the attestation counts at this time; undetermined where EAS has none as the Indexer has it."""
    fields = _fields(outcome)
    if isinstance(fields, Undetermined):
        return fields
    found, schema, _, expires, revoked, _, recipient, by, *_ = fields
    wanted = (uid, bytes.fromhex(source.schema_uid[2:]), word(wallet), word(attester))
    if (found, schema, recipient, by) != wanted:
        return tokens.no_number("the Indexer names an attestation that EAS has otherwise")
    # The state is that after the block: what is revoked in it was revoked by then.
    expiry = int.from_bytes(expires, "big")
    return not any(revoked) and (expiry == 0 or expiry > time)
