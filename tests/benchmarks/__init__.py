"""Benchmarks: figures that people read, and limits that fail when they are not kept."""
