"""Setting a space up, answer by answer or at once, and what goes from one server to another."""
