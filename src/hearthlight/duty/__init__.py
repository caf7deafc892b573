"""Who must report here, by when and how, as far as the sources say it."""
