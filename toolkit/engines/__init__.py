"""Engines: where an analysis runs."""
