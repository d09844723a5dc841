"""The reference origin server: small, correct, and wrong only on request."""
