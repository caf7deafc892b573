"""Hearthlight: what to do now, for people who worry that a child is being exploited."""
