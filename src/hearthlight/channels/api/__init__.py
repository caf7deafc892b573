"""The JSON API: the same documents as every other door, for other people's programs."""
