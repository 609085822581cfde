"""An action in words and as it is executed, wherever it is shown in full."""

from bot.domain.actions import DecodedAction
from bot.wording.text import escape, full, one_line

_SENTENCE = 300
_VALUE = 300


def call_lines(number: int, decoded: DecodedAction) -> list[str]:
    """What it does, what to look at twice, and its call with every argument, as read back from the calldata."""
    action = decoded.action
    lines = [
        f"**{number}. {escape(decoded.sentence, _SENTENCE)}**",
        *(f"⚠️ **Look twice**: {escape(warning, _SENTENCE)}" for warning in decoded.warnings),
        f"-# to {full(action.to)} on chain {action.chain}, value {action.value} wei",
    ]
    if decoded.function:
        lines.append(f"-# calls `{_code(decoded.function)}`")
    lines += [
        f"-# {escape(argument.name or argument.type, 60)}: `{_code(argument.value)}`"
        for argument in decoded.arguments
    ]
    if action.data not in ("", "0x"):
        lines.append(f"-# calldata `{_code(action.data)}`")
    return lines


def _code(text: str) -> str:
    text = one_line(text).replace("`", "ˋ")
    return text if len(text) <= _VALUE else f"{text[:_VALUE]}… ({len(text)} characters)"
