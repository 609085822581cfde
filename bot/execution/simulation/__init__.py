"""What actions would do, tried out on the chain before anybody signs them."""
