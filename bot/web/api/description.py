"""The API described by OpenAPI 3.1, made from the documents that it answers."""

from typing import Any

import msgspec

from bot.web.api.documents import (
    ProposalDocument,
    ProposalsDocument,
    RefusalDocument,
    SpaceDocument,
    StatementsDocument,
    VotesDocument,
)

VERSION = "1"
_NUMBER = {"type": "integer", "minimum": 1, "maximum": 10**18 - 1}
_TEXT = {"type": "string", "maxLength": 200}


class Operation(msgspec.Struct, frozen=True):
    """One thing that can be asked for."""

    path: str
    """Within the API; `{name}` stands for a number."""
    name: str
    summary: str
    answer: type[msgspec.Struct] | None
    """None for the record, which has a form of its own."""
    query: tuple[str, ...] = ()


SPACE = Operation("/spaces/{space}", "space", "A space and its tracks", SpaceDocument)
PROPOSALS = Operation(
    "/spaces/{space}/proposals",
    "proposals",
    "The proposals of a space, or of one of its tracks, page by page",
    ProposalsDocument,
    ("track", "before"),
)
PROPOSAL = Operation(
    "/proposals/{proposal}", "proposal", "A proposal and how its vote stands", ProposalDocument
)
VOTES = Operation(
    "/proposals/{proposal}/votes", "votes", "Who voted what, page by page", VotesDocument, ("after",)
)
RECORD = Operation(
    "/proposals/{proposal}/record",
    "record",
    "The record of a closed vote: the very bytes that were posted in Discord",
    None,
)
STATEMENTS = Operation(
    "/proposals/{proposal}/statements",
    "statements",
    "The statements on a proposal, and what members of different views agree on",
    StatementsDocument,
)
OPERATIONS = (SPACE, PROPOSALS, PROPOSAL, VOTES, RECORD, STATEMENTS)


def described(origin: str, root: str) -> dict[str, Any]:
    """The whole description, of the API at this site."""
    documents = [each.answer for each in OPERATIONS if each.answer is not None]
    _, schemas = msgspec.json.schema_components(
        [*documents, RefusalDocument], ref_template="#/components/schemas/{name}"
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Folkmoot",
            "version": VERSION,
            "summary": "The votes of Discord servers that govern themselves, for reading",
        },
        "servers": [{"url": origin + root}],
        "paths": {each.path: {"get": _described(each)} for each in OPERATIONS},
        "components": {"schemas": schemas},
    }


def _described(operation: Operation) -> dict[str, Any]:
    name = operation.path.split("{")[1].split("}")[0]
    refusal = {"description": "Refused", **_json({"$ref": "#/components/schemas/RefusalDocument"})}
    answer: dict[str, Any] = {"type": "object"}
    if operation.answer is not None:
        answer = {"$ref": f"#/components/schemas/{operation.answer.__name__}"}
    return {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": _NUMBER},
            *({"name": each, "in": "query", "schema": _TEXT} for each in operation.query),
        ],
        "responses": {
            "200": {"description": "Found", **_json(answer)},
            "304": {"description": "Not another one than the one of If-None-Match"},
            "400": refusal,
            "404": {**refusal, "description": "There is none, or it is not for who asks"},
            "429": {**refusal, "description": "Too many requests; Retry-After says how many seconds to wait"},
            "503": refusal,
        },
    }


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}
