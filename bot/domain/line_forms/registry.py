"""All kinds of lines that have a form: those that move something, and the acts on the server."""

from collections.abc import Mapping

from bot.domain.line_forms.call import CALL
from bot.domain.line_forms.cancel_stream import CANCEL_STREAM
from bot.domain.line_forms.deploy_safe import DEPLOY_SAFE
from bot.domain.line_forms.form import LineForm
from bot.domain.line_forms.grant import GRANT
from bot.domain.line_forms.milestone import MILESTONE
from bot.domain.line_forms.payment import PAYMENT
from bot.domain.line_forms.raw import RAW
from bot.domain.line_forms.slash import SLASH
from bot.domain.line_forms.stream import STREAM
from bot.domain.line_forms.take_back import TAKE_BACK
from bot.domain.line_forms.vest import VEST
from bot.domain.line_forms.withdraw_stream import WITHDRAW_STREAM
from bot.domain.server_acts.registry import ACTS

ACTION_FORMS: Mapping[str, LineForm] = {
    form.kind: form
    for form in (
        PAYMENT,
        MILESTONE,
        STREAM,
        VEST,
        CANCEL_STREAM,
        WITHDRAW_STREAM,
        TAKE_BACK,
        CALL,
        RAW,
        DEPLOY_SAFE,
        GRANT,
        SLASH,
    )
}
"""In the order of the menu."""
ACT_FORMS: Mapping[str, LineForm] = {kind.value: act.form for kind, act in ACTS.items()}
LINE_FORMS: Mapping[str, LineForm] = {**ACTION_FORMS, **ACT_FORMS}
