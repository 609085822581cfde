"""What a machine may say of what members wrote, and what of it is shown."""
