"""Copies and archives: rules of their own."""
