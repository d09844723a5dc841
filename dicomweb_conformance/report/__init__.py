"""Verdicts and reports, computed from the ledger and the registry."""
