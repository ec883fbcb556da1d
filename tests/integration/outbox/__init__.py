"""Delivery on real databases, with fakes at its edges."""
