"""What `folkmoot verify` prints."""
