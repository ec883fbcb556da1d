"""Telling people honestly when the diary was away, and who still does not know what matters."""
