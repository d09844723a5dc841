"""Real origin servers, by other people, that the harness must judge rightly."""
