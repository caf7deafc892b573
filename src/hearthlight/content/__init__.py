"""Packs in memory: what editors wrote, typed, layered and checked. Knows no channel and decides nothing."""
