"""The check-in's engine: from what was said to an outcome. No clock, no network, no language."""
