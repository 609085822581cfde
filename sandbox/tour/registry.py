"""All scenarios, in the order in which they are offered."""

from __future__ import annotations

from sandbox.tour.scenario import Scenario
from sandbox.tour.scenarios.analytics import ANALYTICS
from sandbox.tour.scenarios.assistance import ASSISTANCE
from sandbox.tour.scenarios.conviction import CONVICTION
from sandbox.tour.scenarios.council import COUNCIL
from sandbox.tour.scenarios.crosschain import CROSSCHAIN
from sandbox.tour.scenarios.delegation import DELEGATION
from sandbox.tour.scenarios.governor import GOVERNOR
from sandbox.tour.scenarios.legal import LEGAL
from sandbox.tour.scenarios.metagovernance import METAGOVERNANCE
from sandbox.tour.scenarios.moloch import MOLOCH
from sandbox.tour.scenarios.participation import PARTICIPATION
from sandbox.tour.scenarios.payment import PAYMENT
from sandbox.tour.scenarios.quadratic import QUADRATIC
from sandbox.tour.scenarios.reading import READING
from sandbox.tour.scenarios.split_delegation import SPLIT_DELEGATION
from sandbox.tour.scenarios.subdao import SUBDAO
from sandbox.tour.scenarios.treasury import TREASURY
from sandbox.tour.scenarios.two_chains import TWO_CHAINS
from sandbox.tour.scenarios.whales import WHALES

SCENARIOS: tuple[Scenario, ...] = (
    PAYMENT,
    QUADRATIC,
    CONVICTION,
    COUNCIL,
    TWO_CHAINS,
    DELEGATION,
    SPLIT_DELEGATION,
    PARTICIPATION,
    READING,
    ASSISTANCE,
    ANALYTICS,
    WHALES,
    LEGAL,
    GOVERNOR,
    METAGOVERNANCE,
    MOLOCH,
    TREASURY,
    SUBDAO,
    CROSSCHAIN,
)


def scenario_named(name: str) -> Scenario:
    """The scenario of this name. Raises KeyError."""
    return {scenario.name: scenario for scenario in SCENARIOS}[name]
