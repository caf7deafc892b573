"""Packs in memory: what editors wrote, typed, layered and checked. Decides nothing."""
