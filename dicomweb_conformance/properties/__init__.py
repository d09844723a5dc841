"""Properties: what must hold for every example of a kind, judged by examples that Hypothesis makes and makes small."""
