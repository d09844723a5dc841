"""Is the machine right."""
