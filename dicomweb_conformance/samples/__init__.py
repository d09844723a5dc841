"""How the sample instances are made, byte for byte the same every time."""
