"""What proposals on a track begin with: the form for it, and the answer."""

from bot.domain.spaces.space import Track
from bot.wording.language import Language

_NAME_LIMIT = 40


def template_form_title(say: Language) -> str:
    return say.pgettext("title of a form", "What proposals begin with")


def template_title_question(say: Language) -> tuple[str, str]:
    return (
        say._("A hint at the title (optional)"),
        say._("Shown in the empty field, such as: Grant: what for, how much."),
    )


def template_text_question(say: Language) -> tuple[str, str]:
    return (
        say._("The text to begin with (optional)"),
        say._("Such as headings of what each proposal has to say. Authors may change all of it."),
    )


def template_lines(track: Track, template: bool, say: Language) -> list[str]:
    """What proposals on the track begin with from now on: the template, or nothing."""
    name = say.markup.name(track.name, _NAME_LIMIT)
    if not template:
        return [say._("Proposals on **{track}** begin with an empty form.").format(track=name)]
    return [
        say._("Proposals on **{track}** begin with this from now on.").format(track=name),
        say.markup.small(say._("`/propose` shows it. Drafts that are there already stay as they are.")),
    ]
