"""Is what came back what was stored? Datasets of either form are made plain, and the plain forms are compared."""
