"""Where a proposal stands in its life, what keeps it from going on, and what became of it."""
