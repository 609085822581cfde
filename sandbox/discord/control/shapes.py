"""Messages and replies as the control interface shows them."""

from __future__ import annotations

from typing import Any

from sandbox.discord.people.interactions import Reply
from sandbox.discord.world.messages import Message

Json = dict[str, Any]


def shown(message: Message) -> Json:
    buttons = [
        {"label": button.label, "custom_id": button.custom_id, "disabled": button.disabled, "url": button.url}
        for button in message.buttons
    ]
    return {**message.payload(), "text": message.text, "buttons": buttons}


def shown_reply(reply: Reply) -> Json:
    modal = reply.modal
    return {
        "kind": reply.kind,
        "ephemeral": reply.ephemeral,
        "message": shown(reply.message) if reply.message else None,
        "followups": [shown(message) for message in reply.followups],
        "interaction_id": str(reply.interaction.id),
        "modal": modal
        and {
            "custom_id": modal.custom_id,
            "title": modal.title,
            "fields": [
                {
                    "label": field.label,
                    "custom_id": field.custom_id,
                    "kind": field.kind,
                    "required": field.required,
                }
                for field in modal.fields
            ],
        },
    }
