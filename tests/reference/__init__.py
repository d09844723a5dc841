"""The reference server, through its public door."""
