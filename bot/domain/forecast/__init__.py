"""What a space's own past lets one expect of a vote."""
