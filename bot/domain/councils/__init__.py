"""Elections of several people, and what those get who are elected."""
