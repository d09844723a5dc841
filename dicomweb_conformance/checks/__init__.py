"""Pure functions over received values; each raises Nonconformity or returns."""
