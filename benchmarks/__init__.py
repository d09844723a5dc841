"""What the harness costs, measured as ratios within one run: ``python -m benchmarks``, from a checkout."""
