"""Raw updates between their receipt and the commit of their effect, each of which counts once."""
