"""Where a family lives: places and what they lie within. Nothing is looked up on a network."""
