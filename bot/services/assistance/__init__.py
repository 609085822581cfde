"""What a machine says of what members wrote."""
