"""Runs or servers side by side, requirement by requirement."""
