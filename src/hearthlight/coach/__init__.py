"""The coach: which words of a sentence may hurt, and which are good. It knows no language."""
