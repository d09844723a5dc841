"""Conformance and acceptance harness for DICOMweb origin servers."""

__version__ = "0.1.0"
