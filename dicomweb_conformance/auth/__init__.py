"""What admits the harness to a target: credentials, and bearer tokens that are got anew before they expire."""
