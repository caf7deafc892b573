"""Thin doors: outside words in, documents out. A channel never asks why."""
