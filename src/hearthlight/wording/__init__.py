"""How plain words are: an editor's gate, never a part of what is served."""
