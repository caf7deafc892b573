"""The web: pages that work without scripts, and keep nothing."""
