// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// A token whose balances cost gas to read, and which answers zero, and success, where the gas is too little.
contract SwallowingToken {
    enum How {
        ForwardsAll,
        NamesTheGas,
        Nested,
        LooksAtTheGas
    }

    string public constant name = "Swallowing";
    string public constant symbol = "SWLW";
    uint8 public constant decimals = 18;
    How public how;
    /// In words of memory, which cost much gas and little time: 3 w + w * w / 512.
    uint256 public words;
    /// What an inner call is given where the gas is named, and what is looked for where it is looked at.
    uint256 public gasOfInner;
    uint256 public totalSupply;
    mapping(address => uint256) private _balances;

    function set(How how_, uint256 words_, uint256 gasOfInner_) external {
        how = how_;
        words = words_;
        gasOfInner = gasOfInner_;
    }

    function airdrop(address[] calldata to, uint256[] calldata amounts) external {
        for (uint256 i = 0; i < to.length; i++) {
            _balances[to[i]] += amounts[i];
            totalSupply += amounts[i];
        }
    }

    function balanceOf(address account) external view returns (uint256) {
        if (how == How.LooksAtTheGas) return gasleft() < gasOfInner ? 0 : _balances[account];
        uint256 given = how == How.NamesTheGas ? gasOfInner : gasleft();
        try this.inner{gas: given}(account, how == How.Nested ? 3 : 0) returns (uint256 balance) {
            return balance;
        } catch {
            return 0;
        }
    }

    function inner(address account, uint256 depth) external view returns (uint256) {
        if (depth > 0) {
            try this.inner(account, depth - 1) returns (uint256 balance) {
                return balance;
            } catch {
                return 0;
            }
        }
        uint256 last = words * 32;
        assembly {
            mstore(last, 1)
        }
        return _balances[account];
    }
}
