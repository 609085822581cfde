"""What servers set for themselves and for their members, beside spaces and tracks."""
