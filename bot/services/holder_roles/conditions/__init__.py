"""Whether members meet the condition of a rule: a file for each way to find out."""
