"""The words for each kind of executor. A new kind is a file beside this one, and a line here."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from bot.domain.executors import Execution, ExecutionRequest, Signing
from bot.domain.ids import Address, MemberId, ProposalNumber
from bot.domain.proposals.facts import Opening, Stop
from bot.domain.proposals.proposal import Proposal
from bot.wording.executors.baal import BaalWords
from bot.wording.executors.delegate_wallet import DelegateWalletWords
from bot.wording.executors.governor import GovernorWords
from bot.wording.executors.moloch import MolochWords
from bot.wording.executors.safe import SafeWords
from bot.wording.language import Language


class ExecutorWords(Protocol):
    """Everything that is said of one kind. What is given is of that kind, as its file in bot/domain/executors/ has
    it."""

    def carried_out_by(self, executor: Any, say: Language) -> str:
        """The line of a policy that names its executor."""
        ...

    def kind(self, say: Language) -> str:
        """What such an executor is called, in a word."""
        ...

    def asked_to(self, say: Language) -> str:
        """The heading of the actions of a vote under way."""
        ...

    def asked_to_call(self, number: ProposalNumber | None, say: Language) -> str:
        """The heading of the calls in full, for a proposal with this number or (None) a draft."""
        ...

    def spends(self, asset: str, say: Language) -> str:
        """The line of a policy that says of what pool it disposes."""
        ...

    def holds_too_little(self, held: str, sent: str, say: Language) -> str:
        """That it has less now than the actions send, both with their unit."""
        ...

    def cannot_execute(self, say: Language) -> str:
        """In one line, for a draft, that it couldn't make the actions now."""
        ...

    def after_timelock(self, ends: datetime, say: Language) -> str:
        """The state of what passed while guardians may still veto it."""
        ...

    def then_requested(self, ends: datetime, say: Language) -> str:
        """The line of a result that says what comes after the timelock."""
        ...

    def preparing(self, say: Language) -> str:
        """The state while nothing has been requested yet."""
        ...

    def requested(self, request: ExecutionRequest, say: Language) -> str:
        """The state while it waits to be carried out."""
        ...

    def not_executed(self, execution: Execution, say: Language) -> str:
        """The state of what was requested, and ended otherwise."""
        ...

    def identity(self, request: ExecutionRequest, say: Language) -> str:
        """By what the request is recognised."""
        ...

    def event(self, event: str, data: Mapping[str, str], say: Language) -> str:
        """What happened to a request or kept it from being made: `confirmed`, `unconfirmed`, `hidden`, `visible`,
        `executed`, `failed`, `replaced`, `asked_again`, `found_executed`, `made_before`, `stopped` or `stage`."""
        ...

    def stopped(self, stop: Stop, say: Language) -> str:
        """Why what passed must not be carried out, as a sentence."""
        ...

    def to_sign(
        self,
        proposal: Proposal,
        opening: Opening,
        request: ExecutionRequest,
        instructions: Any,
        members: Mapping[Address, MemberId],
        say: Language,
    ) -> Sequence[str]:
        """The request for those who carry it out, but for its actions and warnings in words: a heading, then lines.
        Together they fit into a message with some 1,200 characters more. `members` are those of the server whose
        accounts have to sign."""
        ...

    def warnings(self, request: ExecutionRequest, native: str, say: Language) -> Sequence[str]:
        """What is dangerous about the request itself. `native` is the symbol of the chain's coin."""
        ...

    def recognised_by(self, request: ExecutionRequest, say: Language) -> Sequence[tuple[str, str]]:
        """By what those who sign recognise it, besides its hashes: names and values."""
        ...

    def what_signing_does(self, signing: Signing, say: Language) -> str:
        """What a signature does and doesn't."""
        ...

    def sign_elsewhere(self, request: ExecutionRequest, signing: Signing, say: Language) -> Sequence[str]:
        """How to sign without a wallet in the browser, each way in a line; where the signature can be pasted after
        that."""
        ...

    def sent(self, signing: Signing, say: Language) -> tuple[str, str]:
        """The heading and the explanation above what can be sent now."""
        ...

    def offer(self, say: Language) -> str:
        """What one does on the page, above the link to it."""
        ...

    def offer_label(self, say: Language) -> str:
        """The button that leads to the page."""
        ...

    def to_do(self, number: ProposalNumber, title: str, say: Language) -> str:
        """The heading of the page on which it is signed or sent."""
        ...

    def standing(self, signing: Signing, say: Language) -> str:
        """How far it has come, in a line."""
        ...

    def found(self, check: Any, say: Language) -> str:
        """What the doctor finds it to be."""
        ...

    def extensions(self, found: Any, say: Language) -> list[str]:
        """What beside those who sign decides what it does, each in a line. None: it could not be read."""
        ...

    def refused(self, refusal: Any, say: Language) -> str:
        """What would stop what it is asked for."""
        ...

    def limits(self, check: Any, say: Language) -> str:
        """Whether it can make several actions at once."""
        ...

    def how_to_make_several(self, say: Language) -> str:
        """What to do so that it can."""
        ...

    def reached(self, check: Any, say: Language) -> str:
        """Whether requests reach those who carry them out."""
        ...

    def how_to_reach(self, check: Any, say: Language) -> str:
        """What to do so that requests reach them."""
        ...

    def named(self, executor: Any, say: Language) -> str:
        """The executor within a sentence."""
        ...

    def how_to_prove(self, say: Language) -> str:
        """Who signs what, and where it is handed in, so that an executor belongs to a server."""
        ...

    def who_proves(self, provers: Sequence[Address], say: Language) -> str:
        """Whose signature proves it."""
        ...

    def how_to_free(self, say: Language) -> str:
        """What to do where another server has proved it."""
        ...

    def unproved(self, account: Address, say: Language) -> tuple[str, str]:
        """That it isn't proved that an executor belongs to the server, and what mends that."""
        ...

    def act(self, what: str, say: Language) -> str | None:
        """What was done about one, in the public log: `sign`, `prove`, `release`, `claimed` or `lost`, the last two
        with ` here` where a space of the same server did it; None for another act."""
        ...

    def bound(self, check: Any, say: Language) -> str:
        """What a space that is set up was bound to."""
        ...

    def beside(self, check: Any, say: Language) -> list[str]:
        """What beside those who sign decides what it does, as it was found when it was bound, each in a line."""
        ...

    def not_reached(self, say: Language) -> str:
        """That requests don't reach those who carry them out, where an executor is bound."""
        ...


EXECUTOR_WORDING: Mapping[str, ExecutorWords] = {
    "safe": SafeWords(),
    "governor": GovernorWords(),
    "moloch": MolochWords(),
    "baal": BaalWords(),
    "delegate_wallet": DelegateWalletWords(),
}


def words_of(kind: str) -> ExecutorWords:
    """Raises KeyError for a kind that isn't known."""
    return EXECUTOR_WORDING[kind]
