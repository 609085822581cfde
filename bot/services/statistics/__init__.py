"""What moderators, delegates and analysts want to know of a space: its votes in numbers."""
