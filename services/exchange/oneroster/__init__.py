"""OneRoster 1.2 in CSV files: read as the school's lists, written from them.

Source: 1EdTech OneRoster 1.2, CSV Tables. Only the roster: no results, resources, demographics.
"""
