// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// Looks like an ERC20Votes token and answers every question in the way it was told to.
contract HostileToken {
    enum Mode {
        Honest,
        Reverts,
        Panics,
        BurnsGas,
        ReturnsNothing,
        ReturnsShort,
        ReturnsLong,
        ReturnsMaximum,
        Lies
    }

    string public constant name = "Hostile";
    string public constant symbol = "HOST";
    Mode public mode;
    uint8 private _decimals = 18;
    mapping(address => uint256) private _balances;
    mapping(address => bool) public victim;
    bool public everybody = true;

    event Transfer(address indexed from, address indexed to, uint256 value);

    function setMode(Mode mode_) external {
        mode = mode_;
    }

    /// Misbehave toward these accounts only; with an empty list toward everybody.
    function setVictims(address[] calldata accounts) external {
        everybody = accounts.length == 0;
        for (uint256 i = 0; i < accounts.length; i++) victim[accounts[i]] = true;
    }

    function setDecimals(uint8 decimals_) external {
        _decimals = decimals_;
    }

    function mint(address to, uint256 amount) external {
        _balances[to] += amount;
        emit Transfer(address(0), to, amount);
    }

    function decimals() external view returns (uint8) {
        return _decimals;
    }

    function balanceOf(address account) external view returns (uint256) {
        return _answer(account);
    }

    function getVotes(address account) external view returns (uint256) {
        return _answer(account);
    }

    function getPastVotes(address account, uint256) external view returns (uint256) {
        return _answer(account);
    }

    function totalSupply() external view returns (uint256) {
        return _answer(address(0));
    }

    /// Says that it succeeded and moves nothing when it lies.
    function transfer(address to, uint256 amount) external returns (bool) {
        if (mode == Mode.Reverts) revert("HostileToken: reverts");
        if (mode == Mode.Lies) return true;
        _balances[msg.sender] -= amount;
        _balances[to] += amount;
        emit Transfer(msg.sender, to, amount);
        return true;
    }

    function _answer(address account) private view returns (uint256 value) {
        value = _balances[account];
        if (!everybody && !victim[account]) return value;
        if (mode == Mode.Reverts) revert("HostileToken: reverts");
        if (mode == Mode.Panics) assert(false);
        if (mode == Mode.BurnsGas) {
            bytes32 hash;
            for (uint256 i = 0; ; i++) hash = keccak256(abi.encode(hash, i));
        }
        if (mode == Mode.ReturnsNothing) {
            assembly {
                return(0, 0)
            }
        }
        if (mode == Mode.ReturnsShort) {
            assembly {
                mstore(0, value)
                return(1, 31)
            }
        }
        if (mode == Mode.ReturnsLong) {
            assembly {
                mstore(0, value)
                return(0, 0x8000)
            }
        }
        if (mode == Mode.ReturnsMaximum) return type(uint256).max;
        if (mode == Mode.Lies) return value + 1_000_000 ether;
    }
}
