"""What Discord answers when it refuses, and what a member's own client would not let them do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Path = tuple[str | int, ...]


class ApiError(Exception):
    """A refusal of the HTTP API: status, Discord's code and message, and the errors of the form's fields."""

    def __init__(self, status: int, code: int, message: str, errors: dict[str, Any] | None = None) -> None:
        super().__init__(f"{status} {code}: {message}" + (f" {errors}" if errors else ""))
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors

    def body(self) -> dict[str, Any]:
        """The JSON of the refusal, in Discord's shape."""
        answer: dict[str, Any] = {"message": self.message, "code": self.code}
        if self.errors is not None:
            answer["errors"] = self.errors
        return answer


class FormErrors:
    """Collects what is wrong with a body, field by field."""

    def __init__(self) -> None:
        self.found: dict[str, Any] = {}

    def add(self, path: Iterable[str | int], code: str, message: str) -> None:
        """Note an error at a path such as ("components", 0, "label")."""
        place = self.found
        for step in path:
            place = place.setdefault(str(step), {})
        place.setdefault("_errors", []).append({"code": code, "message": message})

    def __bool__(self) -> bool:
        return bool(self.found)

    def refuse(self) -> None:
        """Raise `ApiError` 50035 if anything was found."""
        if self.found:
            raise ApiError(400, 50035, "Invalid Form Body", self.found)


def invalid_form(path: Path, code: str, message: str) -> ApiError:
    """A 50035 with one field error."""
    errors = FormErrors()
    errors.add(path, code, message)
    return ApiError(400, 50035, "Invalid Form Body", errors.found)


def unauthorized() -> ApiError:
    """No token, or one that nobody has."""
    return ApiError(401, 0, "401: Unauthorized")


def not_found() -> ApiError:
    """A path that Discord doesn't know."""
    return ApiError(404, 0, "404: Not Found")


_UNKNOWN = {
    "account": 10001,
    "application": 10002,
    "channel": 10003,
    "guild": 10004,
    "member": 10007,
    "message": 10008,
    "overwrite": 10009,
    "role": 10011,
    "user": 10013,
    "emoji": 10014,
    "webhook": 10015,
    "interaction": 10062,
    "application command": 10063,
    "guild scheduled event": 10070,
}


def unknown(what: str) -> ApiError:
    """404 with the code of an unknown channel, message, role and so on; 400 for an emoji."""
    return ApiError(
        400 if what == "emoji" else 404,
        _UNKNOWN[what],
        f"Unknown {what.title() if what != 'interaction' else what}",
    )


def missing_access() -> ApiError:
    """The channel or guild can't be seen."""
    return ApiError(403, 50001, "Missing Access")


def missing_permissions() -> ApiError:
    """It can be seen, but this may not be done in it."""
    return ApiError(403, 50013, "Missing Permissions")


FAILED = "This interaction failed"
"""What the client says of a button or menu that nobody takes."""


class SandboxError(Exception):
    """A member tried something that didn't work."""


class NoAnswer(SandboxError):
    """The application did not respond: no acknowledgement within three seconds."""


class CannotDo(SandboxError):
    """A member's Discord client would not have offered this: no permission, no such button, a field left empty."""

    def __init__(self, what: str, *, says: str = "") -> None:
        """`what` is for whoever reads a test; `says` is what Discord's client tells the member, where that is known."""
        super().__init__(what)
        self.says = says
