"""Interaction callbacks, and what follows with an interaction's token."""

from __future__ import annotations

from typing import Any

from sandbox.discord.people import responding
from sandbox.discord.people.interactions import DEFERRED, MESSAGE, UPDATE, Interaction
from sandbox.discord.routes.routing import Answer, Call, Routes

routes = Routes()
Json = dict[str, Any]

_TOKEN = "/webhooks/{webhook_id}/{webhook_token}"


@routes.post("/interactions/{interaction_id}/{interaction_token}/callback", public=True, checked=False)
def callback(call: Call) -> Answer:
    """Acknowledge. `with_response` answers with what it led to."""
    body, number = call.body or {}, call.number("interaction_id")
    interaction = responding.callback(
        call.world, number, call.params["interaction_token"], body, call.uploads
    )
    if not call.flag("with_response"):
        return Answer(204)
    return Answer(200, _led_to(interaction))


def _led_to(interaction: Interaction) -> Json:
    told: Json = {"id": str(interaction.id), "type": interaction.kind}
    shown: Json = {"interaction": told}
    message = interaction.original
    if message is not None:
        told |= {
            "response_message_id": str(message.id),
            "response_message_loading": message.loading,
            "response_message_ephemeral": message.ephemeral,
        }
        if interaction.response in (MESSAGE, DEFERRED, UPDATE):
            kind = UPDATE if interaction.response == UPDATE else MESSAGE
            shown["resource"] = {"type": kind, "message": message.payload(interaction.app)}
    return shown


def _interaction(call: Call) -> Interaction:
    return responding.by_token(call.world, call.number("webhook_id"), call.params["webhook_token"])


@routes.post(_TOKEN, public=True, checked=False)
def follow_up(call: Call) -> Json:
    """Say something more."""
    interaction = _interaction(call)
    call.check("IncomingWebhookRequestPartial")
    return responding.follow_up(interaction, call.body or {}, call.uploads).payload(interaction.app)


@routes.get(f"{_TOKEN}/messages/@original", public=True)
@routes.get(f"{_TOKEN}/messages/{{message_id}}", public=True)
def get_message(call: Call) -> Json:
    """@original or a follow-up."""
    interaction = _interaction(call)
    return responding.message_of(interaction, call.params.get("message_id", "@original")).payload(
        interaction.app
    )


@routes.patch(f"{_TOKEN}/messages/@original", public=True)
@routes.patch(f"{_TOKEN}/messages/{{message_id}}", public=True)
def edit_message(call: Call) -> Json:
    """Edit @original or a follow-up."""
    interaction = _interaction(call)
    which = call.params.get("message_id", "@original")
    return responding.edit(interaction, which, call.body, call.uploads).payload(interaction.app)


@routes.delete(f"{_TOKEN}/messages/@original", public=True)
@routes.delete(f"{_TOKEN}/messages/{{message_id}}", public=True)
def delete_message(call: Call) -> None:
    """Delete @original or a follow-up."""
    responding.delete(_interaction(call), call.params.get("message_id", "@original"))
