"""What Hearthlight costs and how fast it answers, measured. `make bench` runs it all."""
