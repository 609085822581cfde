"""Forms speak the language of whoever opens them."""

import pytest

from bot.domain.ids import Address, GuildId, ProposalId, TrackId
from bot.domain.line_forms.registry import LINE_FORMS
from bot.services.proposals.drafting.line_offers import Offers
from bot.services.proposals.drafting.sendable_assets import Asset
from bot.wording.language import Language, language
from bot.wording.markup.discord_markup import DISCORD
from cogs.components.interactions.persistent import PersistentModal
from cogs.conviction.modals import StakeModal, UnstakeModal
from cogs.delegation.modals import ProfileModal
from cogs.governance.setup.forms import NumbersModal, PowerModal
from cogs.proposals.modals import DraftModal, EditModal, LineModal
from cogs.wallets.modals import SignatureModal
from tests.cogs.voting.samples import SAY
from tests.wording.translations.pseudo import LONG, PSEUDO, pieced, untranslated

PROPOSAL = ProposalId(7)
TOKEN = Address("0x" + "ab" * 20)
ASSETS = (
    Asset("ETH", "ETH", 18, 10**18),
    Asset("a-name-of-just-thirty-two-letters", "W" * 16, 77, 2**256 - 1, TOKEN),
    Asset(TOKEN, "eth", 0, None, TOKEN),
)
FORMS = [
    DraftModal(TrackId(1), filled={"choices": ""}),
    EditModal(PROPOSAL, 1),
    *(LineModal(PROPOSAL, kind) for kind in LINE_FORMS),
    *(LineModal(PROPOSAL, kind, offers=Offers(ASSETS, "ETH")) for kind in ("payment", "stream")),
    ProfileModal(),
    SignatureModal(GuildId(1), "abc"),
    PowerModal("0" * 16),
    NumbersModal("0" * 16),
    StakeModal(PROPOSAL),
    UnstakeModal(PROPOSAL),
]


SHIPPED = [SAY, language("de", DISCORD), language("es-ES", DISCORD)]


def read_on(form: PersistentModal) -> list[str]:
    asked = [text for each in form.fields for text in (each.label, each.description, each.placeholder)]
    return [form.title, *filter(None, asked)]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: str(getattr(form, "kind", type(form).__name__)))
def test_every_text_of_a_form_is_said_in_whole_sentences(form: PersistentModal) -> None:
    for text in read_on(form.worded(PSEUDO)):
        if not text.startswith(("0x…", "transfer")):
            assert text.startswith("⟦"), text
            assert untranslated(text, []) == []
            assert pieced(text) == []


@pytest.mark.parametrize("form", FORMS, ids=lambda form: str(getattr(form, "kind", type(form).__name__)))
def test_a_form_that_was_sent_can_be_worded_again(form: PersistentModal) -> None:
    once = form.worded(PSEUDO)
    assert read_on(once.worded(SAY)) == read_on(form.worded(SAY))
    assert once.worded(SAY).filled == form.filled


@pytest.mark.parametrize("say", SHIPPED, ids=["English", "German", "Spanish"])
@pytest.mark.parametrize("form", FORMS, ids=lambda form: str(getattr(form, "kind", type(form).__name__)))
def test_no_text_of_a_form_is_cut_in_a_language_that_is_shipped(form: PersistentModal, say: Language) -> None:
    worded = form.worded(say)
    assert 1 <= len(worded.title) <= 45
    assert 1 <= len(worded.fields) <= 5
    for asked in worded.fields:
        assert 1 <= len(asked.label) <= 45
        assert len(asked.description) <= 100
        assert len(asked.placeholder) <= 100


@pytest.mark.parametrize("say", [SAY, PSEUDO, LONG], ids=["English", "another", "a long one"])
@pytest.mark.parametrize("form", FORMS, ids=lambda form: str(getattr(form, "kind", type(form).__name__)))
def test_a_form_keeps_discords_limits_in_any_language(form: PersistentModal, say: Language) -> None:
    sent = form.shown(say).to_dict()
    assert 1 <= len(sent["title"]) <= 45
    assert 1 <= len(sent["components"]) <= 5
    for label in sent["components"]:
        for option in label["component"].get("options", ()):
            assert 1 <= len(option["label"]) <= 100
            assert len(option.get("description") or "") <= 100
        assert 1 <= len(label["label"]) <= 45
        assert len(label.get("description") or "") <= 100
        assert len(label["component"].get("placeholder") or "") <= 100
