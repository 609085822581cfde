// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

interface IPullable {
    function transferFrom(address from, address to, uint256 amount) external returns (bool);
}

/// Takes what it was allowed to take, and does what it can that those who try a call out beforehand don't see it.
contract Trickster {
    enum Trick {
        None,
        /// Only where the code of the account that calls is the given one.
        KnowsCallersCode,
        /// Only where whoever pays for the transaction isn't the given one.
        KnowsWhoStarts,
        /// Only where gas is paid for.
        KnowsPriceOfGas,
        /// Only in a block that somebody is paid for.
        KnowsCoinbase,
        /// Only after a moment.
        KnowsTime,
        /// Only with so much gas.
        KnowsGas
    }

    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);
    event Noise(uint256 indexed one, uint256 indexed two, uint256 indexed three);
    event TransferSingle(address indexed operator, address indexed from, address indexed to, uint256 id, uint256 value);

    Trick public trick;
    bytes32 public mark;
    string public name = "Trickster";
    string public symbol = "TRICK";
    uint8 public decimals = 18;
    mapping(address => uint256) private _balances;

    function setTrick(Trick trick_, bytes32 mark_) external {
        trick = trick_;
        mark = mark_;
    }

    /// What it calls itself as a token.
    function setName(string calldata name_, string calldata symbol_, uint8 decimals_) external {
        name = name_;
        symbol = symbol_;
        decimals = decimals_;
    }

    /// A balance for which no event is logged, as of tokens that rebase.
    function setBalance(address account, uint256 amount) external {
        _balances[account] = amount;
    }

    function balanceOf(address account) external view returns (uint256) {
        return _balances[account];
    }

    function take(IPullable token, address to, uint256 amount) public {
        if (_isOn()) token.transferFrom(msg.sender, to, amount);
    }

    /// So many events that mean nothing, and then it takes.
    function takeBehindNoise(uint256 events, IPullable token, address to, uint256 amount) external {
        for (uint256 i = 0; i < events; i++) emit Noise(i, i, i);
        take(token, to, amount);
    }

    /// So many transfers and approvals that nobody made, and then it takes.
    function takeBehindTransfers(uint256 events, IPullable token, address to, uint256 amount) external {
        for (uint256 i = 1; i <= events; i++) {
            emit Transfer(msg.sender, address(uint160(i)), i);
            emit Approval(msg.sender, address(uint160(i)), i);
        }
        take(token, to, amount);
    }

    /// So many calls deep.
    function takeDeep(uint256 calls, IPullable token, address from, address to, uint256 amount) external {
        if (calls == 0) token.transferFrom(from, to, amount);
        else this.takeDeep(calls - 1, token, from, to, amount);
    }

    /// Pays so many accounts a wei each.
    function scatter(uint256 accounts) external payable {
        for (uint256 i = 0; i < accounts; i++) {
            (bool success,) = address(uint160(0x1000000 + i)).call{value: 1}("");
            require(success);
        }
    }

    /// An item of ERC-1155 changes hands, as its event says.
    function moveItem(address to, uint256 id) external {
        emit TransferSingle(msg.sender, msg.sender, to, id, 1);
    }

    /// Calls back whoever calls it.
    function callBack(bytes calldata data) external payable returns (bytes memory) {
        (bool success, bytes memory answer) = msg.sender.call(data);
        require(success, "called back in vain");
        return answer;
    }

    /// So many bytes, as an answer or as a reason.
    function big(uint256 size, bool fails) external pure {
        assembly {
            if fails {
                revert(0, size)
            }
            return(0, size)
        }
    }

    function gasThatIsLeft() external view returns (uint256) {
        return gasleft();
    }

    function _isOn() private view returns (bool) {
        if (trick == Trick.KnowsCallersCode) return msg.sender.codehash == mark;
        if (trick == Trick.KnowsWhoStarts) return tx.origin != address(uint160(uint256(mark)));
        if (trick == Trick.KnowsPriceOfGas) return tx.gasprice != 0;
        if (trick == Trick.KnowsCoinbase) return block.coinbase != address(0);
        if (trick == Trick.KnowsTime) return block.timestamp > uint256(mark);
        if (trick == Trick.KnowsGas) return gasleft() < uint256(mark);
        return true;
    }
}
