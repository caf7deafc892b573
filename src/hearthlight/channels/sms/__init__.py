"""Text messages: one is received, one or two are sent, and nothing is kept but opt-outs."""
