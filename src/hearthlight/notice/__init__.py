"""From a caregiver's own words to the signs that they may mean."""
