"""How the forms of lines ask: those of what moves something, and those of acts on the server."""

from bot.domain.line_forms.form import LineForm
from bot.domain.line_forms.registry import ACT_FORMS
from bot.domain.server_acts.kind import ActKind
from bot.wording.actions.forms import action_hint, action_question, action_title, action_word
from bot.wording.language import Language
from bot.wording.server_acts.forms import act_question, act_title
from bot.wording.server_acts.kinds import how_to_write


def form_title(form: LineForm, say: Language) -> str:
    """What a line of this kind does."""
    if form.kind in ACT_FORMS:
        return act_title(ActKind(form.kind), say)
    return action_title(form.kind, say)


def form_hint(form: LineForm, say: Language) -> str:
    """Beneath its title in a menu: what it is for, or how one types it."""
    return how_to_write(ActKind(form.kind)) if form.kind in ACT_FORMS else action_hint(form.kind, say)


def part_question(form: LineForm, part: str, say: Language) -> tuple[str, str]:
    """What the form asks for a part of its line, and what is to be filled in."""
    if form.kind in ACT_FORMS:
        return act_question(ActKind(form.kind), part, say)
    return action_question(form.kind, part, say)


def word_label(form: LineForm, word: str, say: Language) -> str:
    """A word of its line, among which one chooses."""
    return action_word(form.kind, word, say)
