"""Makes the model that the package ships, from the phrases in the packs."""
