"""What accounts hold on a chain at one block, and what feeds say of its prices."""
