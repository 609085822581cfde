// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// The two functions of an ENS registry that a name is looked up by (EIP-137).
contract NameRegistry {
    mapping(bytes32 node => address) public resolver;

    function setResolver(bytes32 node, address given) external {
        resolver[node] = given;
    }
}

/// A resolver of names: `addr(node)` for the chain that it is on, `addr(node, coinType)` for others (EIP-137, ENSIP-9, ENSIP-11).
contract NameResolver {
    error OffchainLookup(address sender, string[] urls, bytes callData, bytes4 callbackFunction, bytes extraData);

    /// 0 honest, 1 reverts, 2 keeps its names off chain (EIP-3668), 3 returns garbage, 4 returns nothing, 5 burns gas.
    uint256 public mode;
    mapping(bytes32 node => mapping(uint256 coin => bytes)) private _accounts;

    function setMode(uint256 given) external {
        mode = given;
    }

    function setAddr(bytes32 node, uint256 coin, bytes calldata account) external {
        _accounts[node][coin] = account;
    }

    function addr(bytes32 node) external view returns (address) {
        _misbehave();
        return address(bytes20(_accounts[node][60]));
    }

    function addr(bytes32 node, uint256 coin) external view returns (bytes memory) {
        _misbehave();
        return _accounts[node][coin];
    }

    function _misbehave() private view {
        if (mode == 1) revert("no");
        if (mode == 2) revert OffchainLookup(address(this), new string[](0), "", 0x00000000, "");
        if (mode == 3) {
            assembly {
                mstore(0, not(0))
                mstore(32, not(0))
                return(0, 64)
            }
        }
        if (mode == 4) {
            assembly {
                return(0, 0)
            }
        }
        if (mode == 5) {
            while (true) {}
        }
    }
}
