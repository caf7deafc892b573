"""Measures the product on labelled files, for us and for agencies that change a pack."""
