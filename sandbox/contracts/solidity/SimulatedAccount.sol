// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// Stands in the place of an account's code while its calls are tried out: in the overridden state of one eth_call, and
/// on no chain. Called by the one who starts a trial it makes calls, and looks before and after them; whatever else
/// calls it gets what the account's own code gives, which lies at another address meanwhile.
contract SimulatedAccount {
    struct Call {
        address to;
        uint256 value;
        bytes data;
    }

    struct Outcome {
        bool success;
        bytes returned;
    }

    address private constant STARTER = address(uint160(uint256(keccak256("folkmoot: who starts a simulation"))));
    address private constant OWN_CODE = address(uint160(uint256(keccak256("folkmoot: the code of who is simulated"))));
    uint256 private constant READ_GAS = 100_000;
    uint256 private constant KEPT_FOR_ITSELF = 300_000;
    uint256 private constant LONGEST = 1024;

    fallback() external payable {
        if (msg.sender != STARTER) {
            _ownCode();
        }
        (Call[] memory calls, Call[] memory reads) = abi.decode(msg.data, (Call[], Call[]));
        Outcome[] memory beforehand = _read(reads);
        Outcome[] memory made = new Outcome[](calls.length);
        // Who burns all gas leaves enough to tell of it.
        uint256 kept = reads.length * (READ_GAS + 5_000) + KEPT_FOR_ITSELF;
        for (uint256 place = 0; place < calls.length; place++) {
            uint256 left = gasleft();
            made[place] = _call(calls[place], left > kept ? left - kept : 0);
        }
        bytes memory result = abi.encode(beforehand, made, _read(reads));
        assembly {
            return(add(result, 32), mload(result))
        }
    }

    /// A read without data is of the account's coins.
    function _read(Call[] memory reads) private view returns (Outcome[] memory found) {
        found = new Outcome[](reads.length);
        for (uint256 place = 0; place < reads.length; place++) {
            Call memory asked = reads[place];
            if (asked.data.length == 0) {
                found[place] = Outcome(true, abi.encode(asked.to.balance));
                continue;
            }
            address to = asked.to;
            bytes memory data = asked.data;
            bool success;
            assembly {
                success := staticcall(READ_GAS, to, add(data, 32), mload(data), 0, 0)
            }
            found[place] = Outcome(success, _returned());
        }
    }

    function _call(Call memory asked, uint256 gas_) private returns (Outcome memory) {
        address to = asked.to;
        uint256 value = asked.value;
        bytes memory data = asked.data;
        bool success;
        assembly {
            success := call(gas_, to, value, add(data, 32), mload(data), 0, 0)
        }
        return Outcome(success, _returned());
    }

    /// The beginning of what came back: nobody fills the memory with it.
    function _returned() private pure returns (bytes memory returned) {
        uint256 size;
        assembly {
            size := returndatasize()
        }
        returned = new bytes(size < LONGEST ? size : LONGEST);
        assembly {
            returndatacopy(add(returned, 32), 0, mload(returned))
        }
    }

    function _ownCode() private {
        address code = OWN_CODE;
        assembly {
            calldatacopy(0, 0, calldatasize())
            let success := delegatecall(gas(), code, 0, calldatasize(), 0, 0)
            returndatacopy(0, 0, returndatasize())
            switch success
            case 0 {
                revert(0, returndatasize())
            }
            default {
                return(0, returndatasize())
            }
        }
    }
}
