"""The proof of the harness: each fault of the reference server is found by exactly the requirements that it breaks."""
