"""What an application does with an interaction's token: acknowledge it, follow up, edit, delete."""

from __future__ import annotations

from typing import Any

from sandbox.discord.errors import ApiError, FormErrors, invalid_form, unknown
from sandbox.discord.people import interactions as states
from sandbox.discord.people.interactions import Interaction
from sandbox.discord.people.modals import Modal, check_modal
from sandbox.discord.people.posting import Upload, publish, write
from sandbox.discord.rules.schema import check_request
from sandbox.discord.world.applications import CHAT_INPUT
from sandbox.discord.world.messages import (
    CHAT_COMMAND,
    CONTEXT_COMMAND,
    DEFAULT,
    EPHEMERAL,
    LOADING,
    REPLY,
    Message,
)
from sandbox.discord.world.world import World

Json = dict[str, Any]

_SCHEMAS = {
    states.MESSAGE: "CreateMessageInteractionCallbackRequest",
    states.DEFERRED: "CreateMessageInteractionCallbackRequest",
    states.DEFERRED_UPDATE: "UpdateMessageInteractionCallbackRequest",
    states.UPDATE: "UpdateMessageInteractionCallbackRequest",
    states.CHOICES: "ApplicationCommandAutocompleteCallbackRequest",
    states.MODAL: "ModalInteractionCallbackRequest",
}


def callback(
    world: World, interaction_id: int, token: str, body: Json, uploads: dict[int, Upload]
) -> Interaction:
    """The acknowledgement, once, within three seconds, of a type that fits what was done."""
    interaction = world.interactions.get(token)
    if interaction is None or interaction.id != interaction_id:
        raise unknown("interaction")
    if interaction.response is not None:
        raise ApiError(400, 40060, "Interaction has already been acknowledged.")
    if interaction.too_late:
        raise unknown("interaction")
    try:
        acknowledge(interaction, body, uploads)
    except ApiError as refusal:
        interaction.refused = refusal
        raise
    return interaction


def acknowledge(interaction: Interaction, body: Json, uploads: dict[int, Upload]) -> None:
    """Take this response, if it fits what was done. Raises `ApiError`."""
    kind = body.get("type")
    if kind not in _SCHEMAS or kind not in _allowed(interaction):
        choices = ", ".join(map(str, sorted(_allowed(interaction))))
        raise invalid_form(
            ("type",), "INTERACTION_RESPONSE_TYPE_INVALID", f"Value must be one of ({choices},)."
        )
    check_request(_SCHEMAS[kind], body)
    data = body.get("data") or {}
    if kind == states.MESSAGE:
        interaction.original = _say(interaction, data, uploads)
    elif kind == states.DEFERRED:
        interaction.original = _think(interaction, data)
    elif kind == states.DEFERRED_UPDATE:
        interaction.original = interaction.message
    elif kind == states.UPDATE:
        interaction.original = interaction.message
        _edit(interaction, _component_message(interaction), data, uploads)
    elif kind == states.CHOICES:
        interaction.choices = _choices(interaction, data)
    else:
        check_modal(data)
        interaction.modal = Modal(interaction, data)
    interaction.acknowledge(kind)


def _allowed(interaction: Interaction) -> set[int]:
    if interaction.kind == states.AUTOCOMPLETE:
        return {states.CHOICES}
    allowed = {states.MESSAGE, states.DEFERRED}
    if interaction.message is not None:
        allowed |= {states.DEFERRED_UPDATE, states.UPDATE}
    if interaction.kind != states.MODAL_SUBMIT:
        allowed.add(states.MODAL)
    return allowed


def _component_message(interaction: Interaction) -> Message:
    if interaction.message is None:
        raise unknown("message")
    return interaction.message


def _choices(interaction: Interaction, data: Json) -> list[Json]:
    errors = FormErrors()
    choices = data.get("choices") or []
    for index, choice in enumerate(choices):
        if not 1 <= len(choice["name"]) <= 100:
            errors.add(
                ("data", "choices", index, "name"),
                "BASE_TYPE_BAD_LENGTH",
                "Must be between 1 and 100 in length.",
            )
        if isinstance(choice["value"], str) and len(choice["value"]) > 100:
            errors.add(
                ("data", "choices", index, "value"), "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length."
            )
    errors.refuse()
    return choices


def _new_message(interaction: Interaction, flags: int) -> Message:
    kind = DEFAULT
    if interaction.kind == states.COMMAND and interaction.original is None:
        kind = CHAT_COMMAND if interaction.data["type"] == CHAT_INPUT else CONTEXT_COMMAND
    message = Message(interaction.channel, interaction.world.new_id(), interaction.app.user, kind)
    message.application = interaction.app
    message.metadata = interaction.metadata()
    message.flags = flags & EPHEMERAL
    message.reader = interaction.person
    if interaction.kind == states.COMMAND and interaction.original is None:
        message.command = {
            "id": str(interaction.id),
            "type": interaction.kind,
            "name": interaction.data["name"],
            "user": interaction.person.user.payload,
        }
    return message


def _say(interaction: Interaction, data: Json, uploads: dict[int, Upload]) -> Message:
    message = _new_message(interaction, int(data.get("flags") or 0))
    following_up = interaction.response is not None
    original = interaction.original
    if following_up and original is not None and not original.ephemeral and not original.deleted:
        message.kind = REPLY
        message.reference = original
        message.reference_payload = {
            "type": 0,
            "channel_id": str(interaction.channel.id),
            "message_id": str(original.id),
            **({"guild_id": str(interaction.channel.guild.id)} if interaction.channel.in_guild else {}),
        }
    write(message, data, uploads, interaction.app.user, at=() if following_up else ("data",))
    publish(message)
    return message


def _think(interaction: Interaction, data: Json) -> Message:
    message = _new_message(interaction, int(data.get("flags") or 0))
    message.flags |= LOADING
    publish(message)
    return message


def _edit(interaction: Interaction, message: Message, body: Json, uploads: dict[int, Upload]) -> None:
    if message.deleted:
        raise unknown("message")
    was_loading = message.loading
    write(message, body, uploads, interaction.app.user, editing=True)
    message.flags &= ~LOADING
    if not was_loading:
        message.edited_at = interaction.world.clock.now()
    interaction.edits += 1
    message.touched()
    if not message.ephemeral:
        message.announce("MESSAGE_UPDATE")


def by_token(world: World, app_id: int, token: str) -> Interaction:
    """The interaction of a token that still works; it must have been acknowledged."""
    interaction = world.interactions.get(token)
    if interaction is None or interaction.app.id != app_id:
        raise unknown("webhook")
    if interaction.expired:
        raise ApiError(401, 50027, "Invalid Webhook Token")
    if interaction.response is None:
        raise unknown("webhook")
    return interaction


def follow_up(interaction: Interaction, body: Json, uploads: dict[int, Upload]) -> Message:
    """Say something more. The first follow-up of a deferred answer becomes that answer, as Discord does it."""
    original = interaction.original
    if (
        interaction.response == states.DEFERRED
        and original is not None
        and original.loading
        and not original.deleted
    ):
        flags = int(body.get("flags") or 0) & ~EPHEMERAL
        original.flags |= flags
        _edit(interaction, original, body, uploads)
        message = original
    else:
        message = _say(interaction, body, uploads)
    interaction.followups.append(message)
    interaction.moved()
    return message


def message_of(interaction: Interaction, which: str) -> Message:
    """@original or a follow-up by id; raises `ApiError` 10008."""
    if which == "@original":
        message = interaction.original
    else:
        mine = [interaction.original, *interaction.followups]
        message = next((found for found in mine if found is not None and str(found.id) == which), None)
    if message is None or message.deleted:
        raise unknown("message")
    return message


def edit(interaction: Interaction, which: str, body: Json, uploads: dict[int, Upload]) -> Message:
    """Edit @original or a follow-up."""
    message = message_of(interaction, which)
    _edit(interaction, message, body, uploads)
    interaction.moved()
    return message


def delete(interaction: Interaction, which: str) -> None:
    """Delete @original or a follow-up."""
    message_of(interaction, which).delete()
    interaction.moved()
