"""Governors: OpenZeppelin 4 and 5, and Compound's GovernorBravo, each with its timelock."""
