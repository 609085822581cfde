"""What Discord is told of members for linked roles."""
