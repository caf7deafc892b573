"""The command line: the same questions and the same documents, in a terminal."""
