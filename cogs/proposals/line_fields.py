"""The parts of a line, as its form asks for them."""

from collections.abc import Iterator, Mapping

from bot.domain.line_forms.form import Answer, LineForm, LinePart
from bot.services.proposals.drafting.line_offers import Offers
from bot.wording.actions.forms import asset_hint, asset_label
from bot.wording.language import Language
from bot.wording.proposals.drafts.line_forms import part_question, word_label
from cogs.components.interactions.persistent import Field, Option, Picker

_LONG = 4_000
_LONG_ANSWERS = (Answer.LONG_TEXT, Answer.CALLDATA)
_PICKERS: Mapping[Answer, Picker] = {
    Answer.MEMBER: Picker.MEMBER,
    Answer.ROLE: Picker.ROLE,
    Answer.TEXT_CHANNEL: Picker.TEXT_CHANNEL,
    Answer.TALK_CHANNEL: Picker.TALK_CHANNEL,
    Answer.CATEGORY: Picker.CATEGORY,
}


def line_fields(form: LineForm, offers: Offers, say: Language) -> tuple[Field, ...]:
    """The questions of the form, with what can be chosen now. Of what can be sent nothing is asked where there is
    nothing: it stands after the amount then."""
    parts = [part for part in form.asked if part.answer is not Answer.ASSET or offers.assets]
    return tuple(_field(form, part, offers, say) for part in parts)


def _field(form: LineForm, part: LinePart, offers: Offers, say: Language) -> Field:
    label, described = part_question(form, part.name, say)
    asked = Field(
        part.name,
        label,
        described,
        required=part.required,
        options=tuple(_options(form, part, offers, say)),
        picker=_PICKERS.get(part.answer),
    )
    return asked._replace(long=True, limit=_LONG) if part.answer in _LONG_ANSWERS else asked


def _options(form: LineForm, part: LinePart, offers: Offers, say: Language) -> Iterator[Option]:
    if part.answer is Answer.ASSET:
        native = offers.native
        for asset in offers.assets:
            yield Option(asset_label(asset, native, say), asset.choice, asset_hint(asset, say))
    for word in part.words:
        yield Option(word_label(form, word, say), word)
    for name in offers.names.get(part.answer, ()):
        yield Option(name, name)
