"""Words of the features that stand for header values, one module for each chapter."""
