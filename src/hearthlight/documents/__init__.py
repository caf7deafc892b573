"""What is said, before how: the same document goes to every channel."""
