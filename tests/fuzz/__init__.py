"""Readers and checks fed with what no server should send: only their named errors may come out."""
