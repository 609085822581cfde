// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// A price feed as Chainlink's AggregatorV3Interface has it, which tells what it was told to tell.
contract PriceFeed {
    enum Mode {
        Honest,
        Reverts,
        BurnsGas,
        ReturnsNothing,
        ReturnsShort,
        ReturnsLong
    }

    uint8 public decimals;
    string public description;
    uint256 public constant version = 4;
    Mode public mode;

    uint80 private _id;
    int256 private _answer;
    uint256 private _startedAt;
    uint256 private _updatedAt;
    uint80 private _answeredIn;

    constructor(string memory description_, uint8 decimals_, int256 answer) {
        description = description_;
        decimals = decimals_;
        update(answer);
    }

    /// An answer of now.
    function update(int256 answer) public {
        _id += 1;
        _answer = answer;
        _startedAt = block.timestamp;
        _updatedAt = block.timestamp;
        _answeredIn = _id;
    }

    function setRound(uint80 id, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredIn) external {
        _id = id;
        _answer = answer;
        _startedAt = startedAt;
        _updatedAt = updatedAt;
        _answeredIn = answeredIn;
    }

    function setDecimals(uint8 decimals_) external {
        decimals = decimals_;
    }

    function setMode(Mode mode_) external {
        mode = mode_;
    }

    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        if (mode == Mode.Reverts) revert("No data present");
        if (mode == Mode.BurnsGas) while (true) {}
        if (mode == Mode.ReturnsNothing) assembly { return(0, 0) }
        if (mode == Mode.ReturnsShort) assembly { return(0, 128) }
        if (mode == Mode.ReturnsLong) assembly { return(0, 192) }
        return (_id, _answer, _startedAt, _updatedAt, _answeredIn);
    }
}
