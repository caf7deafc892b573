"""Whom to call, in which order, and how each number is shown."""
