"""The assistants: what helps members to read. A provider is one file, and a line in `registry.py`."""
