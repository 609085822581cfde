"""The port `Executor` for wallets of delegates: proving whose one is, preparing its vote and following what it cast."""

from collections.abc import Collection, Mapping, Sequence

from msgspec.structs import replace

from bot.chain.calls.state import Call, Reverted
from bot.chain.chains import EvmChain
from bot.chain.contracts.signatures import signature_bytes
from bot.chain.text import visible
from bot.domain.actions.actions import Action
from bot.domain.blocks import BlockRef
from bot.domain.errors import ChainUnavailable, MalformedSignature, NotAProver, RequestMismatch
from bot.domain.errors.execution.executors import ApprovedOnChain
from bot.domain.executors import (
    CalledCode,
    Decision,
    DelegateWalletExecutor,
    Examined,
    Execution,
    ExecutionRequest,
    Proof,
    Provers,
    ReadyCall,
    Signing,
    Standing,
    WalletCheck,
    WalletExtensions,
    WalletInstructions,
    WalletRefusal,
    WalletStage,
    WalletVote,
)
from bot.domain.ids import ChainId
from bot.domain.metagovernance.casting import ForeignProposal
from bot.domain.metagovernance.foreign_vote import ForeignVote
from bot.execution.administration import refuse_calls_of
from bot.execution.asked_by_members import AskedByMembers
from bot.execution.called_code import called_code, require_same_code
from bot.execution.delegate_wallet.votes import VoteCast, cast_vote, vote_in
from bot.execution.governor.foreign_votes import read_votes
from bot.execution.kept_proofs import still_signed
from bot.execution.looked_for import first_block
from bot.services.ports import Progress

_LONGEST_REASON = 200


class DelegateWallets(AskedByMembers):
    """Implements the port `Executor`."""

    def __init__(self, chains: Mapping[ChainId, EvmChain]) -> None:
        self._chains = chains

    async def completed(self, executor: DelegateWalletExecutor) -> DelegateWalletExecutor:
        """As it is: a wallet is all that its address says."""
        return executor

    async def check(self, executor: DelegateWalletExecutor) -> WalletCheck:
        """Whether it has a key, by the finalized block. Raises ChainUnavailable."""
        chain = self._chains[executor.chain]
        found = await chain.is_contract(executor.address, await chain.finalized())
        return WalletCheck(executor.address, found)

    async def provers(self, executor: DelegateWalletExecutor) -> Provers:
        """The wallet itself."""
        return Provers((executor.address,), 1)

    async def check_proof(self, executor: DelegateWalletExecutor, proof: Proof) -> None:
        """Return if the wallet has signed, with its key (EIP-191) or as a contract (EIP-1271). Raises NotAProver,
        WrongSignature, MalformedSignature, AcceptsAnything, ChainUnavailable."""
        if proof.signer != executor.address:
            raise NotAProver(executor, proof.signer, (executor.address,))
        if not signature_bytes(proof.signature):
            raise MalformedSignature(ApprovedOnChain())
        chain = self._chains[executor.chain]
        await chain.signed_by(proof.signer, proof.message, proof.signature, await chain.latest())

    async def standing(self, executor: DelegateWalletExecutor, proofs: Sequence[Proof]) -> Standing:
        """Whether the wallet would still accept what it has signed. Raises ChainUnavailable."""
        chain = self._chains[executor.chain]
        at = await chain.latest()
        own = [proof for proof in proofs if proof.signer == executor.address]
        holds = any([await still_signed(chain, proof, at) for proof in own])
        return Standing((executor.address,) if holds else (), False, 1)

    async def extensions(self, executor: DelegateWalletExecutor) -> WalletExtensions:
        """Whether it has a key, by the newest block. Raises ChainUnavailable."""
        chain = self._chains[executor.chain]
        return WalletExtensions(await chain.is_contract(executor.address, await chain.latest()))

    async def stopped_by(
        self, executor: DelegateWalletExecutor, actions: Sequence[Action]
    ) -> WalletRefusal | None:
        """Whether the Governor would refuse the vote by the newest block. Raises ChainUnavailable."""
        if not actions:
            return None
        chain = self._chains[executor.chain]
        return await _refused(chain, executor, vote_in(actions, 0), await chain.latest())

    async def examine(self, executor: DelegateWalletExecutor, actions: Sequence[Action]) -> Examined:
        """The Governor's code by the newest block. Raises ChangesExecutor for a Governor that is the wallet,
        ChainUnavailable; and ValueError for anything but one vote."""
        chain = self._chains[executor.chain]
        return await _examined(chain, executor, actions, await chain.latest())

    async def executed(
        self, executor: DelegateWalletExecutor, actions: Sequence[Action], opened: Examined
    ) -> Sequence[tuple[WalletVote, Execution | None]]:
        """The vote as it was decided, with the record in its reason, where the wallet has cast it: nobody knew that
        record before the result. Raises NoCode, WrongContract, ChainUnavailable."""
        vote, chain = vote_in(actions, first_block(opened.block.number)), self._chains[executor.chain]
        found = await _foreign_vote(chain, executor, vote, await chain.finalized())
        cast = await _cast(chain, executor, vote, found)
        if cast is None or not cast.is_as(vote) or cast.reason != vote.reason:
            return ()
        return ((vote, await _end(chain, vote, cast)),)

    async def prepare(
        self,
        executor: DelegateWalletExecutor,
        actions: Sequence[Action],
        waiting: Collection[int],
        opened: Examined,
        decision: Decision,
    ) -> WalletVote:
        """The vote that these actions are. Raises CodeChanged, ChangesExecutor, ChainUnavailable; and ValueError for
        anything but one vote."""
        vote, chain = vote_in(actions, first_block(opened.block.number)), self._chains[executor.chain]
        require_same_code(opened, await _examined(chain, executor, actions, await chain.latest()))
        return vote

    async def progress(self, request: ExecutionRequest, *, ask: bool) -> Progress:
        """Whether it was cast, and as it was decided, by the finalized block. Raises NoCode, WrongContract,
        ChainUnavailable, also where the Governor says that the wallet has voted and no event tells how, as long as
        votes are taken there: afterwards nothing would ever end it."""
        executor, vote = _asked(request)
        chain = self._chains[executor.chain]
        found = await _foreign_vote(chain, executor, vote, await chain.finalized())
        cast = await _cast(chain, executor, vote, found)
        if cast is None and found.voted and found.stage.name == "active":
            why = f"no event tells how {executor.address} voted on {vote.id} of {vote.governor}"
            raise ChainUnavailable(chain.id, why)
        execution = None if cast is None else await _end(chain, vote, cast)
        stage = WalletStage("voted" if execution else "waiting")
        return Progress((), 0, execution, found.at.time, True, stage)

    async def instructions(self, request: ExecutionRequest) -> WalletInstructions:
        """What is to be sent from the wallet, by the newest block. Raises NoCode, WrongContract, ChainUnavailable."""
        executor, vote = _asked(request)
        found, refusal = await self._latest(executor, vote)
        return WalletInstructions((executor.address,), _stage(found), found.at, found.ends_at, refusal)

    async def signing(
        self, request: ExecutionRequest, actions: Sequence[Action], opened: Examined
    ) -> Signing:
        """What is to be sent from the wallet, by the newest block. Raises RequestMismatch where what is stored isn't
        just this vote, CodeChanged, ChangesExecutor, NoCode, WrongContract, ChainUnavailable."""
        executor, vote = _asked(request)
        if vote != vote_in(actions, vote.since_block):
            raise RequestMismatch(vote.id, "")
        chain = self._chains[executor.chain]
        found, refusal = await self._latest(executor, vote)
        require_same_code(opened, await _examined(chain, executor, actions, found.at))
        ready = None if found.voted else ReadyCall(vote.governor, 0, vote.data, executor.address)
        signing = Signing.of_a_step(found.at, ready, refusal, _stage(found))
        return replace(signing, owners=(executor.address,))

    async def _latest(
        self, executor: DelegateWalletExecutor, vote: WalletVote
    ) -> tuple[ForeignVote, WalletRefusal | None]:
        chain = self._chains[executor.chain]
        found = await _foreign_vote(chain, executor, vote, await chain.latest())
        return found, None if found.voted else await _refused(chain, executor, vote, found.at)


def _asked(request: ExecutionRequest) -> tuple[DelegateWalletExecutor, WalletVote]:
    """Who is asked for what. Raises TypeError for a request of another kind."""
    vote = request.payload_as(WalletVote)
    assert isinstance(request.executor, DelegateWalletExecutor)
    return request.executor, vote


def _stage(found: ForeignVote) -> WalletStage:
    return WalletStage("voted" if found.voted else "waiting")


async def _examined(
    chain: EvmChain, executor: DelegateWalletExecutor, actions: Sequence[Action], at: BlockRef
) -> Examined:
    governor = vote_in(actions, 0).governor
    refuse_calls_of([executor.address], actions, {})
    code = await called_code(chain, [governor], at)
    return Examined(at, (CalledCode(governor, code[governor]),), 0)


async def _foreign_vote(
    chain: EvmChain, executor: DelegateWalletExecutor, vote: WalletVote, at: BlockRef
) -> ForeignVote:
    """How the vote stands for the wallet. Raises NoCode, WrongContract, ChainUnavailable."""
    proposal = ForeignProposal(chain.id, vote.governor, vote.id)
    (found,) = await read_votes(chain, proposal, [executor.address], at)
    return found


async def _cast(
    chain: EvmChain, executor: DelegateWalletExecutor, vote: WalletVote, found: ForeignVote
) -> VoteCast | None:
    """What the wallet cast; None where the Governor says that it hasn't, or nothing tells how."""
    return await cast_vote(chain, found.rules, executor.address, vote, found.at) if found.voted else None


async def _end(chain: EvmChain, decided: WalletVote, cast: VoteCast) -> Execution:
    block = await chain.block_of(cast.log)
    if cast.is_as(decided):
        return Execution("executed", cast.log.transaction, block, block.time)
    return Execution("failed", cast.log.transaction, block, block.time, "otherwise")


async def _refused(
    chain: EvmChain, executor: DelegateWalletExecutor, vote: WalletVote, at: BlockRef
) -> WalletRefusal | None:
    call = Call(vote.governor, bytes.fromhex(vote.data[2:]))
    answer = await chain.call_as(executor.address, call, at)
    if not isinstance(answer, Reverted) or answer.out_of_gas:
        return None
    return WalletRefusal(visible(answer.why)[:_LONGEST_REASON] if answer.why else "")
