"""Discord's own description of its API: checks what bots send, and what this server answers.

`discord-openapi.json` is Discord's OpenAPI 3.1 document. Three things are done to it for requests, because the real
API is more lenient, or because the sandbox is to be stricter than the document: ids and permission bits may be
written as numbers or as text, and keys that Discord doesn't know are refused (Discord drops them in silence, and
what the author meant is lost).
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

import jsonschema_rs

from sandbox.discord.errors import ApiError, FormErrors, Path

Json = dict[str, Any]
_NUMERIC = {"type": "string", "pattern": "^-?[0-9]{1,20}$"}
_BIT_FIELDS = {"permissions", "allow", "deny", "default_member_permissions", "flags", "auto_archive_duration"}
_IGNORED: Json = {"tts": {}, "nonce": {}, "enforce_nonce": {}, "poll": {}}
_UNDOCUMENTED: dict[str, Json] = {
    # sent by discord.py and discord.js; read or ignored by Discord
    "MessageEditRequestPartial": _IGNORED,
    "IncomingWebhookRequestPartial": _IGNORED,
    "IncomingWebhookUpdateRequestPartial": _IGNORED,
    "IncomingWebhookInteractionRequest": _IGNORED,
    "IncomingWebhookUpdateForInteractionCallbackRequestPartial": _IGNORED,
    "BaseCreateMessageCreateRequest": _IGNORED,
    "CreateForumThreadRequest": {"type": {}, "invitable": {}},
    "CreateTextThreadWithMessageRequest": {"type": {}},
    "RichEmbed": {"flags": {}},
    "MessageAttachmentRequest": {  # discord.py sends back the whole attachment to keep it in an edit
        key: {}
        for key in (
            "url",
            "proxy_url",
            "size",
            "spoiler",
            "content_type",
            "height",
            "width",
            "ephemeral",
            "flags",
        )
    },
    "ApplicationCommandUpdateRequest": {"nsfw": {}},
    "ApplicationCommandCreateRequest": {"nsfw": {}},
}


@cache
def document() -> Json:
    """The OpenAPI document as it is."""
    text = resources.files("sandbox.discord").joinpath("discord-openapi.json").read_text(encoding="utf-8")
    loaded: Json = json.loads(text)
    return loaded


@cache
def _request_schemas() -> Json:
    schemas: Json = json.loads(json.dumps(document()["components"]["schemas"]))
    for name, schema in schemas.items():
        properties = schema.get("properties")
        if properties is None:
            continue
        properties.update(
            {key: value for key, value in _UNDOCUMENTED.get(name, {}).items() if key not in properties}
        )
        schema.setdefault("additionalProperties", False)
        for key in _BIT_FIELDS & properties.keys():
            properties[key] = {"anyOf": [properties[key], _NUMERIC]}
    schemas["SnowflakeType"] = {"anyOf": [schemas["SnowflakeType"], {"type": "integer", "minimum": 0}]}
    return schemas


@cache
def _request_validator(name: str) -> Any:
    schema = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": _request_schemas()}}
    return jsonschema_rs.validator_for(schema)


@cache
def _answer_validator(name: str) -> Any:
    schema = {"$ref": f"#/components/schemas/{name}", "components": document()["components"]}
    return jsonschema_rs.validator_for(schema)


@cache
def _route_validator(method: str, template: str, status: int) -> Any:
    operation = document()["paths"].get(template, {}).get(method.lower())
    response = (operation or {}).get("responses", {}).get(str(status))
    if response is None or "content" not in response:
        return None
    schema = dict(response["content"]["application/json"]["schema"])
    schema["components"] = document()["components"]
    return jsonschema_rs.validator_for(schema)


@cache
def request_schema(method: str, template: str) -> str | None:
    """The name of the schema of a route's JSON body; None where there is none, or it depends on more than the route."""
    operation = document()["paths"].get(template, {}).get(method.lower(), {})
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    reference = content.get("schema", {}).get("$ref")
    return reference.rsplit("/", 1)[-1] if reference else None


def knows_route(method: str, segments: list[str]) -> bool:
    """Whether Discord documents a path, given as its segments."""
    for template, operations in document()["paths"].items():
        parts = template.strip("/").split("/")
        if len(parts) == len(segments) and method.lower() in operations:
            pairs = zip(parts, segments, strict=True)
            if all(part.startswith("{") or part == segment for part, segment in pairs):
                return True
    return False


def check_request(name: str, body: Any, at: Path = ()) -> None:
    """Refuse (50035) a body that doesn't fit the named schema, with an error at each field."""
    if _request_validator(name).is_valid(body):
        return
    errors = FormErrors()
    _explain(name, body, at, errors)
    errors.refuse()
    raise ApiError(400, 50035, "Invalid Form Body", {})


def faults_of(name: str, payload: Any) -> list[str]:
    """What is wrong with something this server says, by the named schema."""
    validator = _answer_validator(name)
    return [] if validator.is_valid(payload) else _told(name, validator, payload)


def faults_of_answer(method: str, template: str, status: int, payload: Any) -> list[str]:
    """What is wrong with this server's answer to a request."""
    validator = _route_validator(method, template, status)
    if validator is None or validator.is_valid(payload):
        return []
    return _told(f"{method} {template} {status}", validator, payload)


def _told(what: str, validator: Any, payload: Any) -> list[str]:
    return [
        f"{what}: {list(error.instance_path)}: {error.message[:600]}"
        for error in validator.iter_errors(payload)
    ]


def _explain(name: str, body: Any, at: Path, errors: FormErrors) -> None:
    for error in _request_validator(name).iter_errors(body):
        path = (*at, *error.instance_path)
        kind = error.kind
        detail = kind.as_dict()
        match kind.name:
            case "required":
                errors.add((*path, detail["property"]), "BASE_TYPE_REQUIRED", "This field is required")
            case "maxLength":
                errors.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {detail['limit']} or fewer in length.")
            case "minLength":
                errors.add(path, "BASE_TYPE_MIN_LENGTH", f"Must be {detail['limit']} or more in length.")
            case "minItems" | "maxItems":
                word = "more" if kind.name == "minItems" else "fewer"
                errors.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be {detail['limit']} or {word} in length.")
            case "additionalProperties":
                for key in detail["unexpected"]:
                    errors.add((*path, key), "UNKNOWN_FIELD", "Discord does not know this field.")
            case "oneOf" | "anyOf":
                _explain_union(error, path, errors)
            case other:
                errors.add(path, f"BASE_TYPE_{other.upper()}", error.message[:300])


def _explain_union(error: Any, path: Path, errors: FormErrors) -> None:
    instance = error.instance
    branches = _branches(error.schema_path)
    if isinstance(instance, dict) and branches:
        if len(branches) == 1:
            return _explain(branches[0], instance, path, errors)
        kinds: list[int] = []
        for branch in branches:
            accepted = _request_schemas()[branch].get("properties", {}).get("type", {}).get("enum", [])
            if instance.get("type") in accepted:
                return _explain(branch, instance, path, errors)
            kinds += accepted
        choices = ", ".join(map(str, sorted(kinds)))
        errors.add(
            (*path, "type"), "UNION_TYPE_CHOICES", f'Value of field "type" must be one of ({choices},).'
        )
        return None
    errors.add(path, "BASE_TYPE_CHOICES", error.message[:300])
    return None


def _branches(schema_path: list[str | int]) -> list[str]:
    place: Any = {"components": {"schemas": _request_schemas()}}
    for step in schema_path:
        place = place[step]
    return [branch["$ref"].rsplit("/", 1)[-1] for branch in place if "$ref" in branch]
