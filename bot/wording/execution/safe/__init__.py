"""What is said of a Safe's transactions, its owners and its modules, for `bot/wording/executors/safe.py`."""
