"""What was sent and received is recorded as it happened, without secrets, and stays readable."""
