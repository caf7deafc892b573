"""The shipped layers: data only."""
