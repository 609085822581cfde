"""The votes of a space for programs: read-only, described by OpenAPI."""
