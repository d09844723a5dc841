"""Asks a server what it seems to offer, by requests that change nothing, and drafts a target file from the answers."""
