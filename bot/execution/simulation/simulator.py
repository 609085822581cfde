"""The port `Simulator`: what actions would do, by the chain itself."""

from collections.abc import Mapping, Sequence

from bot.chain.calls.reverts import reason
from bot.chain.calls.simulating import MOST_READS, Made, PaidCall
from bot.chain.chains import EvmChain
from bot.chain.nodes.agreement import NoAnswer
from bot.chain.text import visible
from bot.domain.actions.actions import DecodedAction, Operation, numbered
from bot.domain.actions.effects import BridgedCall
from bot.domain.actions.simulation import AnySimulation, NotSimulated, Outcome, Simulation
from bot.domain.blocks import BlockRef
from bot.domain.errors import ChainUnavailable
from bot.domain.ids import Address, ChainId
from bot.execution.actions.metadata import tokens_at
from bot.execution.simulation.changes import answered, changes, contracts_changed
from bot.execution.simulation.looking import KINDS, guesses, not_looked_at, questions

_LONGEST_REASON = 200


class EvmSimulator:
    """Implements the port `Simulator` for all configured chains."""

    def __init__(self, chains: Mapping[ChainId, EvmChain]) -> None:
        self._chains = chains

    async def simulate(
        self, account: Address, actions: Sequence[DecodedAction], at: BlockRef
    ) -> AnySimulation:
        """What the actions would do in the state after the block, made by the account in their order. What the
        endpoints say differently is not believed. Nothing is raised; ValueError for what is no plain call."""
        if any(decoded.action.operation is not Operation.CALL for decoded in actions):
            raise ValueError("only plain calls can be tried out")
        try:
            return await self._simulated(account, actions, at)
        except ChainUnavailable:
            return NotSimulated("unavailable", at)

    async def _simulated(
        self, account: Address, actions: Sequence[DecodedAction], at: BlockRef
    ) -> AnySimulation:
        chain = self._chains[at.chain]
        code = (await chain.codes([account], at))[account]
        calls = [
            PaidCall(decoded.action.to, decoded.action.value, bytes.fromhex(decoded.action.data[2:]))
            for decoded in actions
        ]
        trace = await chain.trace(account, code, calls, KINDS, at)
        certain = questions(account, actions, trace)
        asked = [*certain, *guesses(account, actions, certain)][:MOST_READS]
        tried = await chain.try_out(account, code, calls, [question.call for question in asked], at)
        if isinstance(tried, NoAnswer):
            return NotSimulated("contradicted" if tried.contradicted else "unavailable", at)
        outcomes = tuple(map(_outcome, tried.made))
        if not all(outcome.succeeds for outcome in outcomes):
            return Simulation(at, trace.method, outcomes)
        found = answered(asked, tried.before, tried.after)
        tokens = await tokens_at(contracts_changed(found), chain, at)
        return Simulation(
            at,
            trace.method,
            outcomes,
            changes(account, found, tokens),
            unread=sum(not each.is_read for each in found[: len(certain)]),
            left_out=max(0, len(certain) - MOST_READS) + not_looked_at(trace),
            elsewhere=sum(isinstance(each.effect, BridgedCall) for _, each in numbered(actions)),
        )


def _outcome(made: Made) -> Outcome:
    said = "" if made.success else visible(reason(made.returned))[:_LONGEST_REASON]
    return Outcome(made.success, said)
