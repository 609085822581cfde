"""`eth_signTypedData_v4`: a document that is signed (EIP-712), shown field by field.

What is shown is what is signed: each value is read strictly by its type, fields that no type names are left out of
both, and the hash is made of the values that were read.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from eth_utils import to_checksum_address

from sandbox import bounded_json
from sandbox.browser.wallet.accounts import document_hash
from sandbox.browser.wallet.errors import ProviderError, invalid_input, invalid_params, unauthorized
from sandbox.browser.wallet.signing.calldata import call_lines
from sandbox.browser.wallet.signing.review import Asking, Line, Request, Review

LONGEST = 128 * 1024
"""Characters of a document."""
MOST_FIELDS = 1_000
DEEPEST = 12
_DOMAIN = {
    "name": "string",
    "version": "string",
    "chainId": "uint256",
    "verifyingContract": "address",
    "salt": "bytes32",
}
_STRUCT = re.compile(r"[A-Za-z][A-Za-z0-9]{0,60}")
_FIELD = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,60}")
_ARRAY = re.compile(r"(?P<of>.+)\[(?P<size>[0-9]{0,4})\]")
_NUMBER = re.compile(r"(?P<sign>u?)int(?P<bits>[0-9]{1,3})")
_BYTES = re.compile(r"bytes(?P<size>[0-9]{1,2})")
_INTEGER = re.compile(r"-?[0-9]{1,80}|0x[0-9a-fA-F]{1,64}")
_ADDRESS = re.compile(r"0x[0-9a-fA-F]{40}")
_HEX = re.compile(r"0x(?:[0-9a-fA-F]{2})*")
_PERMITS = ("Permit", "PermitSingle", "PermitBatch", "PermitTransferFrom", "PermitBatchTransferFrom")


async def sign_typed_data(asking: Asking, params: list[Any]) -> Request:
    """What is asked by `[account, document]`, the document as JSON or as an object. Raises ProviderError."""
    if len(params) < 2 or not isinstance(params[0], str):
        raise invalid_params("eth_signTypedData_v4 takes an account and a document")
    account, document = params[:2]
    if account.lower() != asking.holder.account.address.lower():
        raise unauthorized(account)
    read = read_document(document)
    wanted, chain = read.domain.get("chainId"), asking.chain.chain_id
    if wanted is not None and wanted != chain:
        # As MetaMask does; the page then asks for the other chain first.
        raise invalid_input(f'Provided chainId "{wanted}" must match the active chainId "{chain}"')
    digest = document_hash(read.document)

    async def fulfil() -> str:
        return "0x" + asking.holder.account.sign(digest).hex()

    return Request(_review(asking, read, "0x" + digest.hex()), fulfil)


@dataclass
class TypedData:
    """A document that was read: each value has the type that it says."""

    primary_type: str
    types: dict[str, list[dict[str, str]]]
    domain: dict[str, Any] = field(default_factory=dict)
    message: dict[str, Any] = field(default_factory=dict)
    fields: int = 0
    lines: list[Line] = field(default_factory=list)

    @property
    def document(self) -> dict[str, Any]:
        """What is hashed: nothing but what was read."""
        return {
            "types": self.types,
            "primaryType": self.primary_type,
            "domain": self.domain,
            "message": self.message,
        }

    def struct(self, kind: str, value: Any, depth: int) -> dict[str, Any]:
        """The values of a struct by name."""
        if not isinstance(value, dict):
            raise invalid_params(f"{kind} is no object")
        read = {}
        for each in self.types[kind]:
            name = each["name"]
            if name not in value:
                raise invalid_params(f"{kind} has no {name}")
            read[name] = self.value(name, each["type"], value[name], depth)
        return read

    def value(self, name: str, kind: str, value: Any, depth: int) -> Any:
        """A value of a type, with its line."""
        self.fields += 1
        if self.fields > MOST_FIELDS or depth > DEEPEST:
            raise invalid_params("the document is too large to be read by a person")
        if array := _ARRAY.fullmatch(kind):
            if not isinstance(value, list) or (array["size"] and len(value) != int(array["size"])):
                raise invalid_params(f"{name} is no {kind}")
            self.lines.append(Line(name, "" if value else "none", depth))
            return [
                self.value(f"{number}", array["of"], each, depth + 1) for number, each in enumerate(value, 1)
            ]
        if kind in self.types:
            self.lines.append(Line(name, kind, depth))
            return self.struct(kind, value, depth + 1)
        try:
            read = _plain(kind, value)
        except ValueError:
            raise invalid_params(f"{name} is no {kind}") from None
        self.lines.append(Line(name, "0x" + read.hex() if isinstance(read, bytes) else _shown(read), depth))
        return read


def read_document(document: Any) -> TypedData:
    """A document as a page gives it. Raises ProviderError for one of which it isn't sure what it says."""
    if isinstance(document, str):
        if len(document) > LONGEST:
            raise invalid_params(f"a document has at most {LONGEST} characters")
        try:
            document = bounded_json.loads(document)
        except ValueError:
            raise invalid_params("the document is no JSON") from None
    if not isinstance(document, dict):
        raise invalid_params("the document is no object")
    types, primary = _types(document.get("types")), document.get("primaryType")
    if not isinstance(primary, str) or primary not in types or primary == "EIP712Domain":
        raise invalid_params("the document has no primaryType")
    domain = document.get("domain")
    if not isinstance(domain, dict) or not set(domain) <= set(_DOMAIN):
        raise invalid_params("the document has no domain, or one with other fields than those of EIP-712")
    declared = [each["name"] for each in types.pop("EIP712Domain", [])]
    if declared and declared != [name for name in _DOMAIN if name in domain]:
        raise invalid_params("EIP712Domain names other fields than the domain has")
    read = TypedData(primary, types)
    read.domain = {name: _domain_value(name, value) for name, value in domain.items()}
    read.message = read.struct(primary, document.get("message"), 0)
    try:
        document_hash(read.document)
    except (ValueError, TypeError, RecursionError) as why:
        raise invalid_params(f"the document can't be hashed: {str(why)[:200]}") from None
    return read


def _types(given: Any) -> dict[str, list[dict[str, str]]]:
    if not isinstance(given, dict) or len(given) > MOST_FIELDS:
        raise invalid_params("the document has no types")
    types: dict[str, list[dict[str, str]]] = {}
    for kind, fields in given.items():
        if not _STRUCT.fullmatch(kind) or not isinstance(fields, list) or len(fields) > MOST_FIELDS:
            raise invalid_params(f"{kind[:60]!r} is no type")
        types[kind] = []
        for each in fields:
            if not isinstance(each, dict) or not all(
                isinstance(each.get(key), str) for key in ("name", "type")
            ):
                raise invalid_params(f"{kind} has a field without name or type")
            if not _FIELD.fullmatch(each["name"]):
                raise invalid_params(f"{kind} has a field {each['name'][:60]!r}")
            types[kind].append({"name": each["name"], "type": each["type"]})
        if len({each["name"] for each in types[kind]}) < len(fields):
            raise invalid_params(f"{kind} has two fields of one name")
        if any(kind == name or _is_plain(kind) for name in _DOMAIN.values()):
            raise invalid_params(f"{kind} is a type of its own already")
    declared = types.get("EIP712Domain", [])
    if any(_DOMAIN.get(each["name"]) != each["type"] for each in declared):
        raise invalid_params("EIP712Domain is not that of EIP-712")
    return types


def _is_plain(kind: str) -> bool:
    if kind in ("string", "bool", "address", "bytes"):
        return True
    if number := _NUMBER.fullmatch(kind):
        return 8 <= int(number["bits"]) <= 256 and int(number["bits"]) % 8 == 0
    size = _BYTES.fullmatch(kind)
    return size is not None and 1 <= int(size["size"]) <= 32


def _domain_value(name: str, value: Any) -> Any:
    try:
        return _plain(_DOMAIN[name], value)
    except ValueError:
        raise invalid_params(f"the domain's {name} is no {_DOMAIN[name]}") from None


def _plain(kind: str, value: Any) -> Any:
    """A value of a type that is no struct and no array. Raises ValueError."""
    if not _is_plain(kind):
        raise ValueError(kind)
    if kind == "string":
        return _of(str, value)
    if kind == "bool":
        return _of(bool, value)
    if kind == "address":
        if not isinstance(value, str) or not _ADDRESS.fullmatch(value):
            raise ValueError(value)
        return to_checksum_address(value)
    if number := _NUMBER.fullmatch(kind):
        return _integer(value, signed=not number["sign"], bits=int(number["bits"]))
    if not isinstance(value, str) or not _HEX.fullmatch(value):
        raise ValueError(value)
    content = bytes.fromhex(value[2:])
    size = _BYTES.fullmatch(kind)
    if size is not None and len(content) != int(size["size"]):
        raise ValueError(value)
    return content


def _of(kind: type, value: Any) -> Any:
    if not isinstance(value, kind):
        raise ValueError(value)
    if isinstance(value, str):
        value.encode()
    return value


def _integer(value: Any, *, signed: bool, bits: int) -> int:
    if isinstance(value, str) and _INTEGER.fullmatch(value):
        number = int(value, 16 if value.startswith("0x") else 10)
    elif isinstance(value, int) and not isinstance(value, bool):
        number = value
    else:
        raise ValueError(value)
    least, most = (-(2 ** (bits - 1)), 2 ** (bits - 1)) if signed else (0, 2**bits)
    if not least <= number < most:
        raise ValueError(value)
    return number


def _shown(value: Any) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _review(asking: Asking, read: TypedData, digest: str) -> Review:
    dangers, lines = [], []
    for name, value in read.domain.items():
        shown = "0x" + value.hex() if isinstance(value, bytes) else str(value)
        lines.append(Line(f"for {name}", asking.book.told(value) if name == "verifyingContract" else shown))
    contract = read.domain.get("verifyingContract")
    if contract is not None and not asking.book.knows(contract):
        dangers.append(f"Nobody here knows the contract for which this is signed: {contract}.")
    if read.primary_type in _PERMITS:
        dangers.append("This lets somebody else move your tokens, now or later, without asking you again.")
    for line in read.lines:
        known = _ADDRESS.fullmatch(line.value) and asking.book.name_of(line.value)
        lines.append(Line(line.name, f"{line.value} ({known})", line.depth) if known else line)
    if read.primary_type == "SafeTx":
        told, found = _safe_call(asking, read.message)
        lines = [*told, *lines]
        dangers += found
    raw = json.dumps(read.document, indent=1, default=lambda value: "0x" + value.hex())
    title = f"Sign a {read.primary_type}"
    return Review(title, "Sign", tuple(dangers), (*lines, Line("hash", digest)), raw=raw)


def _safe_call(asking: Asking, message: dict[str, Any]) -> tuple[list[Line], list[str]]:
    """What the Safe would do, in words."""
    try:
        to, value, data = message["to"], message["value"], message["data"]
        told = call_lines(asking.book, str(to), int(value), bytes(data), delegate=message["operation"] == 1)
    except (KeyError, TypeError, ValueError, ProviderError):
        return [], ["This calls itself a transaction of a Safe, and is none."]
    heads = Line("what the Safe does", ""), Line("as it is signed", "")
    return [heads[0], *(line.within(1) for line in told.lines), heads[1]], told.dangers
