"""Setting a space up, and what goes from one server to another."""
