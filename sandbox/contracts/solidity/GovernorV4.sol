// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {Governor, IGovernor} from "openzeppelin-4/governance/Governor.sol";
import {TimelockController} from "openzeppelin-4/governance/TimelockController.sol";
import {GovernorCountingSimple} from "openzeppelin-4/governance/extensions/GovernorCountingSimple.sol";
import {GovernorSettings} from "openzeppelin-4/governance/extensions/GovernorSettings.sol";
import {GovernorTimelockControl} from "openzeppelin-4/governance/extensions/GovernorTimelockControl.sol";
import {GovernorVotes} from "openzeppelin-4/governance/extensions/GovernorVotes.sol";
import {GovernorVotesQuorumFraction} from "openzeppelin-4/governance/extensions/GovernorVotesQuorumFraction.sol";
import {IVotes} from "openzeppelin-4/governance/utils/IVotes.sol";

/// OpenZeppelin 4's TimelockController, which its maker administers until it renounces that.
contract TimelockV4 is TimelockController {
    constructor(uint256 delay, address[] memory proposers, address[] memory executors)
        TimelockController(delay, proposers, executors)
    {}
}

/// OpenZeppelin 4's Governor before a TimelockController, as ENS has it: without `clock()`.
contract GovernorV4 is
    Governor,
    GovernorSettings,
    GovernorCountingSimple,
    GovernorVotes,
    GovernorVotesQuorumFraction,
    GovernorTimelockControl
{
    constructor(IVotes votes, TimelockController timelock_, uint256 delay, uint256 period, uint256 threshold)
        Governor("GovernorV4")
        GovernorSettings(delay, period, threshold)
        GovernorVotes(votes)
        GovernorVotesQuorumFraction(4)
        GovernorTimelockControl(timelock_)
    {}

    function proposalThreshold() public view override(Governor, GovernorSettings) returns (uint256) {
        return super.proposalThreshold();
    }

    function state(uint256 id) public view override(Governor, GovernorTimelockControl) returns (ProposalState) {
        return super.state(id);
    }

    function propose(address[] memory targets, uint256[] memory values, bytes[] memory data, string memory description)
        public
        override(Governor, IGovernor)
        returns (uint256)
    {
        return super.propose(targets, values, data, description);
    }

    function _execute(uint256 id, address[] memory targets, uint256[] memory values, bytes[] memory data, bytes32 description)
        internal
        override(Governor, GovernorTimelockControl)
    {
        super._execute(id, targets, values, data, description);
    }

    function _cancel(address[] memory targets, uint256[] memory values, bytes[] memory data, bytes32 description)
        internal
        override(Governor, GovernorTimelockControl)
        returns (uint256)
    {
        return super._cancel(targets, values, data, description);
    }

    function _executor() internal view override(Governor, GovernorTimelockControl) returns (address) {
        return super._executor();
    }

    function supportsInterface(bytes4 id) public view override(Governor, GovernorTimelockControl) returns (bool) {
        return super.supportsInterface(id);
    }
}
