"""Receiving: from the inbox to what a person sees."""
