"""The executor of the kind `safe`: a Safe's owners sign what was voted (https://docs.safe.global)."""
