"""A pack compiled to the one table that every walker reads."""
