"""What is said alike of executors that members ask in transactions of their own wallets."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from bot.domain.executors import ExecutionRequest, Signing
from bot.domain.ids import Address
from bot.domain.proposals.facts import Stop
from bot.domain.proposals.proposal import Proposal
from bot.wording.execution.asking_again import asked_again_event
from bot.wording.execution.lines import in_transaction
from bot.wording.execution.stops import administration_words, stop_words_of_any, stopped_event
from bot.wording.language import Language


class AskedByMembersWords(ABC):
    """The part of `bot.wording.executors.registry.ExecutorWords` that is the same for all of them."""

    stage: ClassVar[type[Any]]
    """How far a request of this kind has come."""

    @abstractmethod
    def stage_words(self, stage: Any, say: Language) -> str:
        """Where it is, in a few words; None where nobody has looked yet."""

    @abstractmethod
    def stage_event(self, data: Mapping[str, str], say: Language) -> str:
        """That it came to a stage, in the thread."""

    @abstractmethod
    def event_words(self, event: str, say: Language) -> str:
        """What happened, with the `{block}` and the `{transaction}` of it."""

    @abstractmethod
    def ended_words(self, status: str, say: Language) -> str:
        """How it ended, with the `{when}` and the `{transaction}` of it."""

    @abstractmethod
    def next_step(self, instructions: Any, say: Language) -> Iterator[str]:
        """What somebody sends now."""

    @abstractmethod
    def sending(self, stage: Any, say: Language) -> tuple[str, str]:
        """The heading and the explanation above the transaction that is prepared."""

    @abstractmethod
    def stopped_heading(self, say: Language) -> str:
        """That nothing should be done about it any more."""

    @abstractmethod
    def rights_changed(self, account: str, say: Language) -> str:
        """That another account makes the calls than when the vote opened."""

    @abstractmethod
    def how_to_prove(self, say: Language) -> str:
        """That no proof is needed."""

    @abstractmethod
    def never_proved(self, account: str, say: Language) -> str:
        """That it can't be proved to be a server's."""

    def requested(self, request: ExecutionRequest, say: Language) -> str:
        return say._("**Passed** · {stage}").format(stage=self.stage_words(request.stage_as(self.stage), say))

    def event(self, event: str, data: Mapping[str, str], say: Language) -> str:
        if event == "stage":
            return self.stage_event(data, say)
        if event == "asked_again":
            return asked_again_event(data, say)
        if event == "stopped":
            told = {name: data[name] for name in data if name not in ("executor", "cause")}
            return stopped_event(self.stopped_heading(say), self._stop_words(data["cause"], told, say), say)
        return in_transaction(self.event_words(event, say), data, say)

    def stopped(self, stop: Stop, say: Language) -> str:
        return self._stop_words(stop.cause, stop.data, say)

    def _stop_words(self, cause: str, data: Mapping[str, str], say: Language) -> str:
        if (words := stop_words_of_any(cause, data, say)) is not None:
            return words
        if cause == "administration":
            return administration_words(data, say)
        return self.rights_changed(say.markup.account(Address(data["account"])), say)

    def how_far(
        self, proposal: Proposal, request: ExecutionRequest, instructions: Any, say: Language
    ) -> Iterator[str]:
        """How it ended; or where it is by the newest block, and what is to be done next."""
        done = request.execution
        if done is not None:
            yield self.ended_words(done.status, say).format(
                when=say.when(done.at),
                transaction=say.markup.transaction(done.transaction, request.executor.chain),
            )
            return
        if proposal.concluded_at is not None:
            yield say._("⌛ **Expired** {when}. Don't send it any more.").format(
                when=say.when(proposal.concluded_at)
            )
            return
        yield say.markup.strong(self.stage_words(instructions.stage, say))
        yield from self.next_step(instructions, say)
        if proposal.expires_at is not None:
            yield say._("It expires here {moment}").format(moment=say.moment(proposal.expires_at))

    def warnings(self, request: ExecutionRequest, native: str, say: Language) -> Sequence[str]:
        return ()

    def recognised_by(self, request: ExecutionRequest, say: Language) -> Sequence[tuple[str, str]]:
        return ()

    def sign_elsewhere(self, request: ExecutionRequest, signing: Signing, say: Language) -> Sequence[str]:
        return ()

    def sent(self, signing: Signing, say: Language) -> tuple[str, str]:
        return self.sending(signing.stage_as(self.stage), say)

    def standing(self, signing: Signing, say: Language) -> str:
        return self.stage_words(signing.stage_as(self.stage), say)

    def offer(self, say: Language) -> str:
        return say._(
            "**Send it from your browser**: log in with Discord there, read every action, and send the prepared "
            "transaction from your own wallet."
        )

    def offer_label(self, say: Language) -> str:
        return say._("Open in the browser")

    def who_proves(self, provers: Sequence[Address], say: Language) -> str:
        return self.how_to_prove(say)

    def how_to_free(self, say: Language) -> str:
        return self.how_to_prove(say)

    def unproved(self, account: Address, say: Language) -> tuple[str, str]:
        return self.never_proved(say.markup.account(account), say), self.how_to_prove(say)

    def act(self, what: str, say: Language) -> str | None:
        return None
