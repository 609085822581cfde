"""How it is said what a machine made of what members wrote."""
