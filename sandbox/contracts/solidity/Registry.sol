// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// Something a treasury may call: values by key, plain and structured arguments, payable, and one that refuses.
contract Registry {
    struct Setting {
        string name;
        uint256 value;
        address[] reviewers;
        bool active;
    }

    mapping(bytes32 => uint256) public get;
    mapping(address => uint256) public deposits;
    Setting private _setting;

    event Set(bytes32 indexed key, uint256 value, address indexed by);
    event Configured(string name, uint256 value, bool active);
    event Deposited(address indexed from, uint256 value);

    error Refused(bytes32 key, uint256 value);

    function set(bytes32 key, uint256 value) external {
        get[key] = value;
        emit Set(key, value, msg.sender);
    }

    function setMany(bytes32[] calldata keys, uint256[] calldata values) external {
        require(keys.length == values.length, "Registry: lengths differ");
        for (uint256 i = 0; i < keys.length; i++) {
            get[keys[i]] = values[i];
            emit Set(keys[i], values[i], msg.sender);
        }
    }

    function configure(Setting calldata setting_) external {
        _setting = setting_;
        emit Configured(setting_.name, setting_.value, setting_.active);
    }

    function setting() external view returns (Setting memory) {
        return _setting;
    }

    function deposit() external payable {
        deposits[msg.sender] += msg.value;
        emit Deposited(msg.sender, msg.value);
    }

    function refuse(bytes32 key, uint256 value) external pure {
        revert Refused(key, value);
    }
}
