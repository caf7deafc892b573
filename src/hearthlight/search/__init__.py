"""Finding the topic that a few typed words are about."""
