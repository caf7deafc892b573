"""What we measure ourselves against, each set up as its own documentation would have it."""
