"""What was sent and received, recorded as it happened and written to the ledger."""
