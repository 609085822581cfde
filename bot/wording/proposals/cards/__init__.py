"""What a proposal's card shows, and what stands behind it."""
