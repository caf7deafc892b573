"""Measures the directory of services at several sizes, against looking at every service."""
