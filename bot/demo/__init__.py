"""The demo: a school of its own, its people's telephones on a page, and the whole product."""
