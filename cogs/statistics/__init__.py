"""What a space's votes say of it, with charts and files."""
